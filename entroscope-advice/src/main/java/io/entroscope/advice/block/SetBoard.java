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
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What it cost to take half of the blocks out, by how they were chosen. Intervals are over
 * networks, drawn again.
 *
 * @param networks how many
 * @param rows by choice, the least loss first
 */
public record SetBoard(int networks, List<Row> rows) {
  /** With fewer networks there is no interval over them. */
  private static final int FEWEST = 5;

  public SetBoard {
    rows = List.copyOf(rows);
  }

  /**
   * One way of choosing.
   *
   * @param choice as of {@link SetTrial#choice}
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
   * @param seed of the draws
   */
  public static SetBoard of(List<SetTrial> trials, long seed) {
    Map<String, Map<String, Double>> byChoice = new TreeMap<>();
    trials.stream()
        .collect(Collectors.groupingBy(SetTrial::choice, TreeMap::new, Collectors.toList()))
        .forEach((choice, of) -> byChoice.put(choice, means(of)));
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
    return new SetBoard((int) trials.stream().map(SetTrial::network).distinct().count(), rows);
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
            .mapToDouble(entry -> entry.getValue() - those.get(entry.getKey()))
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
