package io.entroscope.advice.block;

import io.entroscope.advice.BlockIndicator;
import io.entroscope.advice.Order;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The whole residual blocks of a result that can be taken out, in the order of what has foretold
 * best which to take out first. Of two orders that are known, the first for which the result holds
 * what it needs.
 *
 * @param ranked the one to take out first at the beginning; empty if nothing is known to order by
 */
public record BlockRanking(List<RankedBlock> ranked) {
  public BlockRanking {
    ranked = List.copyOf(ranked);
  }

  /** A block with what indicators say of it. */
  private record Open(BlockResult block, Map<String, Double> scores) {}

  /**
   * The ranking of a result's blocks.
   *
   * @param board what is known of indicators; empty: nothing
   * @param canGo whether a block of this name can be taken out
   */
  public static BlockRanking of(
      AnalysisResult result, Optional<RepairBoard> board, Predicate<String> canGo) {
    BlockAnalysis blocks = result.blocks();
    if (blocks == null || board.isEmpty()) {
      return new BlockRanking(List.of());
    }
    List<Open> open =
        IntStream.range(0, blocks.list().size())
            .mapToObj(
                depth ->
                    new Open(
                        blocks.list().get(depth),
                        BlockIndicator.scores(blocks.list().get(depth), depth)))
            .filter(of -> of.block().whole() && of.block().unmeasured() == null)
            .filter(of -> canGo.test(of.block().name()))
            .toList();
    return board.get().orders().stream()
        .filter(order -> isKnown(order, open))
        .findFirst()
        .map(order -> new BlockRanking(ranked(order, open)))
        .orElse(new BlockRanking(List.of()));
  }

  private static boolean isKnown(Order order, List<Open> open) {
    return open.stream()
        .allMatch(of -> of.scores().keySet().containsAll(order.choice().indicators()));
  }

  private static List<RankedBlock> ranked(Order order, List<Open> open) {
    List<Map<String, Double>> scores = open.stream().map(Open::scores).toList();
    List<Double> means = order.choice().scores(scores);
    List<String> indicators = order.choice().indicators();
    List<RankedBlock> ranked = new ArrayList<>();
    for (int i : order.choice().order(scores)) {
      int rank = ranked.size() + 1;
      BlockResult block = open.get(i).block();
      ranked.add(
          new RankedBlock(
              rank,
              block.name(),
              block.kind(),
              String.join(" with ", indicators),
              indicators.size() > 1
                  ? means.get(i)
                  : scores.get(i).getOrDefault(indicators.get(0), 0.0),
              order.at(rank).orElse(null)));
    }
    return ranked;
  }
}
