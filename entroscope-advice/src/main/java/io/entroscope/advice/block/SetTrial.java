package io.entroscope.advice.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.entroscope.advice.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Several residual blocks of one network really taken out together.
 *
 * @param network its name
 * @param sha256 of its file
 * @param share of its whole blocks that was to go, such as 0.25; files of old versions, which say
 *     nothing, hold halves alone
 * @param candidates how many blocks could have gone
 * @param choice how those that went were chosen: {@link #SPAN}, {@link #PRUNE}, {@link #RANDOM}, or
 *     the name of an indicator, of which they are those with the highest scores
 * @param out their names, in order of depth
 * @param accuracyWhole of the network on the test examples
 * @param accuracyWithout of what was left, repaired, on the same examples
 * @param examples tested
 */
public record SetTrial(
    String network,
    String sha256,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY) double share,
    int candidates,
    String choice,
    List<String> out,
    double accuracyWhole,
    double accuracyWithout,
    long examples) {
  /** The span of least influence of each chain: one of the choices that pruning tries. */
  public static final String SPAN = "least influence of a span";

  /** The one of the choices that pruning tries which does best on held-out calibration examples. */
  public static final String PRUNE = "as prune chooses";

  /** By chance; one trial for each draw. */
  public static final String RANDOM = "random";

  private static final double HALF = 0.5;

  public SetTrial {
    Trial.requireAccuracy(accuracyWhole);
    Trial.requireAccuracy(accuracyWithout);
    share = share == 0 ? HALF : share;
    out = List.copyOf(out);
  }

  /** The accuracy that was lost; below 0 where some was gained. */
  public double loss() {
    return accuracyWhole - accuracyWithout;
  }

  /**
   * How many blocks a share of them is: the nearest number, and of two that are equally near the
   * one nearer to half of them, or just below it.
   */
  public static int count(double share, int candidates) {
    double exact = share * candidates;
    return (int) (share < HALF ? Math.floor(exact + 0.5) : Math.ceil(exact - 0.5));
  }

  /**
   * Single blocks as sets of one: in each network the first choice of every indicator (of equal
   * ones each), and every block as a draw of chance.
   *
   * @param trials of blocks of one level
   */
  static List<SetTrial> ofSingles(List<Trial> trials) {
    List<SetTrial> sets = new ArrayList<>();
    trials.stream()
        .collect(Collectors.groupingBy(Trial::network, TreeMap::new, Collectors.toList()))
        .values()
        .forEach(
            network -> {
              TreeSet<String> indicators = new TreeSet<>();
              network.forEach(trial -> indicators.addAll(trial.scores().keySet()));
              indicators.forEach(indicator -> sets.addAll(first(network, indicator)));
              network.forEach(trial -> sets.add(ofSingle(trial, RANDOM, network.size())));
            });
    return sets;
  }

  private static List<SetTrial> first(List<Trial> network, String indicator) {
    ToDoubleFunction<Trial> score =
        trial -> trial.scores().getOrDefault(indicator, Double.NEGATIVE_INFINITY);
    double highest = network.stream().mapToDouble(score).max().orElseThrow();
    return network.stream()
        .filter(trial -> score.applyAsDouble(trial) == highest)
        .map(trial -> ofSingle(trial, indicator, network.size()))
        .toList();
  }

  private static SetTrial ofSingle(Trial trial, String choice, int candidates) {
    return new SetTrial(
        trial.network(),
        trial.sha256(),
        1.0 / candidates,
        candidates,
        choice,
        List.of(trial.layer()),
        trial.accuracyWhole(),
        trial.accuracyWithout(),
        trial.images());
  }
}
