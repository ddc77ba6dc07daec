package io.entroscope.study.reproduce.reading;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.SeedSummary;
import io.entroscope.study.reproduce.experiment.Experiment.Way;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The same layers taken out in several ways, each beside the network left whole and trained on
 * alike.
 *
 * @param layers each layer of each network
 * @param cells what the curve says crossed with the surgery
 * @param differences between two ways for the same layers
 */
public record Surgery(List<Layer> layers, List<Cell> cells, List<Difference> differences) {
  /** The reading of the product's own verdict. */
  private static final Reading USUAL =
      new Reading(
          Reading.Side.AFTER,
          Reading.Scale.RAW,
          Reading.Order.PATTERN,
          Reading.Normalization.LOG,
          true,
          0.02);

  public Surgery {
    layers = List.copyOf(layers);
    cells = List.copyOf(cells);
    differences = List.copyOf(differences);
  }

  /**
   * A layer of a network.
   *
   * @param network its name
   * @param layer its name
   * @param directions for how many seeds the curve goes which way there, on validation images
   * @param changes of the test accuracy by surgery, over the seeds
   */
  public record Layer(
      String network,
      String layer,
      Map<Direction, Long> directions,
      Map<Way, SeedSummary> changes) {}

  /**
   * All layers at which the curve goes one way, taken out in one way.
   *
   * @param direction of the curve
   * @param way of the surgery
   * @param trials how many
   * @param change of the test accuracy, averaged by seed
   */
  public record Cell(Direction direction, Way way, int trials, SeedSummary change) {}

  /**
   * The same layers taken out in two ways.
   *
   * @param way the one way
   * @param than the other
   * @param change by how much more the accuracy changes in the one way, averaged by seed
   */
  public record Difference(Way way, Way than, SeedSummary change) {}

  /** Of the networks that were trained after the rules were fixed; null without trials. */
  public static @Nullable Surgery of(Map<String, List<ExperimentRecord>> byName) {
    Trials trials = Multiverses.registeredTrials(byName);
    return trials.all().isEmpty() ? null : of(trials);
  }

  static Surgery of(Trials trials) {
    return new Surgery(layers(trials), cells(trials), differences(trials));
  }

  private static List<Layer> layers(Trials trials) {
    Map<String, List<Trial>> byLayer =
        trials.all().stream()
            .collect(
                Collectors.groupingBy(
                    trial -> trial.network() + " " + trial.layer(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    return byLayer.values().stream().map(Surgery::layer).toList();
  }

  private static Layer layer(List<Trial> trials) {
    Map<Way, SeedSummary> changes = new TreeMap<>();
    trials.stream()
        .collect(Collectors.groupingBy(Trial::way))
        .forEach(
            (way, of) -> changes.put(way, SeedSummary.of(of.stream().map(Trial::change).toList())));
    Way first = trials.get(0).way();
    Map<Direction, Long> directions =
        trials.stream()
            .filter(trial -> trial.way() == first)
            .flatMap(trial -> direction(trial).stream())
            .collect(Collectors.groupingBy(d -> d, TreeMap::new, Collectors.counting()));
    return new Layer(trials.get(0).network(), trials.get(0).layer(), directions, changes);
  }

  private static Optional<Direction> direction(Trial trial) {
    return ReadCurve.of(trial.curve(), USUAL).flatMap(curve -> curve.at(trial.layer()));
  }

  private static List<Cell> cells(Trials trials) {
    List<Cell> cells = new ArrayList<>();
    for (Direction direction : List.of(Direction.FALLS, Direction.FLAT, Direction.RISES)) {
      for (Way way : Way.values()) {
        List<Trial> of =
            trials.all().stream()
                .filter(trial -> trial.way() == way)
                .filter(trial -> direction(trial).filter(d -> d == direction).isPresent())
                .toList();
        if (!of.isEmpty()) {
          cells.add(new Cell(direction, way, of.size(), bySeed(of)));
        }
      }
    }
    return cells;
  }

  private static SeedSummary bySeed(List<Trial> trials) {
    return SeedSummary.of(
        trials.stream()
            .collect(
                Collectors.groupingBy(
                    Trial::seed, TreeMap::new, Collectors.averagingDouble(Trial::change)))
            .values()
            .stream()
            .toList());
  }

  private static List<Difference> differences(Trials trials) {
    List<Difference> differences = new ArrayList<>();
    for (Way way : List.of(Way.FOLD, Way.REBUILD)) {
      List<Trial> paired = new ArrayList<>();
      for (Trial trial : trials.of(way).all()) {
        trials.of(Way.BYPASS).all().stream()
            .filter(other -> isSame(trial, other))
            .findFirst()
            .ifPresent(other -> paired.add(trial.minus(other)));
      }
      if (!paired.isEmpty()) {
        differences.add(new Difference(way, Way.BYPASS, bySeed(paired)));
      }
    }
    return differences;
  }

  private static boolean isSame(Trial one, Trial other) {
    return one.seed() == other.seed()
        && one.network().equals(other.network())
        && one.layer().equals(other.layer());
  }
}
