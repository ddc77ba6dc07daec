package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RangeTest {
  private final Range range = new Range(-1, 3);

  @Test
  void valuesAndRangesAreHeldInside() {
    assertThat(range.hold(-2)).isEqualTo(-1);
    assertThat(range.hold(2)).isEqualTo(2);
    assertThat(range.hold(4)).isEqualTo(3);
    assertThat(range.hold(Double.NaN)).isNaN();
    assertThat(range.hold(new Range(-5, 0.5))).isEqualTo(new Range(-1, 0.5));
    assertThat(Range.entropy(10)).isEqualTo(new Range(0, Math.log(10)));
  }

  @Test
  void arithmeticKeepsBothEnds() {
    assertThat(range.over(2)).isEqualTo(new Range(-0.5, 1.5));
    assertThat(range.minus(new Range(1, 2))).isEqualTo(new Range(-3, 2));
    assertThat(range.union(new Range(2, 7))).isEqualTo(new Range(-1, 7));
    assertThat(range.union(new Range(-4, 0))).isEqualTo(new Range(-4, 3));
  }

  @Test
  void endsTheWrongWayRoundAreNoRange() {
    assertThatThrownBy(() -> new Range(1, 0)).hasMessage("no range: 1.0 to 0.0");
    assertThatThrownBy(() -> new Range(Double.NaN, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
