package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Claim 4: the curve says how many fully connected layers are needed. */
final class NeededLayers {
  private final Map<Integer, List<Measurement>> trained;
  private final Map<Integer, Double> accuracies = new TreeMap<>();
  private final Map<Integer, List<Integer>> named = new TreeMap<>();
  private final int enough;

  /**
   * Compares the number of layers that curves name with the number that is enough.
   *
   * @param trained well-trained networks by the number of their fully connected layers, one for
   *     each seed
   */
  NeededLayers(Map<Integer, List<Measurement>> trained) {
    this.trained = trained;
    trained.forEach(
        (layers, seeds) -> {
          accuracies.put(
              layers, seeds.stream().mapToDouble(Measurement::accuracy).average().orElseThrow());
          if (layers > 2) {
            named.put(layers, seeds.stream().map(NeededLayers::named).toList());
          }
        });
    double best = accuracies.values().stream().mapToDouble(a -> a).max().orElse(0);
    this.enough =
        accuracies.entrySet().stream()
            .filter(entry -> entry.getValue() >= best - Criteria.MARGIN)
            .mapToInt(Map.Entry::getKey)
            .min()
            .orElse(0);
  }

  /** The first layer, and every layer at which the curve falls. */
  private static int named(Measurement network) {
    return 1 + (int) network.steps().stream().filter(s -> s.direction() == Direction.FALLS).count();
  }

  /** The next larger number of layers that was trained. */
  private int trainedNumber(int layers) {
    return accuracies.keySet().stream()
        .filter(n -> n >= layers)
        .min(Integer::compare)
        .orElse(layers);
  }

  private int curves() {
    return named.values().stream().mapToInt(List::size).sum();
  }

  private int correct() {
    return (int)
        named.values().stream()
            .flatMap(Collection::stream)
            .filter(n -> trainedNumber(n) == enough)
            .count();
  }

  private boolean decidable() {
    int seeds = trained.values().stream().mapToInt(List::size).min().orElse(0);
    return seeds >= Criteria.FEWEST_SEEDS && curves() > 0;
  }

  Outcome outcome() {
    if (!decidable()) {
      return Outcome.UNDECIDED;
    }
    if (correct() == curves()) {
      return Outcome.SUPPORTED;
    }
    return 2 * correct() < curves() ? Outcome.CONTRADICTED : Outcome.UNDECIDED;
  }

  /** The claim with its outcome, in words. */
  Claim claim() {
    return new Claim(
        4,
        "So the curve says how many fully connected layers are needed.",
        outcome(),
        reason(),
        "A curve names the first layer and every one at which it falls. Enough is the smallest"
            + " number trained whose mean accuracy is within 0.01 of the best. A named number"
            + " counts as the next larger one that was trained. Supported if all curves name what"
            + " is enough; contradicted if fewer than half do; undecided otherwise.",
        named.entrySet().stream().map(e -> detail(e.getKey(), e.getValue())).toList());
  }

  private String reason() {
    return decidable()
        ? String.format(
            Locale.ROOT,
            "%d layers are enough (mean accuracies %s); %d of %d curves name that number.",
            enough,
            accuracies.entrySet().stream()
                .map(e -> String.format(Locale.ROOT, "%d: %.4f", e.getKey(), e.getValue()))
                .collect(Collectors.joining(", ")),
            correct(),
            curves())
        : Criteria.TOO_FEW;
  }

  private static String detail(int layers, List<Integer> named) {
    return "The curves of the networks with "
        + layers
        + " layers name "
        + named.stream().map(String::valueOf).collect(Collectors.joining(", "))
        + " (a number for each seed).";
  }
}
