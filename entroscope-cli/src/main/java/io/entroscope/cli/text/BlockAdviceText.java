package io.entroscope.cli.text;

import io.entroscope.advice.Indicator;
import io.entroscope.advice.Order;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.block.BlockBoards;
import io.entroscope.advice.block.BlockRanking;
import io.entroscope.advice.block.RankedBlock;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.Interval;
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
   * @param boards all that is known
   */
  public static String of(
      BlockRanking ranking, Optional<RepairBoard> board, Optional<BlockBoards> boards) {
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
    return ResultText.wrapped("", head)
        + "\n"
        + table(ranking)
        + "\n"
        + ResultText.wrapped(
            "cost in trials: ",
            "the accuracy that was lost by taking out the block of this rank and putting a map in"
                + " its place, the mean over N networks")
        + board
            .flatMap(known -> Optional.ofNullable(known.blocks()))
            .map(known -> record(first.indicator(), known, boards))
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

  /** How well the ways of choosing chose where the truth is known. */
  private static String record(String indicator, Scoreboard board, Optional<BlockBoards> boards) {
    StringBuilder text = new StringBuilder("Ranked by " + indicator + ".");
    board.rows().stream()
        .filter(row -> row.indicator().equals(indicator))
        .forEach(
            row ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        " Its first choice cost %.4f more accuracy than the best one (95%% %s), a"
                            + " block at random %.4f.",
                        row.regret(),
                        interval(row.regretInterval()),
                        board.chance().regret())));
    board.rows().stream()
        .filter(row -> row.indicator().equals(Indicator.DEPTH))
        .forEach(
            row ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        " The last block first cost %.4f there, but in sentence encoders the last"
                            + " layers are the ones that must stay.",
                        row.regret())));
    boards.ifPresent(
        known ->
            text.append(" So it was in ")
                .append(known.words())
                .append(", small networks of images; of others nothing is known."));
    return ResultText.wrapped(
        "note: ", text + " 'entroscope ablate' measures this network's own blocks.");
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? "too few"
        : String.format(Locale.ROOT, "%.4f to %.4f", interval.low(), interval.high());
  }
}
