package io.entroscope.torch.train;

import io.entroscope.data.PositionHash;
import io.entroscope.data.image.InputShape;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.setting.Setting;
import io.entroscope.torch.FolderLock;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.TrainingFailure;
import io.entroscope.torch.graph.Run;
import io.entroscope.torch.graph.TorchNetwork;
import io.entroscope.torch.train.Checkpoint.Best;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Trains a network to classify images, by cross-entropy. The same plan gives the same weights, bit
 * for bit, on one kind of machine with one number of threads, however often it is stopped and
 * resumed.
 */
public final class Trainer {
  private final TrainingPlan plan;
  private final TrainingOptions options;
  private final TrainingListener listener;
  private final LabelledImages training;
  private final LabelledImages validation;
  private final InputShape input;
  private final int stepsPerEpoch;

  private Trainer(TrainingPlan plan, TrainingListener listener) {
    this.plan = plan;
    this.options = plan.options();
    this.listener = listener;
    LabelledImages.Division division = plan.images().divide(options.stopping().validation());
    this.training = division.training();
    this.validation = division.validation();
    this.input = TrainingInput.of(plan.model(), plan.images().shape(), plan.flat());
    this.stepsPerEpoch = training.size() / options.batchSize();
    if (stepsPerEpoch == 0) {
      throw new TorchException(
          "there are "
              + training.size()
              + " training images for batches of "
              + options.batchSize()
              + "; give a smaller batch or more images");
    }
  }

  /**
   * Trains as planned, writes the model of the best epoch, and returns it. The best epoch is the
   * first one with the highest validation accuracy.
   *
   * @throws TorchException if the model lacks gradients somewhere, the images or labels do not fit
   *     it, or another training is at work on the same file
   * @throws TrainingFailure if the loss is no longer finite: the last checkpoint stays
   * @throws CancellationException if the thread is interrupted: the last checkpoint stays
   */
  public static TrainingOutcome run(TrainingPlan plan, TrainingListener listener) {
    Libtorch.threads(plan.options().threads());
    return new Trainer(plan, listener).run();
  }

  private TrainingOutcome run() {
    OnnxModel start = InferenceForm.of(plan.model()).withMetadata(Provenance.of(plan));
    try (TorchNetwork network = TorchNetwork.of(start, plan.scores())) {
      TrainingInput.requireLabelsFit(network, training, input, plan.preprocessing());
    }
    try {
      FolderLock lock = FolderLock.of(plan.checkpoints()).orElseThrow(this::taken);
      try {
        return run(start);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw new TorchException(
          "cannot write into "
              + plan.checkpoints()
              + ": "
              + e.getMessage()
              + "; give another "
              + Setting.OUT,
          e);
    }
  }

  private TorchException taken() {
    return new TorchException(
        "another training is at work on "
            + plan.out()
            + "; wait until it ends, or give another "
            + Setting.OUT);
  }

  private TrainingOutcome run(OnnxModel start) {
    String fingerprint = Provenance.fingerprint(plan, start);
    Optional<Checkpoint> last =
        plan.resume()
            ? Checkpoint.last(plan.checkpoints(), fingerprint, listener::note)
            : Optional.empty();
    List<EpochResult> epochs = new ArrayList<>(last.map(Checkpoint::epochs).orElse(List.of()));
    Best best = last.map(Checkpoint::best).orElse(Best.NONE);
    try (TorchNetwork network =
            TorchNetwork.of(last.map(Checkpoint::model).orElse(start), plan.scores());
        Weights weights =
            new Weights(List.copyOf(network.parameters().values()), options.optimizer())) {
      last.ifPresent(checkpoint -> weights.restore(checkpoint.optimizerState()));
      while (epochs.size() < options.epochs() && !patienceIsOver(epochs.size(), best.epoch())) {
        EpochResult result = epoch(network, weights, epochs.size() + 1);
        epochs.add(result);
        OnnxModel model = network.toModel();
        if (best.epoch() == 0 || result.score() > epochs.get(best.epoch() - 1).score()) {
          best = new Best(result.epoch(), model.sha256());
        }
        new Checkpoint(fingerprint, model, weights.optimizerState(), epochs, best)
            .write(plan.checkpoints());
        listener.epoch(result, model);
      }
    }
    return finish(epochs, best);
  }

  private boolean patienceIsOver(int done, int best) {
    return options.stopping().patience() > 0 && done - best >= options.stopping().patience();
  }

  private TrainingOutcome finish(List<EpochResult> epochs, Best best) {
    OnnxModel model = Checkpoint.best(plan.checkpoints(), best);
    Optional<Evaluation> test =
        plan.test()
            .map(
                images -> {
                  try (TorchNetwork network = TorchNetwork.of(model, plan.scores())) {
                    return Evaluation.of(network, images, input, plan.preprocessing());
                  }
                });
    OnnxModel written = model.withMetadata(Provenance.of(epochs.get(best.epoch() - 1), test));
    written.write(plan.out());
    return new TrainingOutcome(written, epochs, best.epoch(), test);
  }

  private EpochResult epoch(TorchNetwork network, Weights weights, int epoch) {
    BatchFiller filler =
        new BatchFiller(
            training,
            input,
            plan.preprocessing(),
            options.augmentation().flip(),
            options.augmentation().crop(),
            options.seed());
    int[] order = BatchFiller.shuffled(training.size(), options.seed(), epoch);
    TrainingStep one = new TrainingStep(network, weights, options.labelSmoothing());
    double loss = 0;
    long correct = 0;
    long begun = System.nanoTime();
    for (int step = 1; step <= stepsPerEpoch; step++) {
      TrainingStep.Result result = step(one, filler, order, epoch, step);
      loss += result.loss();
      correct += result.correct();
      long seen = (long) step * options.batchSize();
      double seconds = (System.nanoTime() - begun) / 1e9;
      listener.step(
          epoch, step, stepsPerEpoch, loss / step, (double) correct / seen, seen / seconds);
      if (Thread.interrupted()) {
        throw new CancellationException(
            "stopped in epoch "
                + epoch
                + "; go on from the last checkpoint with "
                + Setting.RESUME);
      }
    }
    long seen = (long) stepsPerEpoch * options.batchSize();
    Evaluation check =
        validation.size() == 0
            ? new Evaluation(0, Double.NaN, Double.NaN)
            : Evaluation.of(network, validation, input, plan.preprocessing());
    return new EpochResult(
        epoch, loss / stepsPerEpoch, (double) correct / seen, check.loss(), check.accuracy());
  }

  /** One step; the loss and how many images of the batch were classified correctly. */
  private TrainingStep.Result step(
      TrainingStep one, BatchFiller filler, int[] order, int epoch, int stepOfEpoch) {
    long step = (epoch - 1L) * stepsPerEpoch + stepOfEpoch;
    long steps = (long) options.epochs() * stepsPerEpoch;
    double rate = options.optimizer().learningRate() * options.schedule().factor(step - 1, steps);
    int size = options.batchSize();
    TrainingStep.Result result =
        one.run(
            filler,
            new TrainingStep.Batch(order, (stepOfEpoch - 1) * size, size, epoch),
            Run.training(PositionHash.hash(options.seed(), step)),
            rate,
            step);
    if (!Double.isFinite(result.loss())) {
      throw diverged(result.loss(), epoch, step);
    }
    return result;
  }

  private TrainingFailure diverged(double loss, int epoch, long step) {
    return new TrainingFailure(
        "the loss is "
            + loss
            + " at step "
            + step
            + " (epoch "
            + epoch
            + "); "
            + (epoch > 1
                ? "the network after epoch " + (epoch - 1) + " is kept in " + plan.checkpoints()
                : "no epoch was finished")
            + "; train with a lower learning rate than "
            + options.optimizer().learningRate());
  }
}
