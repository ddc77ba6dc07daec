package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntropyBinsTest {
  private static long[] counts(double[] entropies, int units) {
    long[] counts = new long[EntropyBins.COUNT];
    for (double entropy : entropies) {
      counts[EntropyBins.index(entropy, units)]++;
    }
    return counts;
  }

  @Test
  void quantilesAreExactToABin() {
    Random random = Seeds.random("quantile");
    int units = 207;
    double[] entropies = random.doubles(5000, 0, Math.log(units)).map(x -> x * x / 6).toArray();
    long[] counts = counts(entropies, units);
    Arrays.sort(entropies);
    double width = Math.log(units) / EntropyBins.LINEAR;

    for (double q : new double[] {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1}) {
      double exact = entropies[(int) Math.min(q * entropies.length, entropies.length - 1)];
      assertThat(EntropyBins.quantile(counts, units, q))
          .as("%s, %s", q, Seeds.replay())
          .isEqualTo(exact, within(width));
    }
  }

  /** As of the logits of a network that is sure of itself. */
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 1000})
  void quantilesOfTinyEntropiesAreExactToAFifth(int units) {
    Random random = Seeds.random("tiny" + units);
    double[] entropies = new double[2000];
    Arrays.setAll(entropies, i -> Math.exp(-9 + 1.5 * random.nextGaussian()) * Math.log(units));
    long[] counts = counts(entropies, units);
    Arrays.sort(entropies);

    for (double q : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
      double exact = entropies[(int) (q * entropies.length)];
      assertThat(EntropyBins.quantile(counts, units, q))
          .as("%s, %s", q, Seeds.replay())
          .isEqualTo(exact, within(0.2 * exact));
    }
  }

  @Test
  void theEqualBinsAreExactSums() {
    int units = 50;
    double[] entropies =
        Seeds.random("sums").doubles(5000).map(x -> Math.pow(x, 8) * Math.log(units)).toArray();
    long[] equal = new long[EntropyBins.LINEAR];
    for (double entropy : entropies) {
      equal[(int) (entropy / Math.log(units) * EntropyBins.LINEAR)]++;
    }
    assertThat(EntropyBins.linear(counts(entropies, units))).isEqualTo(equal);
    assertThat(equal[0]).isGreaterThan(1000);
  }

  @Test
  void theEndsFallIntoTheEndBins() {
    assertThat(EntropyBins.index(0, 10)).isZero();
    assertThat(EntropyBins.index(1e-9, 10)).isZero();
    assertThat(EntropyBins.index(Math.log(10), 10)).isEqualTo(EntropyBins.COUNT - 1);
    assertThat(EntropyBins.index(0, 1)).isZero();
    assertThat(EntropyBins.index(Math.log(10) / EntropyBins.LINEAR * 0.999999, 10))
        .isEqualTo(EntropyBins.COUNT - EntropyBins.LINEAR);
  }

  @Test
  void quantilesAreInterpolatedInsideTheirBin() {
    int units = 10;
    double width = Math.log(units) / EntropyBins.LINEAR;
    int half = EntropyBins.index(Math.log(units) / 2 + width / 2, units);
    long[] counts = new long[EntropyBins.COUNT];
    counts[half] = 4;
    counts[half + 1] = 4;
    double start = Math.log(units) / 2;
    assertThat(EntropyBins.quantile(counts, units, 0)).isEqualTo(start, within(1e-12));
    assertThat(EntropyBins.quantile(counts, units, 0.25))
        .isEqualTo(start + width / 2, within(1e-12));
    assertThat(EntropyBins.quantile(counts, units, 0.5)).isEqualTo(start + width, within(1e-12));
    assertThat(EntropyBins.quantile(counts, units, 0.625))
        .isEqualTo(start + 1.25 * width, within(1e-12));
    assertThat(EntropyBins.quantile(counts, units, 1)).isEqualTo(start + 2 * width, within(1e-12));
    assertThatThrownBy(() -> EntropyBins.quantile(new long[EntropyBins.COUNT], units, 0.5))
        .hasMessage("the quantile of no entropies");
  }

  /** The lower end of a bin belongs to it, of the fine ones and of the equal ones. */
  @Test
  void binsGrowWithTheEntropy() {
    int before = 0;
    for (int i = 1; i <= 4096; i++) {
      double share = i / 4096.0;
      int bin = EntropyBins.index(share * Math.log(10), 10);
      assertThat(bin).isBetween(before, EntropyBins.COUNT - 1);
      long[] counts = new long[EntropyBins.COUNT];
      counts[bin] = 1;
      assertThat(EntropyBins.quantile(counts, 10, 0))
          .isLessThanOrEqualTo(share * Math.log(10) * (1 + 1e-12));
      assertThat(EntropyBins.quantile(counts, 10, 1))
          .isGreaterThanOrEqualTo(share * Math.log(10) * (1 - 1e-12));
      before = bin;
    }
  }
}
