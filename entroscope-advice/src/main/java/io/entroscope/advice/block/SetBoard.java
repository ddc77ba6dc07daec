package io.entroscope.advice.block;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.entroscope.advice.Indicator;
import io.entroscope.result.Interval;
import io.entroscope.stats.inference.Bootstrap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What it cost to take so many of the whole blocks out at once, by how they were chosen. Intervals
 * are over networks, drawn again.
 *
 * @param share of the blocks, as of a {@link SetTrial}; {@link #ONE}: a single block
 * @param networks how many
 * @param rows by choice, the least loss first
 */
public record SetBoard(double share, int networks, List<Row> rows) {
  /** Stands for a single block. */
  public static final double ONE = 0;

  /**
   * The choice, in each network, of the indicator that looks at the network and lost least in all
   * the others (of equal ones their mean): what advice is worth where it was not learned.
   */
  public static final String ELSEWHERE = "what did best elsewhere";

  /** Ways of choosing that look at nothing, or are no indicators. */
  private static final Set<String> NO_ADVICE =
      Set.of(Indicator.DEPTH, Indicator.SIZE, SetTrial.RANDOM, SetTrial.SPAN, SetTrial.PRUNE);

  /** With fewer networks there is no interval over them. */
  private static final int FEWEST = 5;

  /** Of a sum of accuracies. */
  private static final double ROUNDING = 1e-9;

  public SetBoard {
    rows = List.copyOf(rows);
  }

  /**
   * One way of choosing.
   *
   * @param choice as of {@link SetTrial#choice}, or {@link #ELSEWHERE}
   * @param networks in which it was tried
   * @param loss of accuracy, the mean over networks
   * @param lossInterval its 95% interval; null for fewer than {@value #FEWEST} networks
   * @param besideLast the loss less that without the last blocks; null for these
   * @param besideRandom the loss less the mean of those without random ones; null for these
   */
  public record Row(
      String choice,
      int networks,
      double loss,
      @Nullable Interval lossInterval,
      @Nullable Difference besideLast,
      @Nullable Difference besideRandom) {}

  /**
   * The mean over networks of a difference within each.
   *
   * @param loss below 0 where the first lost less
   * @param interval its 95% interval; null for fewer than {@value #FEWEST} networks
   */
  public record Difference(double loss, @Nullable Interval interval) {
    /** Whether the first is shown to lose less. */
    @JsonIgnore
    public boolean isShownBetter() {
      return interval != null && interval.high() < 0;
    }
  }

  /**
   * The board of trials.
   *
   * @param share of the blocks that went in all of them
   * @param seed of the bootstrap
   */
  public static SetBoard of(double share, List<SetTrial> trials, long seed) {
    Map<String, Map<String, Double>> byChoice = new TreeMap<>();
    trials.stream()
        .collect(Collectors.groupingBy(SetTrial::choice, TreeMap::new, Collectors.toList()))
        .forEach((choice, of) -> byChoice.put(choice, means(of)));
    Set<String> networks = trials.stream().map(SetTrial::network).collect(Collectors.toSet());
    elsewhere(byChoice, networks).ifPresent(losses -> byChoice.put(ELSEWHERE, losses));
    Map<String, Double> last = byChoice.getOrDefault(Indicator.DEPTH, Map.of());
    Map<String, Double> random = byChoice.getOrDefault(SetTrial.RANDOM, Map.of());
    List<Row> rows = new ArrayList<>();
    byChoice.forEach(
        (choice, losses) -> {
          double[] values = losses.values().stream().mapToDouble(loss -> loss).toArray();
          rows.add(
              new Row(
                  choice,
                  values.length,
                  mean(values),
                  interval(values, seed),
                  choice.equals(Indicator.DEPTH) ? null : difference(losses, last, seed),
                  choice.equals(SetTrial.RANDOM) ? null : difference(losses, random, seed)));
        });
    rows.sort(Comparator.comparingDouble(Row::loss));
    return new SetBoard(share, networks.size(), rows);
  }

  /** What each network loses by what lost least in all others; empty if there is no such choice. */
  private static Optional<Map<String, Double>> elsewhere(
      Map<String, Map<String, Double>> byChoice, Set<String> networks) {
    List<Map<String, Double>> advised =
        byChoice.entrySet().stream()
            .filter(of -> !NO_ADVICE.contains(of.getKey()))
            .map(Map.Entry::getValue)
            .filter(losses -> losses.keySet().equals(networks))
            .toList();
    if (advised.isEmpty() || networks.size() < 2) {
      return Optional.empty();
    }
    Map<String, Double> losses = new TreeMap<>();
    for (String network : networks) {
      ToDoubleFunction<Map<String, Double>> others =
          of ->
              of.values().stream().mapToDouble(loss -> loss).sum()
                  - Objects.requireNonNull(of.get(network));
      double least = advised.stream().mapToDouble(others).min().orElseThrow();
      losses.put(
          network,
          advised.stream()
              .filter(of -> others.applyAsDouble(of) <= least + ROUNDING)
              .mapToDouble(of -> of.get(network))
              .average()
              .orElseThrow());
    }
    return Optional.of(losses);
  }

  /** The mean loss in each network: of random choices that over the draws. */
  private static Map<String, Double> means(List<SetTrial> trials) {
    return trials.stream()
        .collect(
            Collectors.groupingBy(
                SetTrial::network, TreeMap::new, Collectors.averagingDouble(SetTrial::loss)));
  }

  private static @Nullable Difference difference(
      Map<String, Double> these, Map<String, Double> those, long seed) {
    double[] values =
        these.entrySet().stream()
            .filter(entry -> those.containsKey(entry.getKey()))
            .mapToDouble(entry -> entry.getValue() - those.getOrDefault(entry.getKey(), 0.0))
            .toArray();
    return values.length == 0 ? null : new Difference(mean(values), interval(values, seed));
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  private static @Nullable Interval interval(double[] values, long seed) {
    return values.length < FEWEST ? null : Interval.of(Bootstrap.mean(values, 0.05, seed));
  }
}
