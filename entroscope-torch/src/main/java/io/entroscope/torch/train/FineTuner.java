package io.entroscope.torch.train;

import io.entroscope.data.PositionHash;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.setting.Setting;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.graph.Run;
import io.entroscope.torch.graph.TorchNetwork;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Fine-tunes a trained network without making it worse. Exported networks often have their
 * normalisation folded into the weights, which may then be large: a learning rate that suits one
 * network destroys another. So the rate is found by short trainings, compared by their validation
 * loss; every training warms up and clips its gradients; the running statistics of normalisation
 * stay as they are; and the epoch with the best validation accuracy is kept, which may be the
 * network before any training.
 */
public final class FineTuner {
  private static final double[] RATES = {1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2};
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 5e-4;
  private static final double LONGEST_GRADIENT = 1;

  private static final int MOST_TRIAL_STEPS = 40;
  private static final int LEAST_TRIAL_STEPS = 5;
  private static final int TRIAL_VALIDATION = 1000;

  private static final int BATCH = 128;
  private static final int LEAST_STEPS = 8;
  private static final double VALIDATION = 0.1;
  private static final double MOST_VALIDATION = 1.0 / 3;
  private static final double WANTED_VALIDATION = 200;

  private final OnnxModel start;
  private final String scores;
  private final InputShape input;
  private final Preprocessing preprocessing;
  private final TuningOptions options;
  private final LabelledImages images;
  private final LabelledImages training;
  private final LabelledImages validation;
  private final int batch;
  private final int stepsPerEpoch;

  private FineTuner(
      OnnxModel model,
      String scores,
      LabelledImages images,
      Preprocessing preprocessing,
      FlatOrder flat,
      TuningOptions options) {
    this.start = InferenceForm.of(model);
    this.scores = Logits.of(model, scores);
    this.input = TrainingInput.of(model, images.shape(), flat);
    this.preprocessing = preprocessing;
    this.options = options;
    this.images = images;
    double share =
        Math.max(VALIDATION, Math.min(MOST_VALIDATION, WANTED_VALIDATION / images.size()));
    LabelledImages.Division division = images.divide(share);
    this.training = division.training();
    this.validation = division.validation();
    this.batch =
        options.batch().orElse(Math.max(1, Math.min(BATCH, training.size() / LEAST_STEPS)));
    this.stepsPerEpoch = training.size() / batch;
    requireImages(images.size());
  }

  private void requireImages(int all) {
    if (validation.size() == 0) {
      throw new TorchException(
          "of "
              + all
              + " training images none can be kept for validation; give more images to fine-tune"
              + " on");
    }
    if (stepsPerEpoch == 0) {
      throw new TorchException(
          "there are "
              + training.size()
              + " training images for batches of "
              + batch
              + "; give a smaller "
              + Setting.FINE_TUNE_BATCH
              + " or more images");
    }
  }

  /**
   * Fine-tunes a model.
   *
   * @param model already trained
   * @param scores the tensor with a score for each class, [N, C]; if it is the output of a Softmax,
   *     the input of the Softmax is trained
   * @param images to train on; validation images are taken from them: a tenth, or up to a third
   *     where there are few
   * @param flat the order of an image's values, where the model takes rows
   * @throws TorchException if the model cannot be trained, or the images do not fit it
   * @throws CancellationException if the thread is interrupted
   */
  public static Tuning run(
      OnnxModel model,
      String scores,
      LabelledImages images,
      Preprocessing preprocessing,
      FlatOrder flat,
      TuningOptions options) {
    Libtorch.threads(options.threads());
    return new FineTuner(model, scores, images, preprocessing, flat, options).run();
  }

  private Tuning run() {
    Evaluation before;
    try (TorchNetwork network = TorchNetwork.of(start, scores)) {
      TrainingInput.requireLabelsFit(network, training, input, preprocessing);
      before = Evaluation.of(network, validation, input, preprocessing);
    }
    List<Tuning.Trial> trials = options.rate().isPresent() ? List.of() : trials();
    double rate = options.rate().orElseGet(() -> best(trials));
    return trained(rate, trials, before);
  }

  private Tuning trained(double rate, List<Tuning.Trial> trials, Evaluation before) {
    List<EpochResult> epochs = new ArrayList<>();
    OnnxModel kept = start;
    int best = 0;
    boolean diverged = false;
    try (TorchNetwork network = TorchNetwork.of(start, scores);
        Weights weights = weights(network, rate)) {
      TrainingRun run =
          new TrainingRun(network, weights, rate, (long) stepsPerEpoch * options.epochs());
      Evaluation highest = before;
      while (epochs.size() < options.epochs() && !diverged) {
        int epoch = epochs.size() + 1;
        TrainingRun.Sums sums = run.steps(epoch, stepsPerEpoch);
        diverged = sums.diverged();
        if (!diverged) {
          Evaluation now = Evaluation.of(network, validation, input, preprocessing);
          epochs.add(sums.result(epoch, now));
          if (isBetter(now, highest)) {
            highest = now;
            best = epoch;
            kept = network.toModel();
          }
        }
      }
    }
    Tuning tuning = new Tuning(kept, rate, trials, before, epochs, best, diverged);
    return best == 0
        ? tuning
        : tuning.withMetadata(Provenance.of(tuning, images, preprocessing, options));
  }

  private static boolean isBetter(Evaluation one, Evaluation other) {
    return one.accuracy() > other.accuracy()
        || (one.accuracy() == other.accuracy() && one.loss() < other.loss());
  }

  /** Tries rates from low to high, until the loss was worse twice in a row. */
  private List<Tuning.Trial> trials() {
    LabelledImages some =
        validation.size() <= TRIAL_VALIDATION
            ? validation
            : validation.divide((double) TRIAL_VALIDATION / validation.size()).validation();
    List<Tuning.Trial> trials = new ArrayList<>();
    double lowest = Double.POSITIVE_INFINITY;
    int worse = 0;
    for (int i = 0; i < RATES.length && worse < 2; i++) {
      Tuning.Trial trial = new Tuning.Trial(RATES[i], lossAfter(RATES[i], some));
      trials.add(trial);
      worse = trial.loss() < lowest ? 0 : worse + 1;
      lowest = Math.min(lowest, trial.loss());
    }
    return trials;
  }

  /** The loss on some images after a short training, which warms up and cools down as well. */
  private double lossAfter(double rate, LabelledImages some) {
    long all = (long) stepsPerEpoch * options.epochs();
    int steps = (int) Math.min(Math.max(LEAST_TRIAL_STEPS, all / 8), MOST_TRIAL_STEPS);
    int possible = Math.min(steps, stepsPerEpoch);
    try (TorchNetwork network = TorchNetwork.of(start, scores);
        Weights weights = weights(network, rate)) {
      TrainingRun run = new TrainingRun(network, weights, rate, possible);
      if (run.steps(1, possible).diverged()) {
        return Double.POSITIVE_INFINITY;
      }
      double loss = Evaluation.of(network, some, input, preprocessing).loss();
      return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
    }
  }

  private static double best(List<Tuning.Trial> trials) {
    Tuning.Trial best = trials.get(0);
    for (Tuning.Trial trial : trials) {
      best = trial.loss() < best.loss() ? trial : best;
    }
    return best.rate();
  }

  private static Weights weights(TorchNetwork network, double rate) {
    return new Weights(
        List.copyOf(network.parameters().values()), new Optimizer(Rule.SGD, rate, MOMENTUM, DECAY));
  }

  /** The steps of one training, over which the rate rises and falls. */
  private final class TrainingRun {
    private final TrainingStep one;
    private final BatchFiller filler = new BatchFiller(training, input, preprocessing);
    private final double rate;
    private final long all;
    private long done;

    TrainingRun(TorchNetwork network, Weights weights, double rate, long all) {
      this.one = new TrainingStep(network, weights, 0, LONGEST_GRADIENT);
      this.rate = rate;
      this.all = all;
    }

    /** The sums over some steps, up to the one whose loss was not finite. */
    private record Sums(double loss, long correct, int steps, int batch, boolean diverged) {
      EpochResult result(int epoch, Evaluation check) {
        return new EpochResult(
            epoch,
            loss / steps,
            (double) correct / ((long) steps * batch),
            check.loss(),
            check.accuracy());
      }
    }

    Sums steps(int epoch, int count) {
      int[] order = BatchFiller.shuffled(training.size(), options.seed(), epoch);
      double loss = 0;
      long correct = 0;
      for (int i = 0; i < count; i++) {
        if (Thread.interrupted()) {
          throw new CancellationException("stopped while fine-tuning; nothing was written");
        }
        done++;
        TrainingStep.Result result =
            one.run(
                filler,
                new TrainingStep.Batch(order, i * batch, batch, epoch),
                Run.fineTuning(PositionHash.hash(options.seed(), done)),
                rate * Schedule.WARM_COSINE.factor(done - 1, all),
                done);
        if (!Double.isFinite(result.loss())) {
          return new Sums(loss, correct, i, batch, true);
        }
        loss += result.loss();
        correct += result.correct();
      }
      return new Sums(loss, correct, count, batch, false);
    }
  }
}
