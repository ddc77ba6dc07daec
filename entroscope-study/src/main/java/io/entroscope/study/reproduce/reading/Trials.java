package io.entroscope.study.reproduce.reading;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.SeedSummary;
import io.entroscope.study.reproduce.experiment.Experiment.Way;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Layers taken out, and what became of the accuracy, by what the curve says under a reading. */
record Trials(List<Trial> all) {
  /** An interval over fewer seeds decides nothing. */
  static final int FEWEST_SEEDS = 3;

  Trials {
    all = List.copyOf(all);
  }

  Trials of(Way way) {
    return new Trials(all.stream().filter(trial -> trial.way() == way).toList());
  }

  /** The trials of layers at which the curve goes this way; null if a curve cannot be read. */
  private @Nullable List<Trial> towards(Direction direction, Reading reading) {
    List<Trial> chosen = new ArrayList<>();
    for (Trial trial : all) {
      Optional<ReadCurve> curve = ReadCurve.of(trial.curve(), reading);
      if (curve.isEmpty()) {
        return null;
      }
      if (curve.get().at(trial.layer()).filter(d -> d == direction).isPresent()) {
        chosen.add(trial);
      }
    }
    return chosen;
  }

  /** Whether the reading can be computed. */
  boolean readable(Reading reading) {
    return !all.isEmpty() && towards(Direction.FLAT, reading) != null;
  }

  /** The mean change over layers at which the curve goes this way, by seed. */
  Optional<SeedSummary> change(Direction direction, Reading reading) {
    List<Trial> chosen = towards(direction, reading);
    return chosen == null
        ? Optional.empty()
        : summary(mean(chosen, Trial::seed).values().stream().toList());
  }

  /**
   * By how much more the accuracy changes without a layer of one direction than without one of the
   * other, within networks that have both, by seed.
   */
  Optional<SeedSummary> difference(Direction one, Direction other, Reading reading) {
    List<Trial> first = towards(one, reading);
    List<Trial> second = towards(other, reading);
    if (first == null || second == null) {
      return Optional.empty();
    }
    Map<List<Object>, Double> of = mean(first, trial -> List.of(trial.seed(), trial.network()));
    Map<List<Object>, Double> than = mean(second, trial -> List.of(trial.seed(), trial.network()));
    Map<Object, List<Double>> bySeed =
        of.entrySet().stream()
            .filter(entry -> than.containsKey(entry.getKey()))
            .collect(
                Collectors.groupingBy(
                    entry -> entry.getKey().get(0),
                    TreeMap::new,
                    Collectors.mapping(
                        entry -> entry.getValue() - than.getOrDefault(entry.getKey(), Double.NaN),
                        Collectors.toList())));
    return summary(
        bySeed.values().stream()
            .map(values -> values.stream().mapToDouble(v -> v).average().orElseThrow())
            .toList());
  }

  private static <K> Map<K, Double> mean(List<Trial> trials, Function<Trial, K> key) {
    return trials.stream()
        .collect(
            Collectors.groupingBy(
                key, LinkedHashMap::new, Collectors.averagingDouble(Trial::change)));
  }

  private static Optional<SeedSummary> summary(List<Double> bySeed) {
    return bySeed.size() < FEWEST_SEEDS ? Optional.empty() : Optional.of(SeedSummary.of(bySeed));
  }
}
