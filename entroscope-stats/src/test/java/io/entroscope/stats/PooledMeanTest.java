package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Student;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The pooled mean against plain means, its own merging, and its promised coverage. */
class PooledMeanTest {
  @Test
  void ofExamplesWithOnePartItIsThePlainMean() {
    Moments moments = Moments.ZERO;
    PooledMean pooled = PooledMean.ZERO;
    Random random = new Random(1);
    for (int i = 0; i < 57; i++) {
      double value = random.nextGaussian();
      moments = moments.add(value);
      pooled = pooled.add(value, 1);
    }
    Range expected = Student.interval(moments.mean(), moments.standardError(), 56);
    Range range = pooled.interval(Range.ALL).orElseThrow();

    assertThat(pooled.value()).isEqualTo(moments.mean(), within(1e-12));
    assertThat(range.low()).isEqualTo(expected.low(), within(1e-12));
    assertThat(range.high()).isEqualTo(expected.high(), within(1e-12));
  }

  @Test
  void everyPartCountsAlike() {
    PooledMean pooled = PooledMean.ZERO.add(1, 1).add(0, 3).add(0, 0);
    assertThat(pooled.value()).isEqualTo(0.25);
    assertThat(pooled.examples()).isEqualTo(2);
  }

  @Test
  void itIsTheSameHoweverExamplesAreDealt() {
    PooledMean all = PooledMean.ZERO;
    PooledMean even = PooledMean.ZERO;
    PooledMean odd = PooledMean.ZERO;
    for (int i = 0; i < 40; i++) {
      int value = i * i % 7;
      all = all.add(value, 1 + i % 3);
      even = i % 2 == 0 ? even.add(value, 1 + i % 3) : even;
      odd = i % 2 == 1 ? odd.add(value, 1 + i % 3) : odd;
    }
    assertThat(odd.merge(even)).isEqualTo(all);
    assertThat(PooledMean.ZERO.merge(all)).isEqualTo(all);
  }

  @Test
  void tokensOfOneTextAreNotIndependent() {
    Random random = new Random(5);
    int held = 0;
    int draws = 1000;
    for (int draw = 0; draw < draws; draw++) {
      PooledMean pooled = PooledMean.ZERO;
      for (int text = 0; text < 60; text++) {
        double share = random.nextDouble();
        int tokens = 5 + random.nextInt(30);
        int hits = 0;
        for (int t = 0; t < tokens; t++) {
          hits += random.nextDouble() < share ? 1 : 0;
        }
        pooled = pooled.add(hits, tokens);
      }
      Range range = pooled.interval(Range.SHARE).orElseThrow();
      held += range.low() <= 0.5 && 0.5 <= range.high() ? 1 : 0;
    }
    assertThat((double) held / draws).isEqualTo(0.95, within(0.025));
  }

  @Test
  void oneExampleHasNoInterval() {
    assertThat(PooledMean.ZERO.add(3, 2).interval(Range.ALL)).isEmpty();
    assertThat(PooledMean.ZERO.isEmpty()).isTrue();
  }
}
