package io.entroscope.study.reproduce.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Point;
import io.entroscope.study.reproduce.reading.Reading.Normalization;
import io.entroscope.study.reproduce.reading.Reading.Order;
import io.entroscope.study.reproduce.reading.Reading.Scale;
import io.entroscope.study.reproduce.reading.Reading.Side;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each choice of a reading does to a curve. */
class ReadCurveTest {
  /** Raw it falls, standardised it rises, image entropies are flat; before: the other way. */
  private static Measurement network(@Nullable Double sampled) {
    List<Point> after =
        List.of(
            new Point("fc1", 100, 0.9, null, 0.5, 0.7, sampled),
            new Point("fc2", 50, 0.8, null, 0.6, 0.7, sampled),
            new Point("fc3", 10, 0.1, null, 0.7, 0.7, sampled));
    List<Point> before =
        List.of(
            new Point("fc1", 100, 0.1, null, 0.7, 0.7, sampled),
            new Point("fc2", 50, 0.2, null, 0.6, 0.7, sampled),
            new Point("fc3", 10, 0.3, null, 0.5, 0.7, sampled));
    return new Measurement(
        1, 0.5, new Interval(0, 1), 1, 0, after, List.of(), sampled == null ? null : before, null);
  }

  private static Reading reading(
      Side side, Scale scale, Order order, Normalization f, boolean output, double margin) {
    return new Reading(side, scale, order, f, output, margin);
  }

  private static List<Direction> read(Reading reading) {
    return ReadCurve.of(network(0.3), reading).orElseThrow().directions();
  }

  @Test
  void eachChoiceReadsItsOwnNumbers() {
    Normalization log = Normalization.LOG;
    assertThat(read(reading(Side.AFTER, Scale.RAW, Order.PATTERN, log, true, 0)))
        .containsExactly(Direction.FALLS, Direction.FALLS);
    assertThat(read(reading(Side.AFTER, Scale.STANDARDIZED, Order.PATTERN, log, true, 0)))
        .containsExactly(Direction.RISES, Direction.RISES);
    assertThat(read(reading(Side.AFTER, Scale.RAW, Order.IMAGE, log, true, 0)))
        .containsExactly(Direction.FLAT, Direction.FLAT);
    assertThat(read(reading(Side.BEFORE, Scale.RAW, Order.PATTERN, log, true, 0)))
        .containsExactly(Direction.RISES, Direction.RISES);
    assertThat(read(reading(Side.AFTER, Scale.RAW, Order.PATTERN, log, false, 0)))
        .as("without the output layer")
        .containsExactly(Direction.FALLS);
    assertThat(read(reading(Side.AFTER, Scale.RAW, Order.PATTERN, log, true, 0.2)))
        .as("a margin of 0.2")
        .containsExactly(Direction.FLAT, Direction.FALLS);
  }

  /** 0.7 of the largest value: over n, ln n / n grows as layers narrow; in nats it falls. */
  @Test
  void theNormalisationDecidesWhereWidthsDiffer() {
    assertThat(read(reading(Side.AFTER, Scale.RAW, Order.IMAGE, Normalization.NONE, true, 0)))
        .containsExactly(Direction.FALLS, Direction.FALLS);
    assertThat(read(reading(Side.AFTER, Scale.RAW, Order.IMAGE, Normalization.UNITS, true, 0)))
        .containsExactly(Direction.RISES, Direction.RISES);
    double nats = 0.7 * Math.log(100) - 0.7 * Math.log(50);
    double share = nats / Math.log(100);
    assertThat(
            read(
                reading(
                    Side.AFTER, Scale.RAW, Order.IMAGE, Normalization.NONE, true, share * 1.01)))
        .as("the margin is a share of the largest value of the curve")
        .containsExactly(Direction.FLAT, Direction.FALLS);
    assertThat(
            read(
                reading(
                    Side.AFTER, Scale.RAW, Order.IMAGE, Normalization.NONE, true, share * 0.99)))
        .containsExactly(Direction.FALLS, Direction.FALLS);
  }

  @Test
  void whatWasNotKeptCannotBeRead() {
    Measurement old = network(null);
    assertThat(Reading.all()).hasSize(240).doesNotHaveDuplicates();
    assertThat(new HashSet<>(Reading.all())).hasSize(240);
    assertThat(Reading.all().stream().filter(r -> ReadCurve.of(old, r).isPresent()))
        .as("after the activation function, and no standardised image entropies")
        .hasSize(90)
        .allMatch(r -> r.side() == Side.AFTER)
        .noneMatch(r -> r.scale() == Scale.STANDARDIZED && r.order() == Order.IMAGE);
    assertThat(Reading.all()).allMatch(r -> ReadCurve.of(network(0.3), r).isPresent());
  }
}
