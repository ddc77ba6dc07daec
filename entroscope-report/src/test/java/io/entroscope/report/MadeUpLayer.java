package io.entroscope.report;

import io.entroscope.result.Interval;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.Entropy;
import io.entroscope.result.layer.ImageEntropy;
import io.entroscope.result.layer.UnitStatistics;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A layer of a network that never was: activations drawn at random around a centre for each class,
 * and all that a result says of them, computed in the plainest way.
 */
final class MadeUpLayer {
  private static final int GROUPS = 10;
  private static final int ENTROPY_BINS = 50;

  final int units;
  final double rms;
  final double[] edges;
  final List<ClassStatistics> classes;
  final ClassStatistics all;

  /** {@code [class][image][unit]}. */
  final float[][][] activations;

  /**
   * @param gain how large the activations are: the larger, the lower the entropy
   * @param own how much of an activation belongs to the class, in [0, 1]
   * @param relu whether negative ones become zero
   */
  MadeUpLayer(
      Random random,
      int units,
      List<String> labels,
      int images,
      double gain,
      double own,
      boolean relu) {
    this.units = units;
    this.edges = edges();
    double[] shared = normal(random, units);
    activations = new float[labels.size()][images][];
    for (int c = 0; c < labels.size(); c++) {
      double[] centre = normal(random, units);
      for (int i = 0; i < images; i++) {
        activations[c][i] = activation(random, shared, centre, gain, own, relu);
      }
    }
    float[][] together = Arrays.stream(activations).flatMap(Arrays::stream).toArray(float[][]::new);
    rms =
        Math.sqrt(Arrays.stream(together).mapToDouble(MadeUpLayer::meanSquare).average().orElse(1));
    all = statistics("all", together);
    classes =
        IntStream.range(0, labels.size())
            .mapToObj(c -> statistics(labels.get(c), activations[c]))
            .toList();
  }

  private static double[] normal(Random random, int n) {
    return random.doubles(n).map(ignored -> random.nextGaussian()).toArray();
  }

  private static float[] activation(
      Random random, double[] shared, double[] centre, double gain, double own, boolean relu) {
    float[] out = new float[shared.length];
    for (int u = 0; u < out.length; u++) {
      double x =
          gain
              * (Math.sqrt(1 - own) * shared[u]
                  + Math.sqrt(own) * centre[u]
                  + 0.35 * random.nextGaussian());
      out[u] = (float) (relu ? Math.max(0, x) : x);
    }
    return out;
  }

  private static double meanSquare(float[] x) {
    double sum = 0;
    for (float v : x) {
      sum += (double) v * v;
    }
    return sum / x.length;
  }

  static double[] softmax(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    double[] p = Arrays.stream(x).map(v -> StrictMath.exp(v - max)).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(v -> v / sum).toArray();
  }

  static double entropy(double[] p) {
    return -Arrays.stream(p).filter(v -> v > 0).map(v -> v * StrictMath.log(v)).sum();
  }

  /** As in real results: factors of the square root of 2 up to 0.02, then equal steps. */
  private static double[] edges() {
    double[] edges = new double[99];
    for (int k = 1; k < 49; k++) {
      edges[k] = 0.02 / StrictMath.pow(2, (49 - k) / 2.0);
    }
    for (int k = 1; k <= 50; k++) {
      edges[48 + k] = k / 50.0;
    }
    return edges;
  }

  private static double[] mean(float[][] rows, int leaveOut) {
    double[] mean = new double[rows[0].length];
    int n = 0;
    for (int i = 0; i < rows.length; i++) {
      if (leaveOut < 0 || i % GROUPS != leaveOut) {
        n++;
        for (int u = 0; u < mean.length; u++) {
          mean[u] += rows[i][u];
        }
      }
    }
    int images = n;
    return Arrays.stream(mean).map(v -> v / images).toArray();
  }

  private static double jackknife(float[][] rows, double divisor) {
    double[] left =
        IntStream.range(0, GROUPS)
            .mapToDouble(g -> entropy(softmax(scaled(mean(rows, g), divisor))))
            .toArray();
    double average = Arrays.stream(left).average().orElseThrow();
    double squares = Arrays.stream(left).map(v -> (v - average) * (v - average)).sum();
    return Math.sqrt(squares * (GROUPS - 1) / GROUPS);
  }

  private static double[] scaled(double[] x, double by) {
    return Arrays.stream(x).map(v -> v / by).toArray();
  }

  private static double[] doubles(float[] x) {
    return IntStream.range(0, x.length).mapToDouble(u -> x[u]).toArray();
  }

  private static float[] floats(double[] x) {
    float[] out = new float[x.length];
    for (int u = 0; u < x.length; u++) {
      out[u] = (float) x[u];
    }
    return out;
  }

  private ClassStatistics statistics(String label, float[][] rows) {
    double log = StrictMath.log(units);
    double[] mean = mean(rows, -1);
    double pattern = entropy(softmax(mean));
    double standardized = entropy(softmax(scaled(mean, rms)));
    double[] images = new double[rows.length];
    double standardizedSum = 0;
    long[] wins = new long[units];
    long[][] counts = new long[units][edges.length - 1];
    boolean[] active = new boolean[units];
    for (int i = 0; i < rows.length; i++) {
      double[] x = doubles(rows[i]);
      double[] p = softmax(x);
      images[i] = entropy(p);
      standardizedSum += entropy(softmax(scaled(x, rms)));
      wins[first(p)]++;
      for (int u = 0; u < units; u++) {
        active[u] |= x[u] > 0;
        counts[u][bin(p[u])]++;
      }
    }
    double average = Arrays.stream(images).average().orElseThrow();
    double variance =
        Arrays.stream(images).map(v -> (v - average) * (v - average)).average().orElseThrow();
    double[] sorted = Arrays.stream(images).sorted().toArray();
    long never = IntStream.range(0, units).filter(u -> !active[u]).count();
    double error = jackknife(rows, 1);
    double standardizedError = jackknife(rows, rms);
    double imageError = Math.sqrt(variance / rows.length);
    double standardizedMean = standardizedSum / rows.length;
    return new ClassStatistics(
        label,
        rows.length,
        new Entropy(pattern, pattern / log, error, around(pattern, error)),
        new Entropy(
            standardized,
            standardized / log,
            standardizedError,
            around(standardized, standardizedError)),
        new ImageEntropy(
            average,
            average / log,
            Math.sqrt(variance),
            imageError,
            around(average, imageError),
            quantiles(sorted),
            histogram(images, log)),
        new ImageEntropy.Sampled(standardizedMean, standardizedMean / log, rows.length),
        (double) never / units,
        new UnitStatistics(floats(mean), floats(softmax(mean)), wins),
        Arrays.stream(counts).map(MadeUpLayer::trimmed).toArray(long[][]::new),
        null);
  }

  private static Interval around(double value, double error) {
    return new Interval(value - 2.26 * error, value + 2.26 * error);
  }

  /** The mean over the classes, as if they had no image in common. */
  static ClassMean.Mean mean(
      List<ClassStatistics> classes,
      ToDoubleFunction<ClassStatistics> entropy,
      ToDoubleFunction<ClassStatistics> error,
      int n) {
    double log = StrictMath.log(n);
    double sum = 0;
    double squares = 0;
    for (ClassStatistics one : classes) {
      sum += entropy.applyAsDouble(one) / log;
      squares += StrictMath.pow(error.applyAsDouble(one) / log, 2);
    }
    double value = sum / classes.size();
    double own = Math.sqrt(squares) / classes.size();
    return new ClassMean.Mean(value, own, around(value, own));
  }

  private static int first(double[] p) {
    int best = 0;
    for (int u = 1; u < p.length; u++) {
      best = p[u] > p[best] ? u : best;
    }
    return best;
  }

  private int bin(double p) {
    int found = Arrays.binarySearch(edges, p);
    int bin = found >= 0 ? found : -found - 2;
    return Math.min(Math.max(bin, 0), edges.length - 2);
  }

  /** The first bin that is not empty, then the counts up to the last that is not. */
  private static long[] trimmed(long[] counts) {
    int from = 0;
    int to = counts.length;
    while (from < to && counts[from] == 0) {
      from++;
    }
    while (to > from && counts[to - 1] == 0) {
      to--;
    }
    long[] out = new long[to - from + 1];
    out[0] = from;
    System.arraycopy(counts, from, out, 1, to - from);
    return out;
  }

  private static double[] quantiles(double[] sorted) {
    return Arrays.stream(new double[] {0.05, 0.25, 0.5, 0.75, 0.95})
        .map(q -> sorted[(int) Math.round(q * (sorted.length - 1))])
        .toArray();
  }

  private static long[] histogram(double[] images, double log) {
    long[] bins = new long[ENTROPY_BINS];
    for (double h : images) {
      bins[Math.min(ENTROPY_BINS - 1, (int) (h / log * ENTROPY_BINS))]++;
    }
    return bins;
  }
}
