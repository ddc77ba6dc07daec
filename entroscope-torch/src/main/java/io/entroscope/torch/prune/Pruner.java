package io.entroscope.torch.prune;

import io.entroscope.advice.Action;
import io.entroscope.advice.Advisor;
import io.entroscope.advice.LayerAdvice;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.PlanException;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.prune.Redraw;
import io.entroscope.core.prune.Surgery;
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
import io.entroscope.stats.inference.McNemar;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Takes layers out of a model, trains what is left, and chooses on validation images. */
public final class Pruner {
  private static final int ONE_IN = 10;

  private final OnnxModel before;
  private final DataSpec images;
  private final AnalysisOptions options;
  private final int epochs;
  private final boolean rebuild;
  private final double rate;

  /**
   * Of one model.
   *
   * @param before the model as it is
   * @param images where its data lie; the training split is trained and chosen on
   * @param options how pixels become input, and the seed
   * @param epochs of fine-tuning after each surgery; 0: none
   * @param rebuild whether folded layers are drawn anew and trained, instead of computed
   * @param rate the highest learning rate
   */
  public Pruner(
      OnnxModel before,
      DataSpec images,
      AnalysisOptions options,
      int epochs,
      boolean rebuild,
      double rate) {
    this.before = before;
    this.images = images;
    this.options = options;
    this.epochs = epochs;
    this.rebuild = rebuild;
    this.rate = rate;
  }

  /**
   * What came of it.
   *
   * @param model what is left
   * @param done what was done, in words; empty: nothing
   * @param notes for the person who asked
   */
  public record Pruned(OnnxModel model, List<String> done, List<String> notes) {
    public Pruned {
      done = List.copyOf(done);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Without these layers.
   *
   * @throws OnnxException if one is unknown or cannot be taken out, with the reason
   */
  public Pruned dropped(List<String> names) throws IOException {
    return new Pruned(without(before, names), done(before, names), List.of());
  }

  private static List<String> done(OnnxModel model, List<String> names) {
    return Surgery.drop(model, names).done();
  }

  private OnnxModel without(OnnxModel model, List<String> names) throws IOException {
    OnnxModel left = Surgery.drop(model, names).model();
    if (rebuild) {
      left = Redraw.apply(left, model, options.selection().seed());
    }
    return epochs == 0
        ? left
        : FineTune.run(
            left, trainingData(), this::trains, epochs, rate, options, options.selection().seed());
  }

  /**
   * Without what a result's advice names, one layer after the other, as long as the accuracy on
   * validation images is not shown to be lower than the model's as it was (McNemar).
   *
   * @param result of the model
   * @throws PlanException if the result is of another model
   */
  public Pruned advised(Path result) throws IOException {
    AnalysisResult read = ResultJson.read(result);
    if (!read.model().sha256().equals(before.sha256())) {
      throw new PlanException(
          result + " is of another model than the one given; analyse this one first");
    }
    List<String> notes = new ArrayList<>();
    if (read.data().split().equals(Split.TEST.id())) {
      notes.add(
          "the advice was read from test images, so they decided which layers were tried;"
              + " analyse --split train to keep the test clean");
    }
    OnnxModel left = before;
    List<String> done = new ArrayList<>();
    try (ImageDataSet validation = DataSets.open(trainingData())) {
      int[] positions = validationPositions(validation);
      int[] labels = IntStream.of(positions).map(validation::label).toArray();
      int[] old = predictions(before, validation, positions);
      for (String layer : candidates(read)) {
        try {
          List<String> words = done(left, List.of(layer));
          OnnxModel tried = without(left, List.of(layer));
          int[] fresh = predictions(tried, validation, positions);
          McNemar test = McNemar.of(old, fresh, labels);
          if (test.isDifferent() && test.onlyFirst() > test.onlySecond()) {
            notes.add(lost(layer, test, positions.length));
          } else {
            left = tried;
            done.addAll(words);
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

  /** A tenth of the training images, by the hash of their position, is not trained on. */
  private boolean trains(int position) {
    return Long.remainderUnsigned(
            PositionHash.hash(options.selection().seed() + 1, position), ONE_IN)
        != 0;
  }

  private int[] validationPositions(ImageDataSet data) {
    IntPredicate held = position -> !trains(position);
    return IntStream.range(0, data.size()).filter(held).toArray();
  }
}
