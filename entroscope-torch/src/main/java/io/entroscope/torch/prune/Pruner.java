package io.entroscope.torch.prune;

import io.entroscope.advice.RankedLayer;
import io.entroscope.advice.Ranking;
import io.entroscope.advice.Scoreboard;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
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
import io.entroscope.stats.inference.NonInferiority;
import io.entroscope.torch.train.Tuning;
import io.entroscope.torch.train.TuningOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Removes layers from a model, fine-tunes the rest, and decides on validation images. */
public final class Pruner {
  /** The accuracy that a removal by advice may lose: half a point. */
  public static final double MARGIN = 0.005;

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
   * @param alike the whole model trained on as the pruned one was; empty where that was not trained
   */
  public record Pruned(
      OnnxModel model, List<String> done, List<String> notes, Optional<OnnxModel> alike) {
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
    return new Pruned(cut.model(), cut.done(), List.of(), trainedOn());
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

  /** The whole model trained on, to set beside what is trained. */
  private Optional<OnnxModel> trainedOn() {
    return tuning.map(of -> tuned(before).model());
  }

  private Tuning tuned(OnnxModel model) {
    return FineTune.run(
        model, trainingData(), this::trainingPositions, options, tuning.orElseThrow());
  }

  /**
   * Removes the layers that a result's advice ranks, in its order, one after the other. A removal
   * is accepted if what is left, fine-tuned, is shown not to be inferior on validation images to
   * the whole model, fine-tuned alike: the one-sided 95% lower bound of the paired difference of
   * accuracy lies above {@code -margin}.
   *
   * @param result the file of an analysis of this model
   * @param margin the accuracy that may be lost, in (0, 1)
   * @throws PlanException if the result belongs to another model, or the margin is out of range
   */
  public Pruned advised(Path result, double margin) {
    if (!(margin > 0 && margin < 1)) {
      throw new PlanException(
          "a margin of " + margin + "; it is an accuracy that may be lost, between 0 and 1");
    }
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
    Ranking ranking = Ranking.of(read, Scoreboard.shipped(), Surgeries.of(before));
    for (RankedLayer layer : ranking.staying()) {
      if (layer.surgery() != null && layer.surgery().refusal() != null) {
        notes.add(layer.surgery().refusal());
      }
    }
    if (ranking.ranked().isEmpty()) {
      notes.add("the advice of " + result + " ranks no layer; name one with " + Setting.DROP);
      return new Pruned(before, List.of(), notes, Optional.empty());
    }
    return accepted(ranking.ranked(), margin, notes);
  }

  private Pruned accepted(List<RankedLayer> ranked, double margin, List<String> notes) {
    EditedModel left = new EditedModel(before, List.of());
    Optional<OnnxModel> trained = trainedOn();
    List<String> gone = new ArrayList<>();
    try (ImageDataSet validation = DataSets.open(trainingData())) {
      int[] positions = validationPositions(validation);
      int[] old = predictions(trained.orElse(before), validation, positions);
      int[] labels = IntStream.of(positions).map(validation::label).toArray();
      for (RankedLayer layer : ranked) {
        List<String> tried = new ArrayList<>(gone);
        tried.add(layer.name());
        try {
          // From the whole each time, so that it is trained no longer than what it is compared to.
          EditedModel rest = remove(before, tried);
          McNemar counts =
              McNemar.of(old, predictions(rest.model(), validation, positions), labels);
          double bound = NonInferiority.lowerBound(counts, positions.length);
          notes.add(decision(tried, counts, positions.length, bound, margin));
          if (bound > -margin) {
            gone.add(layer.name());
            left = rest;
          }
        } catch (OnnxException e) {
          notes.add(e.getMessage());
        }
      }
      if (gone.isEmpty() && positions.length < NonInferiority.imagesNeeded(margin)) {
        notes.add(tooFew(positions.length, margin));
      }
    }
    return new Pruned(left.model(), left.done(), notes, trained);
  }

  private static String decision(
      List<String> tried, McNemar counts, int images, double bound, double margin) {
    String layer = tried.get(tried.size() - 1);
    return String.format(
        Locale.ROOT,
        "%s %s: without %s the accuracy on %,d validation images changes by %+.4f, at worst by"
            + " %+.4f (one-sided 95%% bound), %s the margin of %s",
        layer,
        bound > -margin ? "goes" : "stays",
        tried.size() == 1 ? "it" : String.join(", ", tried),
        images,
        (double) (counts.onlySecond() - counts.onlyFirst()) / images,
        bound,
        bound > -margin ? "within" : "which is not within",
        margin);
  }

  private static String tooFew(int images, double margin) {
    return String.format(
        Locale.ROOT,
        "%,d validation images are too few to show that nothing is lost by a margin of %s, even"
            + " where both models name the same images rightly: that takes %,d; choose more"
            + " training images (a tenth of them decides) or a larger margin",
        images,
        margin,
        NonInferiority.imagesNeeded(margin));
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
