package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.stats.LayerCounts.Histograms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often the 95% intervals hold the true value, on images whose expected activation is known.
 * Two layers are made of the same hidden causes, so that their errors go together as those of a
 * real network's layers do.
 */
class CoverageTest {
  private static final int GROUPS = 20;

  /** A layer whose activations are {@code mean + weights · causes}. */
  private record Made(double[][] mean, double[][] weights) {
    static Made draw(
        int classes, int units, int causes, double spread, double noise, Random random) {
      double[][] mean = new double[classes][units];
      for (double[] row : mean) {
        Arrays.setAll(row, u -> random.nextGaussian() * spread);
      }
      double[][] weights = new double[units][causes];
      for (double[] row : weights) {
        Arrays.setAll(row, k -> random.nextGaussian());
        double length = Math.sqrt(Arrays.stream(row).map(w -> w * w).sum());
        Arrays.setAll(row, k -> row[k] * noise / length);
      }
      return new Made(mean, weights);
    }

    float[] activation(int label, double[] causes) {
      float[] x = new float[weights.length];
      for (int u = 0; u < x.length; u++) {
        double value = mean[label][u];
        for (int k = 0; k < causes.length; k++) {
          value += weights[u][k] * causes[k];
        }
        x[u] = (float) value;
      }
      return x;
    }

    double truth(int label) {
      return Softmax.entropy(mean[label], 1) / Math.log(weights.length);
    }
  }

  /** How often intervals were given, and how often they held the truth. */
  private static final class Tally {
    private int given;
    private int held;
    private int all;

    void add(Optional<Replicated.Range> interval, double truth) {
      all++;
      interval.ifPresent(
          range -> {
            given++;
            held += range.low() <= truth && truth <= range.high() ? 1 : 0;
          });
    }

    double coverage() {
      return (double) held / given;
    }
  }

  private static List<Replicated> entropies(
      Made layer, double[][] causes, int[] labels, int[] groups, int classes) {
    int units = layer.weights().length;
    LayerSums.Builder sums = new LayerSums.Builder(units, classes, GROUPS);
    for (int i = 0; i < labels.length; i++) {
      sums.add(labels[i], groups[i], layer.activation(labels[i], causes[i]), 0, 0, 0);
    }
    LayerState state =
        new LayerState(
            sums.build(), LayerCounts.zero(units, classes, Histograms.NONE), LayerSamples.ZERO);
    List<Replicated> entropies = new ArrayList<>();
    for (ClassEstimate of : new LayerEstimator(state, new int[0]).estimate().classes()) {
      entropies.add(of.patternEntropy().over(Math.log(units)));
    }
    return entropies;
  }

  @ParameterizedTest
  @CsvSource({
    "100, 64, 10, 8, 1, 3, 1, 2",
    "100, 64, 64, 2, 6, 3, 4, 3",
    "100, 10, 32, 2, 6, 6, 4, 4",
    "150, 32, 32, 8, 3, 2, 3, 2",
    "400, 64, 32, 8, 2, 2, 2, 2",
    "400, 16, 10, 8, 3, 5, 3, 4",
  })
  void intervalsHoldTheTruthAsOftenAsTheySay(
      int images,
      int units,
      int unitsAfter,
      int hidden,
      double spread,
      double after,
      double noise,
      double alike) {
    int classes = 4;
    Random random = Seeds.random("coverage" + images + units);
    Tally levels = new Tally();
    Tally meanLevel = new Tally();
    Tally steps = new Tally();
    Tally meanStep = new Tally();
    for (int round = 0; round < 500; round++) {
      Made first = Made.draw(classes, units, hidden, spread, noise, random);
      Made second = Made.draw(classes, unitsAfter, hidden, after, alike, random);
      int[] labels = new int[classes * images];
      int[] groups = new int[labels.length];
      double[][] causes = new double[labels.length][hidden];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = i % classes;
        groups[i] = random.nextInt(GROUPS);
        Arrays.setAll(causes[i], k -> random.nextGaussian());
      }
      List<Replicated> before = entropies(first, causes, labels, groups, classes);
      List<Replicated> behind = entropies(second, causes, labels, groups, classes);
      double truth = 0;
      double level = 0;
      for (int c = 0; c < classes; c++) {
        double step = second.truth(c) - first.truth(c);
        levels.add(before.get(c).interval(0.95), first.truth(c));
        steps.add(behind.get(c).minus(before.get(c)).interval(0.95), step);
        truth += step / classes;
        level += first.truth(c) / classes;
      }
      meanLevel.add(Replicated.mean(before).interval(0.95), level);
      meanStep.add(Replicated.mean(behind).minus(Replicated.mean(before)).interval(0.95), truth);
    }

    assertThat(levels.given).as(Seeds.replay()).isGreaterThan(levels.all / 2);
    assertThat(steps.given).as(Seeds.replay()).isGreaterThan(steps.all / 2);
    assertThat(levels.coverage()).as("levels, " + Seeds.replay()).isBetween(0.92, 0.98);
    assertThat(meanLevel.coverage()).as("mean level, " + Seeds.replay()).isBetween(0.92, 0.98);
    assertThat(steps.coverage()).as("steps, " + Seeds.replay()).isBetween(0.92, 0.98);
    assertThat(meanStep.coverage()).as("mean step, " + Seeds.replay()).isBetween(0.92, 0.98);
  }

  @ParameterizedTest
  @CsvSource({"30, false", "99, false", "100, true"})
  void smallClassesGetNoInterval(int images, boolean given) {
    Random random = Seeds.random("few");
    Made made = Made.draw(1, 10, 8, 1, 1, random);
    int[] groups = random.ints(images, 0, GROUPS).toArray();
    double[][] causes = new double[images][8];
    for (double[] row : causes) {
      Arrays.setAll(row, k -> random.nextGaussian());
    }
    Replicated entropy = entropies(made, causes, new int[images], groups, 1).get(0);

    assertThat(entropy.interval(0.95).isPresent()).as(Seeds.replay()).isEqualTo(given);
    assertThat(entropy.standardError().isPresent()).isEqualTo(images >= 40);
  }
}
