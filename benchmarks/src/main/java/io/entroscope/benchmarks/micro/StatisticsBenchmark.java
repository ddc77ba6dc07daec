package io.entroscope.benchmarks.micro;

import io.entroscope.stats.LayerCounts;
import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.stats.LayerSums;
import io.entroscope.stats.Softmax;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one image costs in one layer, by its units: rectified normal activations, ten classes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StatisticsBenchmark {
  private static final int CLASSES = 10;
  private static final int GROUPS = 20;
  private static final int IMAGES = 256;

  /** The layer's units. */
  @Param({"10", "84", "512", "2048"})
  public int units;

  private final float[][] images = new float[IMAGES][];
  private final double[][] wide = new double[IMAGES][];
  private final float[] max = new float[IMAGES];
  private final float[] logSumExp = new float[IMAGES];
  private final double[] squares = new double[IMAGES];
  private final double[] entropy = new double[IMAGES];

  /** Draws the activations, and what the caller of a builder has computed of them. */
  @Setup
  public void draw() {
    Random random = new Random(7);
    for (int i = 0; i < IMAGES; i++) {
      float[] x = new float[units];
      double sum = 0;
      for (int u = 0; u < units; u++) {
        x[u] = Math.max(0, (float) random.nextGaussian());
        max[i] = Math.max(max[i], x[u]);
        sum += Math.exp(x[u]);
        squares[i] += (double) x[u] * x[u];
      }
      images[i] = x;
      wide[i] = widened(x);
      logSumExp[i] = (float) Math.log(sum);
      entropy[i] = Softmax.entropy(wide[i], 1);
    }
  }

  private static double[] widened(float[] x) {
    double[] wide = new double[x.length];
    for (int u = 0; u < x.length; u++) {
      wide[u] = x[u];
    }
    return wide;
  }

  /** The entropy of each image's softmax. */
  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public double softmaxEntropy() {
    double sum = 0;
    for (double[] x : wide) {
      sum += Softmax.entropy(x, 1);
    }
    return sum;
  }

  /** Each image added to the sums of its class and group. */
  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public LayerSums sums() {
    LayerSums.Builder builder = new LayerSums.Builder(units, CLASSES, GROUPS);
    for (int i = 0; i < IMAGES; i++) {
      builder.add(i % CLASSES, i % GROUPS, images[i], 0, squares[i], entropy[i]);
    }
    return builder.build();
  }

  /** Each image counted: active and winning units, entropies, probabilities by class. */
  @Benchmark
  @OperationsPerInvocation(IMAGES)
  public LayerCounts counts() {
    LayerCounts.Builder builder = new LayerCounts.Builder(units, CLASSES, Histograms.PER_CLASS);
    for (int i = 0; i < IMAGES; i++) {
      builder.add(i % CLASSES, images[i], 0, max[i], logSumExp[i], entropy[i]);
    }
    return builder.build();
  }
}
