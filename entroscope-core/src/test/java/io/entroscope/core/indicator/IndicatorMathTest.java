package io.entroscope.core.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.core.indicator.internal.Symmetric;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.stats.Covariance;
import io.entroscope.stats.LayerSamples;
import io.entroscope.stats.SpectrumEstimate;
import io.entroscope.testing.Seeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Spectra, likenesses and probes on data whose answer is known. */
class IndicatorMathTest {
  private static final long SEED = Seeds.seed(20260101L);
  private static final OrtProducts PRODUCTS = new OrtProducts();

  @AfterAll
  static void close() {
    PRODUCTS.close();
  }

  private static float[][] gaussian(int count, int units, Random random) {
    float[][] rows = new float[count][units];
    for (float[] row : rows) {
      for (int u = 0; u < units; u++) {
        row[u] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  private static LayerSamples samples(float[][] rows) {
    Map<Integer, float[]> map = new HashMap<>();
    for (int i = 0; i < rows.length; i++) {
      map.put(i, rows[i]);
    }
    return new LayerSamples(map);
  }

  private static Gram gram(float[][] rows) {
    return Gram.of(rows(rows), PRODUCTS);
  }

  private static Rows rows(float[][] rows) {
    return Rows.of(samples(rows));
  }

  private static Covariance covariance(float[][] rows) {
    Covariance.Builder builder = new Covariance.Builder(rows[0].length, 256, PRODUCTS);
    for (float[] row : rows) {
      builder.add(row, 0);
    }
    return builder.build();
  }

  /** Rows times a rotation by 30 degrees in the first two units, times a scale. */
  private static float[][] turned(float[][] rows, float scale) {
    float[][] turned = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      turned[i] = rows[i].clone();
      turned[i][0] = (float) (Math.cos(Math.PI / 6) * rows[i][0] - 0.5 * rows[i][1]);
      turned[i][1] = (float) (0.5 * rows[i][0] + Math.cos(Math.PI / 6) * rows[i][1]);
      for (int u = 0; u < turned[i].length; u++) {
        turned[i][u] *= scale;
      }
    }
    return turned;
  }

  @Test
  void eigenvaluesOfAKnownMatrix() {
    double[] values = new Symmetric(2, new double[] {2, 1, 2}).eigenvalues();
    assertThat(values).containsExactly(new double[] {3, 1}, within(1e-12));
  }

  @Test
  void theGramMatrixHasTheSpectrumOfTheCovariance() {
    float[][] data = gaussian(60, 25, new Random(SEED));
    SpectrumEstimate exact = SpectrumEstimate.of(Symmetric.of(covariance(data)).eigenvalues());
    SpectrumEstimate gram = SpectrumEstimate.of(gram(data).products().eigenvalues());

    // Both multiply in single precision.
    assertThat(gram.trace()).isEqualTo(exact.trace(), within(1e-6 * exact.trace()));
    assertThat(gram.effectiveRank()).isEqualTo(exact.effectiveRank(), within(1e-5));
    assertThat(gram.dim99()).isEqualTo(exact.dim99());
  }

  @Test
  void productsAboutTheMeanOfSome() {
    float[][] data = gaussian(30, 7, new Random(SEED));
    int[] some = {2, 3, 5, 29};
    double[] mean = rows(new float[][] {data[2], data[3], data[5], data[29]}).mean();
    double expected = 0;
    for (int u = 0; u < 7; u++) {
      expected += (data[11][u] - mean[u]) * (data[3][u] - mean[u]);
    }
    assertThat(gram(data).about(some).get(11, 3)).isEqualTo(expected, within(1e-5));
  }

  @Test
  void alignmentIsOneForARotationAndNearZeroForStrangers() {
    Random random = new Random(SEED);
    float[][] data = gaussian(300, 20, random);
    double mean = 0;
    for (int round = 0; round < 10; round++) {
      mean +=
          Similarity.cka(gram(gaussian(300, 20, random)), gram(gaussian(300, 20, random)))
                  .orElseThrow()
              / 10;
    }

    assertThat(Similarity.cka(gram(data), gram(turned(data, 7))).orElseThrow())
        .isEqualTo(1, within(1e-6));
    // The plain estimator would say about 20 / 320 = 0.06.
    assertThat(mean).as("seed " + SEED).isEqualTo(0, within(0.01));
    assertThat(Similarity.cka(gram(data), gram(new float[300][20]))).isEmpty();
  }

  @Test
  void anglesAreWhatTheyAre() {
    float[][] x = {{1, 0}, {0, 2}, {0, 0}};
    float[][] y = {{0, 3}, {0, 1}, {1, 1}};

    assertThat(Similarity.angularDistance(rows(x), rows(y)).orElseThrow())
        .isEqualTo(0.25, within(1e-12));
    assertThat(Similarity.angularDistance(rows(x), rows(turned(x, 5))).orElseThrow())
        .isEqualTo(1 / 6.0, within(1e-6));
    assertThat(Similarity.angularDistance(rows(x), rows(new float[3][5]))).isEmpty();
  }

  @Test
  void renyiCountsGroups() {
    // Four tight groups far apart: ln 4.
    Random random = new Random(SEED);
    float[][] data = new float[400][4];
    for (int i = 0; i < data.length; i++) {
      data[i][i % 4] = 100;
      data[i][0] += (float) random.nextGaussian() * 1e-3f;
    }
    double entropy = Similarity.renyi(gram(data));

    // The width is the distance of two groups, so their overlap exp(−1) lowers the entropy.
    double overlap = 0.25 + 0.75 * Math.exp(-1);
    assertThat(entropy).isEqualTo(-Math.log(overlap), within(1e-3));
    assertThat(Similarity.renyi(gram(new float[10][3]))).isZero();
    for (float factor : new float[] {0x1p-60f, 0x1p50f}) {
      float[][] scaled = Arrays.stream(data).map(float[]::clone).toArray(float[][]::new);
      for (float[] row : scaled) {
        for (int u = 0; u < row.length; u++) {
          row[u] *= factor;
        }
      }
      assertThat(Similarity.renyi(gram(scaled))).isEqualTo(entropy, within(1e-9));
    }
  }

  @Test
  void theProbeReadsWhatIsThereAndNothingElse() {
    Random random = new Random(SEED);
    int classes = 4;
    int count = 2000;
    float[][] data = gaussian(count, 12, random);
    int[] labels = IntStream.range(0, count).map(i -> i % classes).toArray();
    float[][] telling = new float[count][];
    for (int i = 0; i < count; i++) {
      telling[i] = data[i].clone();
      telling[i][labels[i]] += 6;
    }
    RidgeProbe.Score reads = heldOut(telling, labels, classes, 400);
    RidgeProbe.Score guesses = heldOut(data, labels, classes, 400);

    assertThat(reads.fitted()).isEqualTo(1600);
    assertThat((double) reads.hits() / reads.tried()).as("seed " + SEED).isGreaterThan(0.98);
    assertThat((double) guesses.hits() / guesses.tried()).as("seed " + SEED).isBetween(0.15, 0.35);
  }

  @Test
  void bothFormsOfTheProbeAgree() {
    Random random = new Random(SEED);
    int count = 200;
    float[][] data = gaussian(count, 6, random);
    int[] labels =
        IntStream.range(0, count).map(i -> data[i][0] + data[i][1] > 0 ? 1 : 0).toArray();
    RidgeProbe.Score halves = RidgeProbe.halves(gram(data), labels, 2);

    assertThat(halves.tried()).isEqualTo(count);
    assertThat((double) halves.hits() / count).as("seed " + SEED).isGreaterThan(0.93);
  }

  /** Holds out the first images. */
  private static RidgeProbe.Score heldOut(float[][] data, int[] labels, int classes, int out) {
    double[][] sums = new double[classes][data[0].length];
    long[] images = new long[classes];
    for (int i = 0; i < data.length; i++) {
      images[labels[i]]++;
      for (int u = 0; u < data[i].length; u++) {
        sums[labels[i]][u] += data[i][u];
      }
    }
    float[][] front = Arrays.copyOf(data, out);
    return RidgeProbe.heldOut(
        covariance(data), sums, images, rows(front), Arrays.copyOf(labels, out), PRODUCTS);
  }
}
