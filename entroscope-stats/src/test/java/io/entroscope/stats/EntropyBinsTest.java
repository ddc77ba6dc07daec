package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
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
}
