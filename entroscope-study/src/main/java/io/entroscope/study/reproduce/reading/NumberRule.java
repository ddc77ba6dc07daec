package io.entroscope.study.reproduce.reading;

import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Claim 4: the curve names how many fully connected layers are needed. */
final class NumberRule implements Rule {
  private static final double NO_MATTER = 0.01;

  private final TreeMap<Integer, List<Measurement>> networks;

  /**
   * Of these networks.
   *
   * @param networks by the number of their fully connected layers, one for each seed
   */
  NumberRule(Map<Integer, List<Measurement>> networks) {
    this.networks = new TreeMap<>(networks);
  }

  @Override
  public String form() {
    return "the curve names what is enough";
  }

  /** The smallest number whose mean accuracy is near the best. */
  int enough() {
    TreeMap<Integer, Double> accuracies = new TreeMap<>();
    networks.forEach(
        (layers, seeds) ->
            accuracies.put(
                layers, seeds.stream().mapToDouble(Measurement::accuracy).average().orElse(0)));
    double best = accuracies.values().stream().mapToDouble(a -> a).max().orElse(0);
    return accuracies.entrySet().stream()
        .filter(entry -> entry.getValue() >= best - NO_MATTER)
        .mapToInt(Map.Entry::getKey)
        .min()
        .orElse(0);
  }

  @Override
  public Optional<Outcome> outcome(Reading reading) {
    int enough = enough();
    List<Boolean> right = new ArrayList<>();
    for (List<Measurement> seeds : networks.tailMap(2, false).values()) {
      for (Measurement seed : seeds) {
        Optional<ReadCurve> curve = ReadCurve.of(seed, reading);
        if (curve.isEmpty()) {
          return Optional.empty();
        }
        int named = 1 + curve.get().falls() + (reading.output() ? 0 : 1);
        right.add(Optional.ofNullable(networks.ceilingKey(named)).orElse(named) == enough);
      }
    }
    if (right.isEmpty()) {
      return Optional.empty();
    }
    double share = right.stream().mapToDouble(r -> r ? 1 : 0).average().orElseThrow();
    if (share >= MOST) {
      return Optional.of(Outcome.SUPPORTED);
    }
    return Optional.of(share <= FEW ? Outcome.CONTRADICTED : Outcome.UNDECIDED);
  }
}
