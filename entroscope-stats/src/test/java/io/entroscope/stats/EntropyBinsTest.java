package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntropyBinsTest {
  @Test
  void quantilesAreExactToABin() {
    Random random = Seeds.random("quantile");
    int units = 207;
    double[] entropies = random.doubles(5000, 0, Math.log(units)).map(x -> x * x / 6).toArray();
    long[] counts = new long[EntropyBins.COUNT];
    for (double entropy : entropies) {
      counts[EntropyBins.index(entropy, units)]++;
    }
    Arrays.sort(entropies);
    double width = Math.log(units) / EntropyBins.COUNT;

    for (double q : new double[] {0, 0.05, 0.25, 0.5, 0.75, 0.95, 1}) {
      double exact = entropies[(int) Math.min(q * entropies.length, entropies.length - 1)];
      assertThat(EntropyBins.quantile(counts, units, q))
          .as("%s, %s", q, Seeds.replay())
          .isEqualTo(exact, within(width));
    }
  }

  @Test
  void whatRoundingPutsOutsideFallsIntoTheEndBins() {
    assertThat(EntropyBins.index(-1e-7, 10)).isZero();
    assertThat(EntropyBins.index(Math.log(10) + 1e-6, 10)).isEqualTo(EntropyBins.COUNT - 1);
    assertThat(EntropyBins.index(0, 1)).isZero();
  }
}
