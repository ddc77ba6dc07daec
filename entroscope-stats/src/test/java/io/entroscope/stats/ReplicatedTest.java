package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.stats.inference.Range;
import io.entroscope.testing.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReplicatedTest {
  private static final int GROUPS = 20;

  /** The mean of numbers that fall into groups one after the other. */
  private static Replicated mean(double[] values) {
    double[] sums = new double[GROUPS];
    long[] sizes = new long[GROUPS];
    for (int i = 0; i < values.length; i++) {
      sums[i % GROUPS] += values[i];
      sizes[i % GROUPS]++;
    }
    double total = Arrays.stream(sums).sum();
    double[] without = new double[GROUPS];
    Arrays.setAll(without, g -> (total - sums[g]) / (values.length - sizes[g]));
    return new Replicated(total / values.length, without, sizes, values.length, Range.ALL);
  }

  @Test
  void theErrorOfAMeanIsTheTextbooks() {
    Random random = Seeds.random("replicated");
    double ratio = 0;
    int rounds = 100;
    for (int round = 0; round < rounds; round++) {
      double[] values = random.doubles(400).toArray();
      Moments moments = Moments.ZERO;
      for (double value : values) {
        moments = moments.add(value);
      }
      ratio += mean(values).standardError().orElseThrow() / moments.standardError() / rounds;
      assertThat(mean(values).bias()).as(Seeds.replay()).isEqualTo(0, within(1e-12));
    }
    assertThat(ratio).as(Seeds.replay()).isBetween(0.95, 1.03);
  }

  @Test
  void whatTwoShareCancelsInTheirDifference() {
    Random random = Seeds.random("pairs");
    double[] first = random.doubles(400).toArray();
    double[] second = Arrays.stream(first).map(x -> x + 0.25).toArray();
    Replicated step = mean(second).minus(mean(first));

    assertThat(step.value()).isEqualTo(0.25, within(1e-12));
    assertThat(step.standardError().orElseThrow()).as(Seeds.replay()).isLessThan(1e-12);
  }

  @Test
  void theErrorOfAMeanOverClassesShrinksWithTheirNumber() {
    Random random = Seeds.random("classes");
    double single = 0;
    double four = 0;
    for (int round = 0; round < 50; round++) {
      List<Replicated> classes =
          random.doubles(4).mapToObj(x -> mean(random.doubles(200).toArray())).toList();
      single += classes.get(0).standardError().orElseThrow();
      four += Replicated.mean(classes).standardError().orElseThrow();
    }
    assertThat(four / single).as(Seeds.replay()).isBetween(0.45, 0.55);
  }

  @Test
  void aBiasWidensTheIntervalAndALargeOneLeavesNone() {
    Replicated mean = mean(Seeds.random("bias").doubles(400).toArray());
    double error = mean.standardError().orElseThrow();
    Replicated biased = biased(mean, 0.75 * error);

    assertThat(biased.bias()).isEqualTo(0.75 * error, within(1e-9));
    assertThat(width(biased)).isEqualTo(1.25 * width(mean), within(1e-6));
    assertThat(biased(mean, 1.1 * error).interval(0.95)).isEmpty();
  }

  /** A bias b of the whole shows as b / 19 more in what is left when a group is deleted. */
  private static Replicated biased(Replicated of, double bias) {
    double[] without = of.without().clone();
    Arrays.setAll(without, g -> without[g] + bias / 19);
    return new Replicated(of.value(), without, of.sizes(), 400, Range.ALL);
  }

  private static double width(Replicated of) {
    Range range = of.interval(0.95).orElseThrow();
    return range.high() - range.low();
  }

  @Test
  void refusesWhatDoesNotBelongTogether() {
    Replicated other = new Replicated(1, new double[3], new long[3], 3, Range.ALL);
    Replicated mean = mean(new double[] {1, 2});

    assertThatThrownBy(() -> mean.minus(other)).hasMessageContaining("20 groups beside 3");
    assertThatThrownBy(() -> Replicated.mean(List.of())).hasMessageContaining("no statistics");
    assertThatThrownBy(() -> new Replicated(1, new double[2], new long[3], 1, Range.ALL))
        .hasMessageContaining("2 replicates");
  }
}
