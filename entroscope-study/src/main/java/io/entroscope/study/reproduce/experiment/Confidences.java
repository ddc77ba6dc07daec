package io.entroscope.study.reproduce.experiment;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.SampleImage;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.ClassScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.EpochScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** How sure a network is of single images, and what that says of its accuracy. */
final class Confidences {
  private Confidences() {}

  /**
   * What the class scores of a network say of its accuracy.
   *
   * @param test its analysis on test images, with samples
   * @param validation the same on validation images
   */
  static OutputScores of(AnalysisResult test, AnalysisResult validation) {
    double[] confidences = confidences(test);
    double threshold = threshold(confidences(validation), correct(validation));
    return new OutputScores(
        confidences.length,
        Arrays.stream(confidences).average().orElseThrow(),
        (double) Arrays.stream(confidences).filter(c -> c > threshold).count() / confidences.length,
        classes(test));
  }

  /**
   * What the class scores of a network are during its training.
   *
   * @param validation its analysis on validation images, with samples
   */
  static EpochScores during(AnalysisResult validation) {
    ClassMean mean = Objects.requireNonNull(output(validation).mean(), "a layer without a mean");
    return new EpochScores(
        validation.data().images(),
        validation.accuracy(),
        mean.pattern().value(),
        mean.patternStandardized().value(),
        mean.image().value(),
        Arrays.stream(confidences(validation)).average().orElseThrow());
  }

  /** {@code [samples]}: the largest softmax probability of each sampled image. */
  private static double[] confidences(AnalysisResult result) {
    return Arrays.stream(output(result).samples())
        .mapToDouble(Confidences::largestProbability)
        .toArray();
  }

  /** exp(max − log Σ exp), with the maximum taken out so that nothing overflows. */
  static double largestProbability(float[] scores) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score - largest);
    }
    return 1 / sum;
  }

  private static long correct(AnalysisResult result) {
    return result.samples().stream().filter(Confidences::isCorrect).count();
  }

  private static boolean isCorrect(SampleImage image) {
    return Integer.valueOf(image.label()).equals(image.predicted());
  }

  /**
   * The confidence above which exactly {@code correct} of the images lie, ties aside.
   *
   * @param confidences of validation images
   * @param correct how many of them are classified correctly
   */
  static double threshold(double[] confidences, long correct) {
    double[] sorted = confidences.clone();
    Arrays.sort(sorted);
    int below = sorted.length - (int) correct;
    return below == 0 ? Double.NEGATIVE_INFINITY : sorted[below - 1];
  }

  private static List<ClassScores> classes(AnalysisResult test) {
    LayerResult output = output(test);
    List<ClassScores> scores = new ArrayList<>();
    for (int c = 0; c < output.classes().size(); c++) {
      ClassStatistics one = output.classes().get(c);
      long[] row = test.confusion()[c];
      scores.add(
          new ClassScores(
              one.className(),
              (double) row[c] / Arrays.stream(row).sum(),
              one.patternEntropy().normalized(),
              one.patternEntropyStandardized().normalized(),
              one.imageEntropy().meanNormalized()));
    }
    return scores;
  }

  private static LayerResult output(AnalysisResult result) {
    return result.layers().get(result.layers().size() - 1);
  }
}
