package io.entroscope.advice;

import io.entroscope.advice.NetworkTrials.Outcome;
import io.entroscope.result.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way of ordering a network's layers, and what it cost to take out the one at each place.
 *
 * @param choice what the layers are ordered by
 * @param costs by rank, the first for rank 1
 */
public record Order(Combination choice, List<Cost> costs) {
  public Order {
    costs = List.copyOf(costs);
  }

  /**
   * What taking out the layer of one rank cost.
   *
   * @param networks that have a layer of this rank and in which it was taken out
   * @param accuracy lost, the mean over those networks; below 0 where accuracy was gained
   * @param interval its 95% bootstrap interval over networks; null for too few
   */
  public record Cost(int networks, double accuracy, @Nullable Interval interval) {}

  /**
   * The order by an indicator, and what it cost in trials.
   *
   * @param seed of the bootstrap over networks
   */
  public static Order by(String indicator, List<Trial> trials, long seed) {
    List<NetworkTrials> networks =
        NetworkTrials.of(trials).stream().filter(NetworkTrials::hasChoice).toList();
    return of(new Combination(List.of(indicator)), networks, seed);
  }

  static Order of(Combination choice, List<NetworkTrials> networks, long seed) {
    List<List<Double>> lost = new ArrayList<>();
    for (NetworkTrials network : networks) {
      List<Integer> order = choice.order(network.layers().stream().map(Outcome::scores).toList());
      for (int rank = 0; rank < order.size(); rank++) {
        if (rank == lost.size()) {
          lost.add(new ArrayList<>());
        }
        lost.get(rank).add(-network.layers().get(order.get(rank)).change());
      }
    }
    return new Order(choice, lost.stream().map(at -> cost(at, seed)).toList());
  }

  private static Cost cost(List<Double> lost, long seed) {
    double[] values = lost.stream().mapToDouble(Double::doubleValue).toArray();
    return new Cost(
        values.length, Scoreboard.mean(values), Scoreboard.bootstrap(values, 0.05, seed));
  }

  /** What the layer of a rank, from 1, is expected to cost; empty if that was not tried. */
  public Optional<Cost> at(int rank) {
    return rank > costs.size() ? Optional.empty() : Optional.of(costs.get(rank - 1));
  }
}
