package io.entroscope.cli.text;

import io.entroscope.advice.Indicator;
import io.entroscope.advice.Order;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.block.BlockRanking;
import io.entroscope.advice.block.RankedBlock;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Advice on the residual blocks of a result, as text for a terminal. */
public final class BlockAdviceText {
  private BlockAdviceText() {}

  /**
   * The text, with a line end behind every line.
   *
   * @param board what the order stands on
   */
  public static String of(
      AnalysisResult result, BlockRanking ranking, Optional<RepairBoard> board) {
    if (ranking.ranked().isEmpty()) {
      return ResultText.wrapped(
          "",
          "There is no order to advise for residual blocks; 'entroscope ablate' measures what is"
              + " lost without each.");
    }
    RankedBlock first = ranking.ranked().get(0);
    String head =
        ranking.ranked().size() == 1
            ? "If a block is to go, " + first.block() + "; it is the only one that can."
            : "If a block is to go, " + first.block() + " first.";
    return ResultText.wrapped("", AdviceText.doubt(result) + head)
        + "\n"
        + table(ranking)
        + "\n"
        + ResultText.wrapped(
            "cost in trials: ",
            "the accuracy that was lost by taking out the block of this rank and putting a map in"
                + " its place, the mean over N networks")
        + board
            .map(
                known ->
                    ResultText.wrapped(
                        "note: ",
                        evidence(first.indicator(), known)
                            + " 'entroscope ablate' measures this network's own blocks."))
            .orElse("");
  }

  private static String table(BlockRanking ranking) {
    TextTable table =
        new TextTable(
            ">rank",
            "block",
            ">" + ranking.ranked().get(0).indicator(),
            ">cost in trials",
            "95%",
            ">N");
    for (RankedBlock block : ranking.ranked()) {
      Order.Cost cost = block.expected();
      table.row(
          Integer.toString(block.rank()),
          block.block(),
          String.format(Locale.ROOT, "%.3f", Math.abs(block.value())),
          cost == null ? "?" : String.format(Locale.ROOT, "%.4f", cost.accuracy()),
          cost == null ? "" : interval(cost.interval()),
          cost == null ? "" : Integer.toString(cost.networks()));
    }
    return table.toString();
  }

  /** How well an indicator chose where the truth is known, beside the last block and chance. */
  static String evidence(String indicator, RepairBoard board) {
    StringBuilder text = new StringBuilder("Ranked by " + indicator + ".");
    Scoreboard blocks = board.blocks();
    if (blocks == null) {
      return text.toString();
    }
    regret(blocks, indicator)
        .ifPresent(
            row ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        " Where every block was really taken out, its first choice cost %.4f more"
                            + " accuracy than the best one (95%% %s), a block at random %.4f",
                        row.regret(),
                        interval(row.regretInterval()),
                        blocks.chance().regret())));
    regret(blocks, Indicator.DEPTH)
        .ifPresent(row -> text.append(String.format(Locale.ROOT, ", the last %.4f", row.regret())));
    List<String> families =
        board.families().stream()
            .filter(family -> family.regret().containsKey(indicator))
            .map(
                family ->
                    String.format(
                        Locale.ROOT,
                        "%s %.4f (the last %.4f)",
                        family.name(),
                        family.regret().get(indicator),
                        family.regret().getOrDefault(Indicator.DEPTH, Double.NaN)))
            .toList();
    return text
        + ". By family: "
        + String.join(", ", families)
        + ". These numbers are of "
        + board.words()
        + "; of other kinds nothing is known.";
  }

  private static Optional<Scoreboard.Row> regret(Scoreboard board, String indicator) {
    return board.rows().stream().filter(row -> row.indicator().equals(indicator)).findFirst();
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? "too few"
        : String.format(Locale.ROOT, "%.4f to %.4f", interval.low(), interval.high());
  }
}
