package io.entroscope.study.reproduce.experiment;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Verdict;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputDifference;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Point;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Extracts from results the numbers that the study keeps. */
final class Measurements {
  private Measurements() {}

  /**
   * The measurement of one network.
   *
   * @param before whether the layers were observed before their activation function as well
   * @param output what its class scores say; null if that was not asked for
   */
  static Measurement of(AnalysisResult result, boolean before, @Nullable OutputScores output) {
    Verdict verdict = Objects.requireNonNull(result.verdict(), "a result without a verdict");
    List<Point> points =
        result.layers().stream().filter(LayerResult::inVerdict).map(Measurements::point).toList();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < verdict.average().steps().size(); i++) {
      Verdict.Step raw = verdict.average().steps().get(i);
      Verdict.Reading standardized = Objects.requireNonNull(verdict.standardized());
      steps.add(
          new Step(
              raw.to(),
              raw.change(),
              raw.corrected(),
              raw.direction(),
              standardized.average().steps().get(i).direction()));
    }
    return new Measurement(
        result.data().images(),
        result.accuracy(),
        result.accuracyInterval(),
        verdict.classes().size(),
        (int) verdict.classes().stream().filter(Verdict.Curve::falls).count(),
        points,
        steps,
        before
            ? result.layers().stream()
                .filter(LayerResult::inVerdict)
                .map(Measurements::pointBefore)
                .toList()
            : null,
        output);
  }

  /** The last layer is its logits on both sides. */
  private static Point pointBefore(LayerResult layer) {
    if (layer.preactivation() == null) {
      return point(layer);
    }
    List<ClassStatistics> classes = layer.preactivation().classes();
    return new Point(
        layer.name(),
        layer.units(),
        mean(classes, one -> one.patternEntropy().normalized()),
        null,
        mean(classes, one -> one.patternEntropyStandardized().normalized()),
        mean(classes, one -> one.imageEntropy().meanNormalized()),
        imageStandardized(classes));
  }

  private static double mean(List<ClassStatistics> classes, ToDoubleFunction<ClassStatistics> of) {
    return classes.stream().mapToDouble(of).average().orElseThrow();
  }

  private static @Nullable Double imageStandardized(List<ClassStatistics> classes) {
    if (classes.stream().anyMatch(one -> one.imageEntropyStandardized().meanNormalized() == null)) {
      return null;
    }
    return mean(
        classes, one -> Objects.requireNonNull(one.imageEntropyStandardized().meanNormalized()));
  }

  private static Point point(LayerResult layer) {
    ClassMean mean = Objects.requireNonNull(layer.mean(), "a layer without a mean");
    return new Point(
        layer.name(),
        layer.units(),
        mean.pattern().value(),
        mean.pattern().standardError(),
        mean.patternStandardized().value(),
        mean.image().value(),
        imageStandardized(layer.classes()));
  }

  /**
   * Compares the outputs of two networks on the same images: their predictions, the outputs for
   * each sampled image, and the mean outputs of every class.
   */
  static OutputDifference compare(AnalysisResult one, AnalysisResult other) {
    long differs = 0;
    for (int c = 0; c < one.confusion().length; c++) {
      for (int p = 0; p < one.confusion()[c].length; p++) {
        differs += one.confusion()[c][p] == other.confusion()[c][p] ? 0 : 1;
      }
    }
    LayerResult a = last(one);
    LayerResult b = last(other);
    double largest = 0;
    long outputs = 0;
    for (int s = 0; s < a.samples().length; s++) {
      for (int u = 0; u < a.samples()[s].length; u++) {
        largest = Math.max(largest, Math.abs(a.samples()[s][u] - b.samples()[s][u]));
        outputs++;
      }
    }
    double means = 0;
    for (int c = 0; c < a.classes().size(); c++) {
      float[] first = means(a.classes().get(c));
      float[] second = means(b.classes().get(c));
      for (int u = 0; u < first.length; u++) {
        means = Math.max(means, Math.abs(first[u] - second[u]));
      }
    }
    return new OutputDifference(one.data().images(), differs, outputs, largest, means);
  }

  private static LayerResult last(AnalysisResult result) {
    return result.layers().get(result.layers().size() - 1);
  }

  private static float[] means(ClassStatistics statistics) {
    return Objects.requireNonNull(statistics.units().meanActivation(), "a class without its means");
  }
}
