package io.entroscope.torch.prune;

import io.entroscope.advice.Action;
import io.entroscope.advice.Advisor;
import io.entroscope.advice.LayerAdvice;
import io.entroscope.core.PlanException;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.prune.EditedModel;
import io.entroscope.core.prune.Redraw;
import io.entroscope.core.run.Classifier;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.PositionHash;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.setting.Setting;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.torch.train.Tuning;
import io.entroscope.torch.train.TuningOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Removes layers from a model, fine-tunes the rest, and decides on validation images. */
public final class Pruner {
  private static final int ONE_IN = 10;

  private final OnnxModel before;
  private final DataSpec images;
  private final AnalysisOptions options;
  private final Optional<TuningOptions> tuning;
  private final boolean rebuild;

  /**
   * A pruner of one model.
   *
   * @param before the model to prune
   * @param images its data; training and validation images are taken from the training split
   * @param options which images, how pixels become input, and the seed
   * @param tuning how to fine-tune after each removal; empty: not at all
   * @param rebuild whether folded layers get new random weights and are trained, instead of
   *     computed
   */
  public Pruner(
      OnnxModel before,
      DataSpec images,
      AnalysisOptions options,
      Optional<TuningOptions> tuning,
      boolean rebuild) {
    this.before = before;
    this.images = images;
    this.options = options;
    this.tuning = tuning;
    this.rebuild = rebuild;
  }

  /**
   * The outcome of pruning.
   *
   * @param model the pruned model
   * @param done what was done, in words; empty: nothing
   * @param notes for the user
   */
  public record Pruned(OnnxModel model, List<String> done, List<String> notes) {
    public Pruned {
      done = List.copyOf(done);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Removes these layers.
   *
   * @throws OnnxException if one is unknown or cannot be removed, with the reason
   */
  public Pruned dropped(List<String> names) {
    EditedModel cut = remove(before, names);
    return new Pruned(cut.model(), cut.done(), List.of());
  }

  /** Removes layers, and then draws weights and fine-tunes as asked for. */
  private EditedModel remove(OnnxModel model, List<String> names) {
    EditedModel cut = EditedModel.drop(model, names);
    OnnxModel left =
        rebuild ? Redraw.apply(cut.model(), model, options.selection().seed()) : cut.model();
    if (tuning.isEmpty()) {
      return new EditedModel(left, cut.done());
    }
    Tuning tuned = tuned(left);
    List<String> done = new ArrayList<>(cut.done());
    done.add(tuned.describe());
    return new EditedModel(tuned.model(), done);
  }

  private Tuning tuned(OnnxModel model) {
    return FineTune.run(
        model, trainingData(), this::trainingPositions, options, tuning.orElseThrow());
  }

  /**
   * Removes the layers that a result's advice names, one after the other, as long as the accuracy
   * on validation images is not significantly lower (McNemar's test) than that of the unpruned
   * model, which is fine-tuned alike.
   *
   * @param result the file of an analysis of this model
   * @throws PlanException if the result belongs to another model
   */
  public Pruned advised(Path result) {
    AnalysisResult read = ResultJson.read(result);
    if (!read.model().sha256().equals(before.sha256())) {
      throw new PlanException(
          result + " is of another model than the one given; analyse this one first");
    }
    List<String> notes = new ArrayList<>();
    if (read.data().split().equals(Split.TEST.id())) {
      notes.add(
          "the advice was read from test images, so they decided which layers were tried;"
              + " to keep the test clean, analyse the training images ("
              + Setting.SPLIT
              + " train)");
    }
    List<String> candidates = candidates(read);
    if (candidates.isEmpty()) {
      notes.add(
          "the paper's rule, read from the curve of "
              + result
              + ", lets no layer go; name one with "
              + Setting.DROP
              + " (the advice gives an order)");
      return new Pruned(before, List.of(), notes);
    }
    OnnxModel left = before;
    List<String> done = new ArrayList<>();
    try (ImageDataSet validation = DataSets.open(trainingData())) {
      int[] positions = validationPositions(validation);
      int[] labels = IntStream.of(positions).map(validation::label).toArray();
      OnnxModel whole = tuning.isPresent() ? tuned(before).model() : before;
      int[] old = predictions(whole, validation, positions);
      for (String layer : candidates) {
        try {
          EditedModel tried = remove(left, List.of(layer));
          int[] fresh = predictions(tried.model(), validation, positions);
          McNemar test = McNemar.of(old, fresh, labels);
          if (test.isDifferent() && test.onlyFirst() > test.onlySecond()) {
            notes.add(lost(layer, test, positions.length));
          } else {
            left = tried.model();
            done.addAll(tried.done());
          }
        } catch (OnnxException e) {
          notes.add(e.getMessage());
        }
      }
    }
    return new Pruned(left, done, notes);
  }

  private static String lost(String layer, McNemar test, int images) {
    return String.format(
        Locale.ROOT,
        "%s stays: without it the accuracy on %,d validation images changes by %.4f (p = %.2g)",
        layer,
        images,
        (double) (test.onlySecond() - test.onlyFirst()) / images,
        test.probability());
  }

  private static List<String> candidates(AnalysisResult result) {
    return Advisor.advise(result).stream()
        .filter(of -> of.action() == Action.SHOULD_GO || of.action() == Action.COULD_GO)
        .sorted(Comparator.comparing(of -> of.action() == Action.SHOULD_GO ? 0 : 1))
        .map(LayerAdvice::layer)
        .toList();
  }

  private int[] predictions(OnnxModel model, ImageDataSet data, int[] positions) {
    AnalysisPlan plan = Planner.plan(model, data, options);
    try (Classifier classifier = Classifier.open(plan)) {
      return classifier.predict(positions);
    }
  }

  private DataSpec trainingData() {
    return images.withSplit(Split.TRAIN);
  }

  /** A tenth of the training images, by the hash of their position, is held out for validation. */
  private boolean isTrainedOn(int position) {
    return Long.remainderUnsigned(
            PositionHash.hash(options.selection().seed() + 1, position), ONE_IN)
        != 0;
  }

  private int[] trainingPositions(ImageDataSet data) {
    return IntStream.of(options.selection().positions(data)).filter(this::isTrainedOn).toArray();
  }

  private int[] validationPositions(ImageDataSet data) {
    int[] held =
        IntStream.of(options.selection().positions(data))
            .filter(position -> !isTrainedOn(position))
            .toArray();
    if (held.length == 0) {
      throw new PlanException(
          "none of the chosen training images is left to decide on; choose more of them");
    }
    return held;
  }
}
