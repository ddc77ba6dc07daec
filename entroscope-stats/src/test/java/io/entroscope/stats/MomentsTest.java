package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static Moments of(double... values) {
    Moments moments = Moments.ZERO;
    for (double value : values) {
      moments = moments.add(value);
    }
    return moments;
  }

  @Test
  void zeroChangesNothing() {
    Moments some = of(1, 2, 4);

    assertThat(Moments.ZERO.merge(some)).isEqualTo(some);
    assertThat(some.merge(Moments.ZERO)).isEqualTo(some);
  }

  @RepeatedTest(20)
  void aSplitAnywhereGivesTheSame(RepetitionInfo repetition) {
    Random random = Seeds.random("moments" + repetition.getCurrentRepetition());
    double[] values = random.doubles(1 + random.nextInt(200), 1e6, 1e6 + 1).toArray();
    int cut = random.nextInt(values.length + 1);
    Moments whole = of(values);
    Moments merged =
        of(java.util.Arrays.copyOf(values, cut))
            .merge(of(java.util.Arrays.copyOfRange(values, cut, values.length)));

    assertThat(merged.count()).isEqualTo(whole.count());
    assertThat(merged.mean()).as(Seeds.replay()).isEqualTo(whole.mean(), within(1e-9));
    assertThat(merged.m2()).as(Seeds.replay()).isEqualTo(whole.m2(), within(1e-7));
    assertThat(merged.m3()).as(Seeds.replay()).isEqualTo(whole.m3(), within(1e-7));
  }

  @Test
  void knowsTheTextbookValues() {
    Moments moments = of(2, 4, 4, 4, 5, 5, 7, 9);

    assertThat(moments.mean()).isEqualTo(5);
    assertThat(moments.standardDeviation()).isEqualTo(2, within(1e-12));
    assertThat(moments.m3()).isEqualTo(-27 - 3 + 8 + 64, within(1e-12));
    assertThat(moments.skewness()).isEqualTo(42.0 / 8 / 8, within(1e-12));
    assertThat(moments.standardError()).isEqualTo(Math.sqrt(32.0 / 7 / 8), within(1e-12));
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> of(Double.NaN)).hasMessageContaining("not moments");
    assertThatThrownBy(() -> new Moments(1, 0, -1, 0)).hasMessageContaining("not moments");
    assertThatThrownBy(() -> of(1).standardError()).hasMessageContaining("two numbers");
  }
}
