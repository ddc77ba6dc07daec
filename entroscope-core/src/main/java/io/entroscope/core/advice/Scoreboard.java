package io.entroscope.core.advice;

import io.entroscope.result.Interval;
import io.entroscope.stats.Kendall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How well each indicator foretold what taking layers out does.
 *
 * <p>Networks are what the answers are to hold for, so they are what is drawn again for the
 * intervals (the bootstrap over networks); trials of one layer over seeds are averaged first.
 */
public final class Scoreboard {
  private static final int DRAWS = 2000;

  /** With fewer networks there is no interval over them. */
  private static final int FEWEST = 5;

  private Scoreboard() {}

  /**
   * One indicator's record.
   *
   * @param indicator its name
   * @param networks in which it says something of two layers or more
   * @param tau the mean over networks of Kendall's τ-b between its scores and the change of
   *     accuracy; 0 where all is tied
   * @param tauInterval the 95% bootstrap interval over networks; null for fewer than {@value
   *     #FEWEST}
   * @param regret the mean over networks of the accuracy lost by taking out the layer that it names
   *     first instead of the best one
   * @param regretInterval the 95% bootstrap interval over networks; null for fewer
   * @param within the share of networks in which it lost at most 0.005
   */
  public record Row(
      String indicator,
      int networks,
      double tau,
      @Nullable Interval tauInterval,
      double regret,
      @Nullable Interval regretInterval,
      double within) {}

  /** A layer's scores and the mean change of accuracy over seeds. */
  private record Outcome(Map<String, Double> scores, double change) {
    double score(String indicator) {
      return scores.getOrDefault(indicator, Double.NaN);
    }
  }

  /** Correlation and regret in one network. */
  private record Judged(double tau, double regret) {}

  /**
   * The records of all indicators, the least regret first.
   *
   * @param trials of any number of networks
   * @param seed of the bootstrap
   */
  public static List<Row> of(List<Trial> trials, long seed) {
    Map<String, List<Trial>> byNetwork =
        trials.stream()
            .collect(Collectors.groupingBy(Trial::network, TreeMap::new, Collectors.toList()));
    List<List<Outcome>> networks = byNetwork.values().stream().map(Scoreboard::outcomes).toList();
    TreeSet<String> indicators = new TreeSet<>();
    trials.forEach(trial -> indicators.addAll(trial.scores().keySet()));
    List<Row> rows = new ArrayList<>();
    for (String indicator : indicators) {
      List<Judged> judged =
          networks.stream()
              .map(network -> judge(network, indicator))
              .flatMap(Optional::stream)
              .toList();
      if (!judged.isEmpty()) {
        rows.add(row(indicator, judged, new Random(seed)));
      }
    }
    rows.sort(Comparator.comparingDouble(Row::regret));
    return rows;
  }

  private static List<Outcome> outcomes(List<Trial> network) {
    Map<String, List<Trial>> byLayer =
        network.stream()
            .collect(Collectors.groupingBy(Trial::layer, LinkedHashMap::new, Collectors.toList()));
    return byLayer.values().stream()
        .map(
            seeds ->
                new Outcome(
                    seeds.get(0).scores(),
                    seeds.stream().mapToDouble(Trial::change).average().orElseThrow()))
        .toList();
  }

  private static Optional<Judged> judge(List<Outcome> network, String indicator) {
    List<Outcome> said = network.stream().filter(of -> of.scores().containsKey(indicator)).toList();
    if (said.size() < 2) {
      return Optional.empty();
    }
    double[] scores = said.stream().mapToDouble(of -> of.score(indicator)).toArray();
    double[] changes = said.stream().mapToDouble(Outcome::change).toArray();
    double tau = Kendall.tau(scores, changes);
    double highest = Arrays.stream(scores).max().orElseThrow();
    // Of layers that it cannot tell apart, any: the mean over them.
    double chosen =
        said.stream()
            .filter(of -> of.score(indicator) == highest)
            .mapToDouble(Outcome::change)
            .average()
            .orElseThrow();
    double best = network.stream().mapToDouble(Outcome::change).max().orElseThrow();
    return Optional.of(new Judged(Double.isNaN(tau) ? 0 : tau, best - chosen));
  }

  private static Row row(String indicator, List<Judged> judged, Random random) {
    double[] taus = judged.stream().mapToDouble(Judged::tau).toArray();
    double[] regrets = judged.stream().mapToDouble(Judged::regret).toArray();
    return new Row(
        indicator,
        judged.size(),
        mean(taus),
        bootstrap(taus, random),
        mean(regrets),
        bootstrap(regrets, random),
        (double) Arrays.stream(regrets).filter(r -> r <= 0.005 + 1e-12).count() / regrets.length);
  }

  private static @Nullable Interval bootstrap(double[] values, Random random) {
    if (values.length < FEWEST) {
      return null;
    }
    double[] means = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[d] = sum / values.length;
    }
    Arrays.sort(means);
    return new Interval(means[(int) (0.025 * DRAWS)], means[(int) (0.975 * DRAWS) - 1]);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
