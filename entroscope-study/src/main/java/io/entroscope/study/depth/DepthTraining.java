package io.entroscope.study.depth;

import io.entroscope.advice.Trial;
import io.entroscope.result.Interval;
import io.entroscope.stats.Moments;
import io.entroscope.stats.inference.Welch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One training of a study of depth.
 *
 * @param layers number of fully connected layers, including the last one
 * @param architecture in its notation
 * @param seed of the training
 * @param epochs of the training
 * @param parameters weights and biases
 * @param validationAccuracy on images held out of the training, used to choose the depth
 * @param testAccuracy on the test images, which decide nothing
 * @param entropies the mean over the classes of the normalised pattern entropy, by layer
 */
public record DepthTraining(
    int layers,
    String architecture,
    long seed,
    int epochs,
    long parameters,
    double validationAccuracy,
    double testAccuracy,
    List<Double> entropies) {
  public DepthTraining {
    Trial.requireAccuracy(validationAccuracy);
    Trial.requireAccuracy(testAccuracy);
    entropies = List.copyOf(entropies);
  }

  /**
   * The trainings of one depth, summarised.
   *
   * @param layers how many fully connected layers
   * @param validation accuracies over seeds
   * @param test accuracies over seeds
   * @param below how much the validation accuracy is below the best depth's: the 95% interval by
   *     Welch's t; empty with a single seed, and of the best itself
   */
  public record Summary(int layers, Moments validation, Moments test, Optional<Interval> below) {
    /** Whether the depth cannot be distinguished from the best one. */
    boolean ties() {
      return below.isEmpty() || below.get().low() <= 0;
    }
  }

  /** The depths of a study, in order. */
  public static List<Summary> summaries(List<DepthTraining> trainings) {
    Map<Integer, List<DepthTraining>> byLayers =
        trainings.stream()
            .collect(
                Collectors.groupingBy(DepthTraining::layers, TreeMap::new, Collectors.toList()));
    Moments best = Moments.ZERO;
    for (List<DepthTraining> seeds : byLayers.values()) {
      Moments validation = moments(seeds, true);
      best = validation.mean() > best.mean() || best.count() == 0 ? validation : best;
    }
    Moments highest = best;
    return byLayers.entrySet().stream()
        .map(
            entry -> {
              Moments validation = moments(entry.getValue(), true);
              return new Summary(
                  entry.getKey(),
                  validation,
                  moments(entry.getValue(), false),
                  validation.equals(highest) ? Optional.empty() : below(highest, validation));
            })
        .toList();
  }

  /**
   * The smallest depth whose validation accuracy cannot be distinguished from the best; empty if
   * there was only one seed, which decides nothing.
   */
  public static Optional<Integer> smallest(List<Summary> summaries) {
    return summaries.stream().allMatch(of -> of.validation().count() >= 2)
        ? summaries.stream().filter(Summary::ties).map(Summary::layers).findFirst()
        : Optional.empty();
  }

  private static Moments moments(List<DepthTraining> seeds, boolean validation) {
    Moments moments = Moments.ZERO;
    for (DepthTraining seed : seeds) {
      moments = moments.add(validation ? seed.validationAccuracy() : seed.testAccuracy());
    }
    return moments;
  }

  private static Optional<Interval> below(Moments best, Moments other) {
    if (best.count() < 2 || other.count() < 2) {
      return Optional.empty();
    }
    return Optional.of(Interval.of(Welch.difference(mean(best), mean(other))));
  }

  private static Welch.Mean mean(Moments moments) {
    return new Welch.Mean(moments.mean(), moments.standardError(), moments.count());
  }
}
