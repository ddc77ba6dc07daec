package io.entroscope.study.reproduce.reading;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A network's curve as a reading has it.
 *
 * @param layers of the curve, in order of depth
 * @param directions of the steps: one fewer
 */
record ReadCurve(List<String> layers, List<Direction> directions) {
  ReadCurve {
    layers = List.copyOf(layers);
    directions = List.copyOf(directions);
  }

  /** The curve of a network; empty if the reading cannot be computed from what was kept. */
  static Optional<ReadCurve> of(Measurement network, Reading reading) {
    @Nullable List<Point> observed =
        reading.side() == Reading.Side.AFTER ? network.points() : network.before();
    if (observed == null) {
      return Optional.empty();
    }
    List<Point> points =
        reading.output() ? observed : observed.subList(0, Math.max(0, observed.size() - 1));
    List<Double> values = points.stream().flatMap(p -> reading.value(p).stream()).toList();
    if (values.size() < points.size()) {
      return Optional.empty();
    }
    double most =
        points.stream().mapToDouble(p -> reading.normalization().most(p.units())).max().orElse(1);
    List<Direction> directions = new ArrayList<>();
    for (int i = 1; i < values.size(); i++) {
      directions.add(direction(values.get(i) - values.get(i - 1), reading.margin() * most));
    }
    return Optional.of(new ReadCurve(points.stream().map(Point::layer).toList(), directions));
  }

  private static Direction direction(double change, double margin) {
    if (change < -margin) {
      return Direction.FALLS;
    }
    return change > margin ? Direction.RISES : Direction.FLAT;
  }

  /** Whether there is a step at all. */
  boolean hasSteps() {
    return !directions.isEmpty();
  }

  boolean fallsThroughout() {
    return hasSteps() && directions.stream().allMatch(d -> d == Direction.FALLS);
  }

  boolean rises() {
    return directions.contains(Direction.RISES);
  }

  boolean fallsWithoutRise() {
    return directions.contains(Direction.FALLS) && !rises();
  }

  /** In how many steps it falls. */
  int falls() {
    return (int) directions.stream().filter(d -> d == Direction.FALLS).count();
  }

  /** The direction of the step to a layer; empty if none leads there. */
  Optional<Direction> at(String layer) {
    int place = layers.indexOf(layer);
    return place < 1 ? Optional.empty() : Optional.of(directions.get(place - 1));
  }
}
