package io.entroscope.advice;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What taking out each layer of one network really did.
 *
 * @param name of the network
 * @param layers that were taken out, in the order of the trials
 */
record NetworkTrials(String name, List<Outcome> layers) {
  NetworkTrials {
    layers = List.copyOf(layers);
  }

  /** A layer's scores, and the mean over seeds of the change of accuracy without it. */
  record Outcome(Map<String, Double> scores, double change) {
    Outcome {
      scores = Map.copyOf(scores);
    }
  }

  /** The trials by network, in the order of the networks' names. */
  static List<NetworkTrials> of(List<Trial> trials) {
    return trials.stream()
        .collect(Collectors.groupingBy(Trial::network, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(network -> new NetworkTrials(network.getKey(), outcomes(network.getValue())))
        .toList();
  }

  private static List<Outcome> outcomes(List<Trial> network) {
    return network.stream()
        .collect(Collectors.groupingBy(Trial::layer, LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(
            seeds ->
                new Outcome(
                    seeds.get(0).scores(),
                    seeds.stream().mapToDouble(Trial::change).average().orElseThrow()))
        .toList();
  }

  /** Whether there is anything to choose between. */
  boolean hasChoice() {
    return layers.size() > 1;
  }

  double[] changes() {
    return layers.stream().mapToDouble(Outcome::change).toArray();
  }

  private double best() {
    return Arrays.stream(changes()).max().orElseThrow();
  }

  /** The accuracy that a choice at random loses against the best one, on average. */
  double regretOfChance() {
    return best() - Arrays.stream(changes()).average().orElseThrow();
  }

  /**
   * The accuracy that is lost by taking out the layer of the highest score instead of the best one;
   * of layers that tie, the mean over them. Layers without a score (NaN) are not chosen; empty if
   * fewer than two have one.
   */
  OptionalDouble regret(ToDoubleFunction<Outcome> score) {
    double[] scores = layers.stream().mapToDouble(score).toArray();
    if (Arrays.stream(scores).filter(one -> !Double.isNaN(one)).count() < 2) {
      return OptionalDouble.empty();
    }
    double highest = Arrays.stream(scores).filter(one -> !Double.isNaN(one)).max().orElseThrow();
    double chosen =
        layers.stream()
            .filter(layer -> score.applyAsDouble(layer) == highest)
            .mapToDouble(Outcome::change)
            .average()
            .orElseThrow();
    return OptionalDouble.of(best() - chosen);
  }
}
