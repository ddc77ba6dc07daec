package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProbabilityBinsTest {
  private static final double[] EDGES = ProbabilityBins.edgeProbabilities();

  @Test
  void edgesRiseFromZeroToOne() {
    assertThat(EDGES).hasSize(ProbabilityBins.COUNT + 1).isSorted().doesNotHaveDuplicates();
    assertThat(EDGES[0]).isZero();
    assertThat(EDGES[ProbabilityBins.COUNT]).isEqualTo(1);
  }

  @Test
  void aProbabilityFallsBetweenTheEdgesOfItsBin() {
    Random random = Seeds.random("bins");
    for (int i = 0; i < 100_000; i++) {
      double p = random.nextBoolean() ? random.nextDouble() : Math.exp(-40 * random.nextDouble());
      int bin = ProbabilityBins.index((float) -Math.log(p));

      // A float's rounding of −ln p may move what lies within 1e-6 of an edge.
      assertThat(EDGES[bin]).as("p %s, %s", p, Seeds.replay()).isLessThanOrEqualTo(p * 1.000005);
      assertThat(EDGES[bin + 1]).as("p %s, %s", p, Seeds.replay()).isGreaterThan(p * 0.999995);
    }
  }

  @Test
  void theEndsBelongToTheEndBins() {
    assertThat(ProbabilityBins.index(0)).isEqualTo(ProbabilityBins.COUNT - 1);
    assertThat(ProbabilityBins.index(-1e-6f)).isEqualTo(ProbabilityBins.COUNT - 1);
    assertThat(ProbabilityBins.index(1e30f)).isZero();
  }

  @Test
  void theLinearPictureIsTheSumOfTheFineOne() {
    long[] fine = new long[ProbabilityBins.COUNT];
    long[] expected = new long[ProbabilityBins.LINEAR];
    Random random = Seeds.random("linear");
    for (int i = 0; i < 10_000; i++) {
      double p = 0.000001 + random.nextDouble() * random.nextDouble() * 0.99999;
      fine[ProbabilityBins.index((float) -Math.log(p))]++;
      expected[(int) (p * ProbabilityBins.LINEAR)]++;
    }

    assertThat(ProbabilityBins.linear(fine)).as(Seeds.replay()).isEqualTo(expected);
  }

  @Test
  void allUnitsOfAnImageAreCountedWhereEachBelongs() {
    Random random = Seeds.random("count");
    int[] sizes = {1, 13, 207};
    for (int units : sizes) {
      char[] table = new char[ProbabilityBins.COUNT * units];
      char[] expected = new char[table.length];
      for (int image = 0; image < 500; image++) {
        float logSumExp = (float) (random.nextGaussian() * 10);
        float[] row = new float[units];
        for (int i = 0; i < units; i++) {
          double edge = EDGES[1 + random.nextInt(ProbabilityBins.COUNT)];
          double t = random.nextInt(4) == 0 ? -Math.log(edge) : 25 * random.nextDouble() - 0.001;
          row[i] = logSumExp - (float) t;
          expected[ProbabilityBins.index(logSumExp - row[i]) * units + i]++;
        }
        ProbabilityBins.count(row, logSumExp, new float[units], table);
      }
      assertThat(table).as("%s units, %s", units, Seeds.replay()).isEqualTo(expected);
    }
  }

  @Test
  void anEdgeIsFoundToTheLastBit() {
    for (int bin = 1; bin < ProbabilityBins.COUNT; bin++) {
      float t = (float) -Math.log(EDGES[bin]);
      assertThat(ProbabilityBins.index(t)).isEqualTo(bin);
      assertThat(ProbabilityBins.index(Math.nextUp(t))).isEqualTo(bin - 1);
    }
  }
}
