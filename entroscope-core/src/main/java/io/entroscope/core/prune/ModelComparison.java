package io.entroscope.core.prune;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.Classifier;
import io.entroscope.data.ImageDataSet;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.stats.inference.NonInferiority;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Compares a model with the pruned one. */
public final class ModelComparison {
  private static final int BATCH = 64;

  private ModelComparison() {}

  /**
   * Compares two models on images that were used neither for training nor for any decision.
   *
   * @param done what was done to the layers, in words
   * @param before the original model
   * @param after the pruned model
   * @param alike the original model trained on as the pruned one was; empty where that was not
   *     trained
   * @param test the images
   * @param options of preprocessing, for both models
   * @param margin the accuracy that may be lost, in (0, 1)
   * @throws io.entroscope.core.PlanException if a model does not fit the images
   */
  public static Comparison compare(
      List<String> done,
      OnnxModel before,
      OnnxModel after,
      Optional<OnnxModel> alike,
      ImageDataSet test,
      AnalysisOptions options,
      double margin) {
    AnalysisPlan first = Planner.plan(before, test, options);
    AnalysisPlan second = Planner.plan(after, test, options);
    AnalysisResult old = Analyzer.run(first, Progress.NONE);
    AnalysisResult fresh = Analyzer.run(second, Progress.NONE);
    int[] positions = options.selection().positions(test);
    try (Classifier a = Classifier.open(first);
        Classifier b = Classifier.open(second)) {
      int[] labels = IntStream.of(positions).map(test::label).toArray();
      int[] named = b.predict(positions);
      McNemar mcNemar = McNemar.of(a.predict(positions), named, labels);
      List<Speed> speeds =
          IntStream.of(1, Math.min(BATCH, a.mostImages()))
              .distinct()
              .mapToObj(images -> Speed.measure(images, a.run(images), b.run(images)))
              .toList();
      return new Comparison(
          done,
          positions.length,
          ComparedModel.of(old, first),
          ComparedModel.of(fresh, second),
          mcNemar,
          mcNemar.probability(),
          NonInferiority.lowerBound(mcNemar, positions.length),
          margin,
          alike
              .map(model -> predictions(Planner.plan(model, test, options), positions))
              .map(whole -> alike(whole, named, labels))
              .orElse(null),
          speeds);
    }
  }

  private static int[] predictions(AnalysisPlan plan, int[] positions) {
    try (Classifier classifier = Classifier.open(plan)) {
      return classifier.predict(positions);
    }
  }

  private static WholeAlike alike(int[] whole, int[] pruned, int[] labels) {
    long right = IntStream.range(0, labels.length).filter(i -> whole[i] == labels[i]).count();
    return WholeAlike.of("trained on", right, McNemar.of(whole, pruned, labels), labels.length);
  }
}
