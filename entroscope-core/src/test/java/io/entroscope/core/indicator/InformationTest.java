package io.entroscope.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.core.indicator.internal.PairwiseBounds;
import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.stats.LayerSamples;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Both estimators against their definitions written out in double precision, and their limits. */
class InformationTest {
  private static final long SEED = Long.getLong("entroscope.seed", 20260101L);
  private static final OrtProducts PRODUCTS = new OrtProducts();

  @AfterAll
  static void close() {
    PRODUCTS.close();
  }

  /** Activations {@code [m][n]} of m images and their classes. */
  private record Layer(float[][] rows, int[] classes) {
    /** Clusters around a point for each class. */
    static Layer clusters(int m, int n, int count, double spread) {
      Random random = new Random(SEED);
      double[][] centres = new double[count][n];
      for (double[] centre : centres) {
        Arrays.setAll(centre, u -> 3 * random.nextGaussian());
      }
      float[][] rows = new float[m][n];
      int[] classes = new int[m];
      for (int i = 0; i < m; i++) {
        classes[i] = i * i % count;
        for (int u = 0; u < n; u++) {
          rows[i][u] = (float) (centres[classes[i]][u] + spread * random.nextGaussian());
        }
      }
      return new Layer(rows, classes);
    }

    Layer times(float factor) {
      float[][] scaled = new float[rows.length][rows[0].length];
      for (int i = 0; i < rows.length; i++) {
        for (int u = 0; u < rows[i].length; u++) {
          scaled[i][u] = rows[i][u] * factor;
        }
      }
      return new Layer(scaled, classes);
    }

    Rows sample() {
      Map<Integer, float[]> map = new HashMap<>();
      for (int i = 0; i < rows.length; i++) {
        map.put(i, rows[i]);
      }
      return Rows.of(new LayerSamples(map));
    }

    double binned(InformationAbout about) {
      return new BinnedInformation(about)
          .estimate(BinnedInformation.Entropies.of(sample(), classes))
          .orElseThrow()
          .value();
    }

    double pairwise(InformationAbout about) {
      Gram products = Gram.of(sample(), PRODUCTS);
      return new PairwiseInformation(about)
          .estimate(PairwiseBounds.of(products, rows[0].length, classes))
          .orElseThrow()
          .value();
    }

    /** H(T) of the bins of the chosen images, in strings. */
    double entropyOfBins(List<Integer> images) {
      double low = Double.MAX_VALUE;
      double high = -Double.MAX_VALUE;
      for (float[] row : rows) {
        for (float value : row) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
      Map<String, Integer> counts = new TreeMap<>();
      for (int i : images) {
        StringBuilder key = new StringBuilder();
        for (float value : rows[i]) {
          key.append(Math.min(29, (int) Math.floor((value - low) / ((high - low) / 30))))
              .append(',');
        }
        counts.merge(key.toString(), 1, Integer::sum);
      }
      return counts.values().stream()
          .mapToDouble(c -> -c / (double) images.size() * Math.log(c / (double) images.size()))
          .sum();
    }

    /** The bound of the chosen images, by its definition. */
    double bound(List<Integer> images, double factor) {
      int n = rows[0].length;
      double variance = 0;
      for (int u = 0; u < n; u++) {
        int unit = u;
        double mean = Arrays.stream(rows).mapToDouble(r -> r[unit]).average().orElseThrow();
        variance +=
            Arrays.stream(rows)
                    .mapToDouble(r -> Math.pow(r[unit] - mean, 2))
                    .average()
                    .orElseThrow()
                / n;
      }
      double sum = 0;
      for (int i : images) {
        double alike = 0;
        for (int j : images) {
          double squared = 0;
          for (int u = 0; u < n; u++) {
            squared += Math.pow((double) rows[i][u] - rows[j][u], 2);
          }
          alike += Math.exp(-squared / (factor * 0.1 * variance));
        }
        sum -= Math.log(alike / images.size()) / images.size();
      }
      return sum;
    }

    List<Integer> images(int wanted) {
      return IntStream.range(0, classes.length)
          .filter(i -> wanted < 0 || classes[i] == wanted)
          .boxed()
          .toList();
    }

    double withinClasses(ToDoubleFunction<List<Integer>> of) {
      return Arrays.stream(classes)
          .distinct()
          .mapToDouble(
              c -> images(c).size() / (double) classes.length * of.applyAsDouble(images(c)))
          .sum();
    }
  }

  @Test
  void asTheyAreDefined() {
    for (double spread : new double[] {0.02, 0.5, 2}) {
      Layer layer = Layer.clusters(90, 5, 4, spread);
      List<Integer> all = layer.images(-1);
      assertThat(layer.binned(InformationAbout.INPUT))
          .isCloseTo(layer.entropyOfBins(all), within(1e-9));
      assertThat(layer.binned(InformationAbout.LABELS))
          .isCloseTo(
              layer.entropyOfBins(all) - layer.withinClasses(layer::entropyOfBins), within(1e-9));
      assertThat(layer.pairwise(InformationAbout.INPUT))
          .isCloseTo(layer.bound(all, 2), within(1e-4));
      assertThat(layer.pairwise(InformationAbout.INPUT_LOWER))
          .isCloseTo(layer.bound(all, 8), within(1e-4));
      assertThat(layer.pairwise(InformationAbout.LABELS))
          .isCloseTo(
              layer.bound(all, 2) - layer.withinClasses(of -> layer.bound(of, 2)), within(1e-4));
    }
  }

  /** Four tight clusters, a class each: both see the class and nothing more of the image. */
  @Test
  void tightClustersTellTheClassAlone() {
    Layer layer = Layer.clusters(200, 6, 2, 1e-4);
    double classes = layer.withinClasses(of -> -Math.log(of.size() / 200.0));
    assertThat(layer.pairwise(InformationAbout.INPUT)).isCloseTo(classes, within(1e-3));
    assertThat(layer.pairwise(InformationAbout.LABELS)).isCloseTo(classes, within(1e-3));
    assertThat(layer.pairwise(InformationAbout.INPUT_LOWER)).isCloseTo(classes, within(0.05));
  }

  /** Labels that mean nothing: bins of their own make it look as if they did. */
  @Test
  void theEstimatorsDisagreeWhereEveryImageHasBinsOfItsOwn() {
    Layer layer = Layer.clusters(100, 40, 2, 1);
    int[] meaningless = new int[100];
    Arrays.setAll(meaningless, i -> i % 3);
    Layer shuffled = new Layer(layer.rows(), meaningless);
    double ofLabels = shuffled.withinClasses(of -> -Math.log(of.size() / 100.0));
    assertThat(shuffled.binned(InformationAbout.INPUT)).isCloseTo(Math.log(100), within(1e-9));
    assertThat(shuffled.binned(InformationAbout.LABELS)).isCloseTo(ofLabels, within(1e-9));
  }

  @Test
  void theyDoNotDependOnTheScaleOfTheLayer() {
    Layer layer = Layer.clusters(80, 7, 3, 0.3);
    for (InformationAbout about : InformationAbout.values()) {
      for (float factor : new float[] {8, 0x1p-58f, 0x1p56f}) {
        assertThat(layer.times(factor).pairwise(about))
            .isCloseTo(layer.pairwise(about), within(1e-9));
      }
    }
    assertThat(layer.times(8).binned(InformationAbout.INPUT))
        .isEqualTo(layer.binned(InformationAbout.INPUT));
  }

  @Test
  void theBoundFromBelowIsBelow() {
    for (double spread : new double[] {0.01, 0.1, 1, 3}) {
      Layer layer = Layer.clusters(120, 4, 3, spread);
      assertThat(layer.pairwise(InformationAbout.INPUT_LOWER))
          .isLessThanOrEqualTo(layer.pairwise(InformationAbout.INPUT));
    }
  }

  @Test
  void aConstantLayerSaysNothing() {
    float[][] rows = new float[10][4];
    for (float[] row : rows) {
      Arrays.fill(row, 2);
    }
    Layer dead = new Layer(rows, new int[] {0, 1, 2, 0, 1, 2, 0, 1, 2, 0});
    for (InformationAbout about : InformationAbout.values()) {
      assertThat(dead.binned(about)).isZero();
      assertThat(dead.pairwise(about)).isZero();
    }
  }
}
