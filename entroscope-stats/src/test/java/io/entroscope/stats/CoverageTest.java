package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.stats.inference.Range;
import io.entroscope.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
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

    void add(Optional<Range> interval, double truth) {
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

  /** By class, an order in which its images are dealt into the groups. */
  private static int[][] dealt(int classes, Random random) {
    int[][] orders = new int[classes][];
    for (int c = 0; c < classes; c++) {
      List<Integer> groups = new ArrayList<>(IntStream.range(0, GROUPS).boxed().toList());
      Collections.shuffle(groups, random);
      orders[c] = groups.stream().mapToInt(Integer::intValue).toArray();
    }
    return orders;
  }

  private static List<Replicated> entropies(
      Made layer, double[][] causes, int[] labels, int[] groups, int classes) {
    return estimates(layer, causes, labels, groups, classes).stream()
        .map(of -> of.patternEntropy().over(Math.log(layer.weights().length)))
        .toList();
  }

  private static List<ClassEstimate> estimates(
      Made layer, double[][] causes, int[] labels, int[] groups, int classes) {
    int units = layer.weights().length;
    LayerSums.Builder sums = new LayerSums.Builder(units, classes, GROUPS);
    for (int i = 0; i < labels.length; i++) {
      float[] x = layer.activation(labels[i], causes[i]);
      double squares = 0;
      for (float value : x) {
        squares += (double) value * value;
      }
      sums.add(labels[i], groups[i], x, 0, squares, 0);
    }
    LayerState state =
        new LayerState(
            sums.build(), LayerCounts.zero(units, classes, Histograms.NONE), LayerSamples.ZERO);
    return new LayerEstimator(state, new int[0]).estimate().classes();
  }

  @ParameterizedTest
  @CsvSource({
    "50, 64, 10, 8, 1, 3, 1, 2",
    "50, 10, 32, 2, 6, 6, 4, 4",
    "50, 256, 10, 8, 3, 3, 2, 2",
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
      int[][] dealt = dealt(classes, random);
      for (int i = 0; i < labels.length; i++) {
        labels[i] = i % classes;
        groups[i] = dealt[labels[i]][i / classes % GROUPS];
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

  /** The layer's scale hangs on how many images of each class there are: there are equally many. */
  @ParameterizedTest
  @CsvSource({"50, 1", "100, 0.98", "300, 0.98"})
  void standardizedIntervalsHoldTheTruthAsOftenAsTheySay(int images, double most) {
    int classes = 4;
    int units = 32;
    double noise = 1;
    Random random = Seeds.random("standardized" + images);
    Tally levels = new Tally();
    Tally meanLevel = new Tally();
    for (int round = 0; round < 1000; round++) {
      Made layer = Made.draw(classes, units, 8, 1, noise, random);
      double squares = noise * noise;
      for (int c = 0; c < classes; c++) {
        double[] mean = layer.mean()[c];
        double strength = 1 + c;
        Arrays.setAll(mean, u -> mean[u] * strength);
        squares += Arrays.stream(mean).map(x -> x * x).sum() / units / classes;
      }
      int[] labels = new int[classes * images];
      int[] groups = new int[labels.length];
      double[][] causes = new double[labels.length][8];
      int[][] dealt = dealt(classes, random);
      for (int i = 0; i < labels.length; i++) {
        labels[i] = i % classes;
        groups[i] = dealt[labels[i]][i / classes % GROUPS];
        Arrays.setAll(causes[i], k -> random.nextGaussian());
      }
      List<Replicated> entropies =
          estimates(layer, causes, labels, groups, classes).stream()
              .map(ClassEstimate::patternEntropyStandardized)
              .toList();
      double truth = 0;
      for (int c = 0; c < classes; c++) {
        double entropy = Softmax.entropy(layer.mean()[c], 1 / Math.sqrt(squares));
        levels.add(entropies.get(c).interval(0.95), entropy);
        truth += entropy / classes;
      }
      meanLevel.add(Replicated.mean(entropies).interval(0.95), truth);
    }

    assertThat(meanLevel.given).as(Seeds.replay()).isGreaterThan(meanLevel.all / 2);
    assertThat(levels.coverage()).as("levels, " + Seeds.replay()).isBetween(0.92, 0.98);
    // From 50 images the mean over classes has an interval that is wider than it need be.
    assertThat(meanLevel.coverage()).as("mean level, " + Seeds.replay()).isBetween(0.92, most);
  }

  /** The entropy of two classes, one ahead by a margin, as logits have it. */
  private static double binary(double margin) {
    double p = 1 / (1 + Math.exp(-margin));
    double q = 1 / (1 + Math.exp(margin));
    return -(p * Math.log(p) + (q == 0 ? 0 : q * Math.log(q)));
  }

  private static double expected(double mean, double deviation) {
    double sum = 0;
    double weight = 0;
    for (double z = -8; z <= 8; z += 1e-3) {
      double density = Math.exp(-z * z / 2);
      sum += density * binary(mean + deviation * z);
      weight += density;
    }
    return sum / weight;
  }

  /** Margins from those of hard images, hardly skewed, to those of a network that is sure. */
  @ParameterizedTest
  @CsvSource({
    "50, 3, 1",
    "50, 7, 3",
    "50, 10, 4",
    "100, 3, 1",
    "100, 7, 3",
    "100, 8.5, 3.6",
    "100, 10, 4",
    "200, 10, 4",
    "500, 6, 2.5"
  })
  void intervalsOfSkewedImageEntropiesHoldTheTruthAsOftenAsTheySay(
      int images, double margin, double deviation) {
    int classes = 4;
    double truth = expected(margin, deviation);
    Random random = Seeds.random("skewed" + images + margin);
    Tally levels = new Tally();
    Tally meanLevel = new Tally();
    for (int round = 0; round < 1000; round++) {
      LayerSums.Builder sums = new LayerSums.Builder(10, classes, GROUPS);
      for (int i = 0; i < classes * images; i++) {
        double entropy = binary(margin + deviation * random.nextGaussian());
        sums.add(i % classes, random.nextInt(GROUPS), new float[10], 0, 0, entropy);
      }
      LayerState state =
          new LayerState(
              sums.build(), LayerCounts.zero(10, classes, Histograms.NONE), LayerSamples.ZERO);
      List<MeanEstimate> estimates =
          new LayerEstimator(state, new int[0])
              .estimate().classes().stream().map(ClassEstimate::imageEntropyEstimate).toList();
      estimates.forEach(of -> levels.add(of.interval(0.95), truth));
      meanLevel.add(MeanEstimate.mean(estimates).interval(0.95), truth);
    }

    assertThat(levels.given).isEqualTo(levels.all);
    assertThat(levels.coverage()).as("levels, " + Seeds.replay()).isBetween(0.92, 0.98);
    assertThat(meanLevel.coverage()).as("mean level, " + Seeds.replay()).isBetween(0.92, 0.98);
  }

  @ParameterizedTest
  @CsvSource({"30, false", "49, false", "50, true"})
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
