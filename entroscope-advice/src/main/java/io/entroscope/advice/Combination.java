package io.entroscope.advice;

import io.entroscope.advice.NetworkTrials.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Several indicators taken together: a layer's score is the mean of its ranks among the network's
 * layers. Ranks, because the indicators' scales have nothing in common.
 *
 * <p>Which indicators, is decided on networks whose truth is known: the one of the least mean
 * regret first, then whichever lowers it most, up to {@value #MOST} and as long as one does. What
 * such a choice is worth is therefore only told by networks that were left out of it.
 *
 * @param indicators their names, in the order in which they were taken
 */
public record Combination(List<String> indicators) {
  private static final int MOST = 3;
  private static final double LEAST_GAIN = 1e-6;

  public Combination {
    indicators = List.copyOf(indicators);
  }

  /** The best found on these networks. */
  static Combination choose(List<NetworkTrials> networks) {
    Set<String> candidates = new TreeSet<>();
    networks.forEach(n -> n.layers().forEach(layer -> candidates.addAll(layer.scores().keySet())));
    List<String> chosen = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    while (chosen.size() < MOST) {
      String next = null;
      double lowest = least - LEAST_GAIN;
      for (String candidate : candidates) {
        List<String> tried = new ArrayList<>(chosen);
        tried.add(candidate);
        double regret = new Combination(tried).meanRegret(networks);
        if (!chosen.contains(candidate) && regret < lowest) {
          next = candidate;
          lowest = regret;
        }
      }
      if (next == null) {
        break;
      }
      chosen.add(next);
      least = lowest;
    }
    return new Combination(chosen);
  }

  private double meanRegret(List<NetworkTrials> networks) {
    return networks.stream().mapToDouble(this::regret).average().orElse(0);
  }

  /** What its choice loses in one network. */
  double regret(NetworkTrials network) {
    List<Double> scores = scores(network.layers().stream().map(Outcome::scores).toList());
    Map<Outcome, Double> byLayer = new HashMap<>();
    for (int i = 0; i < scores.size(); i++) {
      byLayer.put(network.layers().get(i), scores.get(i));
    }
    return network.regret(byLayer::get).orElseThrow();
  }

  /**
   * The layers' scores, in [0, 1]: the higher, the sooner a layer should go. An indicator that says
   * nothing of a layer ranks it in the middle.
   *
   * @param layers the scores of each layer by indicator
   */
  public List<Double> scores(List<Map<String, Double>> layers) {
    return layers.stream()
        .map(
            layer ->
                indicators.stream()
                    .mapToDouble(indicator -> rank(indicator, layer, layers))
                    .average()
                    .orElse(0.5))
        .toList();
  }

  /**
   * The places of the layers, the one to take out first at the beginning; of equal ones the deeper.
   *
   * @param layers the scores of each layer by indicator, in order of depth
   */
  public List<Integer> order(List<Map<String, Double>> layers) {
    List<Double> scores = scores(layers);
    return IntStream.range(0, scores.size())
        .boxed()
        .sorted(Comparator.<Integer>comparingDouble(i -> -scores.get(i)).thenComparing(i -> -i))
        .toList();
  }

  /** The share of other layers that score lower; ties count half. */
  private static double rank(
      String indicator, Map<String, Double> layer, Collection<Map<String, Double>> layers) {
    Double own = layer.get(indicator);
    if (own == null) {
      return 0.5;
    }
    // The layer itself is among them, as one more tie.
    double below = -0.5;
    int others = -1;
    for (Map<String, Double> other : layers) {
      Double score = other.get(indicator);
      if (score != null) {
        others++;
        below += score < own ? 1 : score.equals(own) ? 0.5 : 0;
      }
    }
    return others == 0 ? 0.5 : below / others;
  }
}
