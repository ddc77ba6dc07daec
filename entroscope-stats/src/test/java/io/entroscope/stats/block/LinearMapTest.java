package io.entroscope.stats.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.testing.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Least-squares maps against NumPy (reference.py), and the laws of the moments behind them. */
class LinearMapTest {
  /** Rows are centred in single precision. */
  private static final double SINGLE = 1e-6;

  private static final int ROWS = 80;
  private static final int HELD = 30;

  private static final double[][] SQUARE = {
    {1, 0.5, 0, 0}, {0, 0.75, 0, 1}, {0.25, 0, 1, 0}, {0, 0, 0.5, 2}
  };
  private static final double[][] NARROW = {{1, 0.5}, {0, 0.75}, {0.25, 0}, {0, 0.5}};

  private final float[] x = MadeUpRows.rows(ROWS, 4, 3);

  private static float[] behind(float[] x, double[][] w, double bias, double noise) {
    float[] apart = MadeUpRows.rows(x.length / 4, 4, 5);
    int width = w[0].length;
    float[] y = new float[x.length / 4 * width];
    for (int r = 0; r < x.length / 4; r++) {
      for (int j = 0; j < width; j++) {
        double sum = bias + noise * apart[r * 4 + j];
        for (int i = 0; i < 4; i++) {
          sum += x[r * 4 + i] * w[i][j];
        }
        y[r * width + j] = (float) sum;
      }
    }
    return y;
  }

  private static PairMoments moments(float[] x, float[] y, int width, int from, int to) {
    PairMoments.Builder builder = new PairMoments.Builder(4, width);
    builder.add(
        Arrays.copyOfRange(x, from * 4, to * 4), Arrays.copyOfRange(y, from * width, to * width));
    return builder.build();
  }

  private LinearMap fit(float[] y, int width) {
    return LinearMap.fit(
            moments(x, y, width, 0, ROWS - HELD), moments(x, y, width, ROWS - HELD, ROWS))
        .orElseThrow();
  }

  @Test
  void ofOneWidthItIsWhatNumpyFinds() {
    LinearMap map = fit(behind(x, SQUARE, 3, 1 / 8.0), 4);
    assertThat(map.lambda()).isEqualTo(0.01);
    assertThat(map.r2()).isEqualTo(0.9933647966260699, within(SINGLE));
    assertThat(map.branchR2()).isEqualTo(0.9798671932112398, within(SINGLE));
    assertThat(map.map().weights()[0])
        .containsExactly(
            new double[] {1.00545561316, 0.487129772411, -0.011195186096, -0.014613640439},
            within(SINGLE));
    assertThat(map.map().bias())
        .containsExactly(
            new double[] {2.992696363343, 3.025330853088, 2.981463304174, 3.020168721465},
            within(SINGLE));
    assertThat(map.fitted()).isEqualTo(ROWS - HELD);
    assertThat(map.heldOut()).isEqualTo(HELD);
  }

  @Test
  void ofTwoWidthsItIsWhatNumpyFinds() {
    LinearMap map = fit(behind(x, NARROW, -1, 1 / 8.0), 2);
    assertThat(map.lambda()).isEqualTo(1e-6);
    assertThat(map.r2()).isEqualTo(0.9880302086191488, within(SINGLE));
    assertThat(map.branchR2()).isNaN();
    assertThat(map.map().weights()[0])
        .containsExactly(new double[] {1.005346233335, 0.493079271903}, within(SINGLE));
  }

  @Test
  void theMapGivesWhatItPromises() {
    float[] y = behind(x, SQUARE, 3, 1 / 8.0);
    PairMoments first = moments(x, y, 4, 0, ROWS - HELD);
    PairMoments last = moments(x, y, 4, ROWS - HELD, ROWS);
    AffineMap map = LinearMap.fit(first, 0.01).orElseThrow();
    double[] mean = last.meanY();
    double error = 0;
    double variation = 0;
    for (int r = ROWS - HELD; r < ROWS; r++) {
      double[] told = map.apply(Arrays.copyOfRange(x, r * 4, r * 4 + 4));
      for (int j = 0; j < 4; j++) {
        error += Math.pow(y[r * 4 + j] - told[j], 2);
        variation += Math.pow(y[r * 4 + j] - mean[j], 2);
      }
    }
    assertThat(LinearMap.fit(first, last).orElseThrow().r2())
        .isEqualTo(1 - error / variation, within(SINGLE));
  }

  @Test
  void anAffineMapIsFoundAgain() {
    float[] y = behind(x, SQUARE, 3, 0);
    LinearMap map = fit(y, 4);
    assertThat(map.lambda()).isEqualTo(LinearMap.LAMBDAS.get(0));
    assertThat(map.r2()).isEqualTo(1, within(SINGLE));
    for (int i = 0; i < 4; i++) {
      assertThat(map.map().weights()[i]).containsExactly(SQUARE[i], within(1e-5));
    }
  }

  @Test
  void whereRowsSayNothingTheStreamStaysAsItIs() {
    // The last unit of x never changes, and the branch is noise.
    float[] still = x.clone();
    for (int r = 0; r < ROWS; r++) {
      still[r * 4 + 3] = 2;
    }
    float[] y =
        behind(
            still, new double[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}}, 0, 1);
    AffineMap map = LinearMap.fit(moments(still, y, 4, 0, ROWS), 1).orElseThrow();
    assertThat(map.weights()[3]).containsExactly(new double[] {0, 0, 0, 1}, within(1e-12));
  }

  @Test
  void towardsZeroNothingIsTakenForGranted() {
    float[] y = behind(x, SQUARE, 3, 1 / 8.0);
    PairMoments first = moments(x, y, 4, 0, ROWS - HELD);
    PairMoments last = moments(x, y, 4, ROWS - HELD, ROWS);
    AffineMap shrunk = LinearMap.towardsZero(first, 1e6).orElseThrow();
    AffineMap kept = LinearMap.fit(first, 1e6).orElseThrow();
    for (int i = 0; i < 4; i++) {
      assertThat(shrunk.weights()[i][i]).isEqualTo(0, within(1e-4));
      assertThat(kept.weights()[i][i]).isEqualTo(1, within(1e-4));
    }
    assertThat(shrunk.bias()).containsExactly(first.meanY(), within(1e-3));
    LinearMap chosen = LinearMap.towardsZero(first, last, List.of(1e-4, 1e3)).orElseThrow();
    assertThat(chosen.lambda()).isEqualTo(1e-4);
    assertThat(chosen.r2()).isGreaterThan(0.9);
  }

  @Test
  void thereIsNoneWithoutVariation() {
    float[] flat = new float[ROWS * 4];
    PairMoments constant = moments(flat, flat, 4, 0, 40);
    assertThat(LinearMap.fit(constant, constant)).isEmpty();
    assertThat(LinearMap.fit(constant, 1)).isEmpty();
    PairMoments one = moments(x, x, 4, 0, 1);
    assertThat(LinearMap.fit(one, moments(x, x, 4, 1, 40))).isEmpty();
    assertThatThrownBy(() -> LinearMap.fit(one, 0)).hasMessageContaining("ridge of 0");
  }

  @Test
  void momentsAreThoseOfAPlainSumOverManyBlocks() {
    Random random = Seeds.random("momentsAreThoseOfAPlainSumOverManyBlocks");
    int count = 1013;
    float[] a = new float[count * 7];
    float[] b = new float[count * 3];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) (5 + random.nextGaussian());
    }
    for (int i = 0; i < b.length; i++) {
      b[i] = (float) (a[i] - 2 * random.nextGaussian());
    }
    PairMoments.Builder builder = new PairMoments.Builder(7, 3);
    builder.add(a, b);
    PairMoments moments = builder.build();
    double sum = 0;
    for (int r = 0; r < count; r++) {
      sum += (a[r * 7 + 6] - moments.meanX()[6]) * (b[r * 3 + 1] - moments.meanY()[1]);
    }
    assertThat(moments.rows()).isEqualTo(count);
    assertThat(moments.xy(6, 1)).as(Seeds.replay()).isEqualTo(sum, within(1e-4));
  }

  @Test
  void shardsGiveTheSameBits() throws IOException {
    float[] y = behind(x, SQUARE, 3, 1 / 8.0);
    List<PairMoments> segments = new ArrayList<>();
    for (int from = 0; from < ROWS; from += 16) {
      segments.add(moments(x, y, 4, from, from + 16));
    }
    PairMoments forward = MadeUpRows.merged(segments, PairMoments::merge, 0, 1, 2, 3, 4);
    assertThat(MadeUpRows.merged(segments, PairMoments::merge, 4, 2, 0, 3, 1)).isEqualTo(forward);
    assertThat(PairMoments.zero(4, 4).merge(forward)).isEqualTo(forward);
    assertThat(PairMoments.readFrom(MadeUpRows.written(forward::writeTo), 4, 4))
        .isEqualTo(forward)
        .hasSameHashCodeAs(forward);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> PairMoments.zero(4, 4).merge(PairMoments.zero(4, 3)))
        .hasMessageContaining("4 to 4 with those of 4 to 3");
    PairMoments.Builder builder = new PairMoments.Builder(4, 2);
    assertThatThrownBy(() -> builder.add(new float[8], new float[6]))
        .hasMessageContaining("8 and 6 numbers");
  }
}
