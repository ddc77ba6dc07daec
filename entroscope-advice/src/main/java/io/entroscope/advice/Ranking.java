package io.entroscope.advice;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Verdict;
import io.entroscope.result.layer.LayerResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one list of advice: the layers that can be taken out, in the order of what has foretold best
 * which one to take out. A result without indicators is ordered by depth, which needs none.
 *
 * @param order what it is ordered by, and what that cost in trials; null: nothing is known to order
 *     by
 * @param ranked the layers that can be taken out, the one to take out first at the beginning
 * @param staying all others, in order of depth
 */
public record Ranking(@Nullable Order order, List<RankedLayer> ranked, List<RankedLayer> staying) {
  public Ranking {
    ranked = List.copyOf(ranked);
    staying = List.copyOf(staying);
  }

  /** A layer that can go: its scores by indicator, and what is known of it so far. */
  private record Open(Map<String, Double> scores, LayerAdvice rule, Surgery surgery) {}

  /**
   * The ranking of a result's layers.
   *
   * @param board what has been measured about indicators; empty: nothing
   * @param surgery whether a layer of this name can be taken out of the model
   */
  public static Ranking of(
      AnalysisResult result, Optional<Scoreboard> board, Function<String, Surgery> surgery) {
    Verdict verdict = result.verdict();
    if (verdict == null) {
      return new Ranking(null, List.of(), List.of());
    }
    List<LayerResult> curve = result.layers().stream().filter(LayerResult::inVerdict).toList();
    List<LayerAdvice> rules = Advisor.advise(result);
    Optional<Order> order = board.flatMap(known -> order(known, curve));
    List<Open> open = new ArrayList<>();
    List<RankedLayer> staying = new ArrayList<>();
    for (int i = 0; i < curve.size(); i++) {
      boolean inner = i > 0 && i < curve.size() - 1 && !Advisor.isBlock(curve.get(i));
      Surgery way = inner ? surgery.apply(curve.get(i).name()) : null;
      if (way == null || way.refusal() != null || order.isEmpty()) {
        staying.add(RankedLayer.unranked(rules.get(i), way));
      } else {
        open.add(new Open(scores(verdict, curve, i), rules.get(i), way));
      }
    }
    return new Ranking(
        order.orElse(null), order.map(by -> ranked(by, open)).orElse(List.of()), staying);
  }

  /** By the winner if the result holds what that needs, by depth otherwise. */
  private static Optional<Order> order(Scoreboard board, List<LayerResult> curve) {
    boolean bare = curve.stream().anyMatch(layer -> layer.indicators() == null);
    return board.orders().stream()
        .filter(order -> !bare || order.choice().indicators().equals(List.of(Indicator.DEPTH)))
        .findFirst();
  }

  private static Map<String, Double> scores(Verdict verdict, List<LayerResult> curve, int i) {
    return curve.stream().anyMatch(layer -> layer.indicators() == null)
        ? Map.of(Indicator.DEPTH, i - 1.0)
        : Indicator.scores(verdict, curve.get(i - 1), curve.get(i), i - 1);
  }

  private static List<RankedLayer> ranked(Order by, List<Open> open) {
    List<Map<String, Double>> scores = open.stream().map(Open::scores).toList();
    List<Double> means = by.choice().scores(scores);
    List<RankedLayer> ranked = new ArrayList<>();
    for (int i : by.choice().order(scores)) {
      int rank = ranked.size() + 1;
      ranked.add(
          new RankedLayer(
              rank,
              String.join(" with ", by.choice().indicators()),
              value(by.choice(), open.get(i).scores(), means.get(i)),
              // Networks with nothing to choose between had no part in the trials.
              open.size() < 2 ? null : by.at(rank).orElse(null),
              open.get(i).surgery(),
              open.get(i).rule()));
    }
    return ranked;
  }

  private static @Nullable Double value(
      Combination choice, Map<String, Double> scores, double mean) {
    if (choice.indicators().size() > 1) {
      return mean;
    }
    String indicator = choice.indicators().get(0);
    Double score = scores.get(indicator);
    return score == null ? null : Indicator.value(indicator, score);
  }

  /** All layers, those with a rank first. */
  public List<RankedLayer> layers() {
    return Stream.concat(ranked.stream(), staying.stream()).toList();
  }
}
