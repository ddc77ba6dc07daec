package io.entroscope.advice;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.result.Interval;
import io.entroscope.stats.inference.Bootstrap;
import io.entroscope.stats.inference.Kendall;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How well each indicator foretold what taking layers out does.
 *
 * <p>Networks are what the answers are to hold for, so they are what is drawn again for the
 * intervals (the bootstrap over networks); trials of one layer over seeds are averaged first.
 *
 * @param networks with two layers or more to choose between
 * @param layers taken out, in all of them
 * @param rows the indicators' records, the least regret first
 * @param chance what a choice at random would come to: its expectation, not a draw
 * @param combined several indicators together; null for fewer than {@value #FEWEST} networks
 * @param orders what layers are ordered by and what that cost: by the winner, if there is one, then
 *     by depth, if that was scored; none without a winner
 * @param besideDepth the winner's regret less that of depth, over networks; null without both, or
 *     for a winner of several indicators
 */
public record Scoreboard(
    int networks,
    int layers,
    List<Row> rows,
    Chance chance,
    @Nullable Combined combined,
    List<Order> orders,
    @Nullable Difference besideDepth) {
  /** With fewer networks there is no interval over them. */
  static final int FEWEST = 5;

  /** What counts as losing nothing: half a point of accuracy. */
  static final double MARGIN = 0.005;

  private static final double ROUNDING = 1e-12;
  private static final String SHIPPED = "scoreboard.json";

  public Scoreboard {
    rows = List.copyOf(rows);
    orders = List.copyOf(orders);
  }

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
   * @param within the share of networks in which it lost at most {@value #MARGIN}
   * @param beatsChance whether its regret is below that of chance in the same networks, the
   *     interval of the difference, at 95% for all indicators together, leaving out zero
   */
  public record Row(
      String indicator,
      int networks,
      double tau,
      @Nullable Interval tauInterval,
      double regret,
      @Nullable Interval regretInterval,
      double within,
      boolean beatsChance) {}

  /**
   * The mean over networks of a difference of regrets within each.
   *
   * @param regret below 0 where the first lost less
   * @param interval its 95% bootstrap interval over networks; null for fewer than {@value #FEWEST}
   */
  public record Difference(double regret, @Nullable Interval interval) {
    /** Whether the interval leaves out zero. */
    public boolean leavesOutZero() {
      return interval != null && (interval.low() > 0 || interval.high() < 0);
    }
  }

  /** What choosing at random comes to; its fields as in {@link Row}. */
  public record Chance(double regret, @Nullable Interval regretInterval) {}

  /**
   * Several indicators together, judged on networks that had no part in choosing them.
   *
   * @param all what all networks together would choose
   * @param leftOut each network, with what the others chose
   * @param regret the mean over the networks left out
   * @param regretInterval its 95% bootstrap interval over networks
   * @param within the share of networks left out in which it lost at most {@value #MARGIN}
   * @param beatsChance as in {@link Row}
   */
  public record Combined(
      Combination all,
      List<LeftOut> leftOut,
      double regret,
      @Nullable Interval regretInterval,
      double within,
      boolean beatsChance) {
    public Combined {
      leftOut = List.copyOf(leftOut);
    }
  }

  /** A network, what the others chose, and what that lost in it. */
  public record LeftOut(String network, List<String> indicators, double regret) {
    public LeftOut {
      indicators = List.copyOf(indicators);
    }
  }

  /**
   * The way of choosing that lost least, of those that say something of every network and beat
   * chance; empty if none does.
   */
  public Optional<Winner> winner() {
    Optional<Winner> single =
        rows.stream()
            .filter(row -> row.networks() == networks && row.beatsChance())
            .findFirst()
            .map(
                row ->
                    new Winner(
                        new Combination(List.of(row.indicator())),
                        row.regret(),
                        row.regretInterval(),
                        row.within()));
    Combined together = combined;
    if (together == null
        || !together.beatsChance()
        || single.filter(one -> one.regret() <= together.regret()).isPresent()) {
      return single;
    }
    return Optional.of(
        new Winner(
            together.all(), together.regret(), together.regretInterval(), together.within()));
  }

  /** A way of choosing and its record; the fields as in {@link Row}. */
  public record Winner(
      Combination choice, double regret, @Nullable Interval regretInterval, double within) {}

  /** What one way of choosing lost in one network, and what chance loses there. */
  private record Loss(double regret, double ofChance) {}

  /**
   * The records of all indicators.
   *
   * @param trials of any number of networks
   * @param seed of the bootstrap
   */
  public static Scoreboard of(List<Trial> trials, long seed) {
    List<NetworkTrials> networks =
        NetworkTrials.of(trials).stream().filter(NetworkTrials::hasChoice).toList();
    TreeSet<String> indicators = new TreeSet<>();
    networks.forEach(n -> n.layers().forEach(layer -> indicators.addAll(layer.scores().keySet())));
    List<Row> rows = new ArrayList<>();
    for (String indicator : indicators) {
      row(networks, indicator, indicators.size() + 1, seed).ifPresent(rows::add);
    }
    rows.sort(Comparator.comparingDouble(Row::regret));
    double[] chance = networks.stream().mapToDouble(NetworkTrials::regretOfChance).toArray();
    Scoreboard board =
        new Scoreboard(
            networks.size(),
            networks.stream().mapToInt(network -> network.layers().size()).sum(),
            rows,
            new Chance(mean(chance), bootstrap(chance, 0.05, seed)),
            networks.size() < FEWEST ? null : combined(networks, indicators.size() + 1, seed),
            List.of(),
            null);
    return board.winner().map(won -> board.ordered(won.choice(), networks, seed)).orElse(board);
  }

  /** With what the winner's order, and that of depth, cost. */
  private Scoreboard ordered(Combination winner, List<NetworkTrials> trials, long seed) {
    Combination depth = new Combination(List.of(Indicator.DEPTH));
    List<Order> found = new ArrayList<>(List.of(Order.of(winner, trials, seed)));
    boolean both =
        !winner.equals(depth)
            && rows.stream()
                .anyMatch(
                    row -> row.indicator().equals(Indicator.DEPTH) && row.networks() == networks);
    if (both) {
      found.add(Order.of(depth, trials, seed));
    }
    return new Scoreboard(
        networks,
        layers,
        rows,
        chance,
        combined,
        found,
        both && winner.indicators().size() == 1 ? difference(winner, depth, trials, seed) : null);
  }

  private static Difference difference(
      Combination one, Combination other, List<NetworkTrials> trials, long seed) {
    double[] differences =
        trials.stream().mapToDouble(of -> one.regret(of) - other.regret(of)).toArray();
    return new Difference(mean(differences), bootstrap(differences, 0.05, seed));
  }

  /** The scoreboard that the product's own advice stands on; empty if it was built without one. */
  public static Optional<Scoreboard> shipped() {
    try (InputStream stream = Scoreboard.class.getResourceAsStream(SHIPPED)) {
      return stream == null
          ? Optional.empty()
          : Optional.of(JsonMapper.builder().build().readValue(stream, Scoreboard.class));
    } catch (IOException e) {
      throw new UncheckedIOException("the scoreboard that is built in is damaged", e);
    }
  }

  private static Optional<Row> row(
      List<NetworkTrials> networks, String indicator, int compared, long seed) {
    List<Loss> losses = new ArrayList<>();
    List<Double> taus = new ArrayList<>();
    for (NetworkTrials network : networks) {
      OptionalDouble regret =
          network.regret(layer -> layer.scores().getOrDefault(indicator, Double.NaN));
      if (regret.isPresent()) {
        losses.add(new Loss(regret.getAsDouble(), network.regretOfChance()));
        taus.add(tau(network, indicator));
      }
    }
    if (losses.isEmpty()) {
      return Optional.empty();
    }
    double[] regrets = losses.stream().mapToDouble(Loss::regret).toArray();
    double[] correlations = taus.stream().mapToDouble(Double::doubleValue).toArray();
    return Optional.of(
        new Row(
            indicator,
            losses.size(),
            mean(correlations),
            bootstrap(correlations, 0.05, seed),
            mean(regrets),
            bootstrap(regrets, 0.05, seed),
            within(regrets),
            beatsChance(losses, compared, seed)));
  }

  private static double tau(NetworkTrials network, String indicator) {
    List<NetworkTrials.Outcome> said =
        network.layers().stream().filter(l -> l.scores().containsKey(indicator)).toList();
    double tau =
        Kendall.tau(
            said.stream().mapToDouble(l -> l.scores().get(indicator)).toArray(),
            said.stream().mapToDouble(NetworkTrials.Outcome::change).toArray());
    return Double.isNaN(tau) ? 0 : tau;
  }

  private static Combined combined(List<NetworkTrials> networks, int compared, long seed) {
    List<LeftOut> leftOut = new ArrayList<>();
    List<Loss> losses = new ArrayList<>();
    for (NetworkTrials network : networks) {
      Combination chosen =
          Combination.choose(networks.stream().filter(other -> !other.equals(network)).toList());
      double regret = chosen.regret(network);
      leftOut.add(new LeftOut(network.name(), chosen.indicators(), regret));
      losses.add(new Loss(regret, network.regretOfChance()));
    }
    double[] regrets = losses.stream().mapToDouble(Loss::regret).toArray();
    return new Combined(
        Combination.choose(networks),
        leftOut,
        mean(regrets),
        bootstrap(regrets, 0.05, seed),
        within(regrets),
        beatsChance(losses, compared, seed));
  }

  private static double within(double[] regrets) {
    return (double) Arrays.stream(regrets).filter(r -> r <= MARGIN + ROUNDING).count()
        / regrets.length;
  }

  /** Bonferroni's correction for the number of indicators that are compared with chance. */
  private static boolean beatsChance(List<Loss> losses, int compared, long seed) {
    double[] gains = losses.stream().mapToDouble(loss -> loss.ofChance() - loss.regret()).toArray();
    Interval interval = bootstrap(gains, 0.05 / compared, seed);
    return interval != null && interval.low() > 0;
  }

  /** The interval of the mean over networks; null for too few. */
  static @Nullable Interval bootstrap(double[] values, double error, long seed) {
    if (values.length < FEWEST) {
      return null;
    }
    return Interval.of(Bootstrap.mean(values, error, seed));
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }
}
