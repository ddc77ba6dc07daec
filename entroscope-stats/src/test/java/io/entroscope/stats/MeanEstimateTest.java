package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Student;
import io.entroscope.testing.Seeds;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class MeanEstimateTest {
  private static MeanEstimate of(DoubleStream values, Range range) {
    return MeanEstimate.of(
        values.boxed().reduce(Moments.ZERO, Moments::add, Moments::merge), range);
  }

  @Test
  void withoutSkewnessItIsStudentsInterval() {
    MeanEstimate even = of(DoubleStream.iterate(0, i -> i + 1).limit(200), Range.ALL);
    Range interval = even.interval(0.95).orElseThrow();
    double half = Student.quantile(0.95, 199) * even.standardError().orElseThrow();

    assertThat(even.value()).isEqualTo(99.5, within(1e-9));
    assertThat(even.standardError().orElseThrow())
        .isEqualTo(Math.sqrt((200.0 * 200 - 1) / 12 / 199), within(1e-9));
    assertThat(interval.low()).isEqualTo(99.5 - half, within(1e-6));
    assertThat(interval.high()).isEqualTo(99.5 + half, within(1e-6));
  }

  @Test
  void theIntervalUndoesHallsTransformation() {
    Random random = Seeds.random("hall");
    MeanEstimate skewed = of(random.doubles(150).map(x -> Math.pow(x, 6)), Range.ALL);
    Range interval = skewed.interval(0.95).orElseThrow();
    double a = skewed.skewness();
    double t = Student.quantile(0.95, 149);

    for (double end : new double[] {interval.low(), interval.high()}) {
      double u = (skewed.value() - end) / skewed.error();
      double transformed = u + a * u * u / 3 + a * a * u * u * u / 27 + a / 6;
      assertThat(Math.abs(transformed)).as(Seeds.replay()).isEqualTo(t, within(1e-9));
    }
    assertThat(interval.high() - skewed.value()).isGreaterThan(skewed.value() - interval.low());
  }

  @Test
  void valueAndIntervalStayInTheRange() {
    Range range = Range.entropy(10);
    Random random = Seeds.random("edge");
    MeanEstimate low = of(random.doubles(100).map(x -> x > 0.99 ? 2 : 0), range);
    MeanEstimate same = of(DoubleStream.generate(() -> Math.log(10)).limit(100), range);

    assertThat(low.interval(0.95).orElseThrow().low()).as(Seeds.replay()).isNotNegative();
    assertThat(same.interval(0.95)).hasValue(new Range(Math.log(10), Math.log(10)));
    MeanEstimate mean = MeanEstimate.mean(List.of(same, same, same)).over(Math.log(10));
    assertThat(mean.value()).isEqualTo(1, within(1e-15)).isLessThanOrEqualTo(1);
    assertThat(mean.interval(0.95).orElseThrow().high()).isLessThanOrEqualTo(1);
  }

  @Test
  void theMeanOfEqualPartsIsThatOfAll() {
    double[] values = Seeds.random("parts").doubles(400).map(x -> x * x).toArray();
    MeanEstimate part = of(DoubleStream.of(values), Range.ALL);
    MeanEstimate four = MeanEstimate.mean(List.of(part, part, part, part));

    assertThat(four.value()).isEqualTo(part.value(), within(1e-12));
    assertThat(four.error()).isEqualTo(part.error() / 2, within(1e-12));
    assertThat(four.skewness()).isEqualTo(part.skewness() / 2, within(1e-12));
  }

  @Test
  void allOfItIsDividedByAConstant() {
    double[] values = Seeds.random("over").doubles(80).map(x -> x * x).toArray();
    MeanEstimate whole = of(DoubleStream.of(values), Range.ALL);
    MeanEstimate half = whole.over(2);
    MeanEstimate direct = of(DoubleStream.of(values).map(x -> x / 2), Range.ALL);

    assertThat(half.value()).isEqualTo(direct.value(), within(1e-14));
    assertThat(half.error()).isEqualTo(direct.error(), within(1e-14));
    assertThat(half.skewness()).isEqualTo(direct.skewness(), within(1e-12));
    Range interval = half.interval(0.95).orElseThrow();
    Range expected = direct.interval(0.95).orElseThrow();
    assertThat(interval.low()).isEqualTo(expected.low(), within(1e-13));
    assertThat(interval.high()).isEqualTo(expected.high(), within(1e-13));
  }

  @Test
  void tooFewImagesHaveNoInterval() {
    assertThat(of(DoubleStream.of(1), Range.ALL).standardError()).isEmpty();
    assertThat(of(Seeds.random("few").doubles(49), Range.ALL).interval(0.95)).isEmpty();
    assertThat(of(Seeds.random("enough").doubles(50), Range.ALL).interval(0.95)).isPresent();
    assertThatThrownBy(() -> MeanEstimate.mean(List.of())).hasMessageContaining("no estimates");
  }
}
