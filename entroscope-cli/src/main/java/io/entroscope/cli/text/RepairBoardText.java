package io.entroscope.cli.text;

import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Trial;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.advice.block.SetBoard;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.Interval;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How often indicators were right of residual blocks, as text for a terminal. */
public final class RepairBoardText {
  private RepairBoardText() {}

  public static String of(RepairBoard board) {
    Map<String, Scoreboard> levels = new LinkedHashMap<>();
    if (board.blocks() != null) {
      levels.put(Trial.BLOCK, board.blocks());
    }
    if (board.halves() != null) {
      levels.put(Trial.HALF, board.halves());
    }
    return ScoreboardText.of(levels)
        + board.sets().stream().map(RepairBoardText::sets).collect(Collectors.joining());
  }

  private static String sets(SetBoard board) {
    TextTable table = new TextTable("chosen by", ">N", ">lost", "95%", ">less last", "95%");
    for (SetBoard.Row row : board.rows()) {
      SetBoard.Difference last = row.besideLast();
      table.row(
          row.choice(),
          Integer.toString(row.networks()),
          String.format(Locale.ROOT, "%.4f", row.loss()),
          interval("%.4f, %.4f", row.lossInterval()),
          last == null ? "" : String.format(Locale.ROOT, "%+.4f", last.loss()),
          last == null ? "" : interval("%+.4f, %+.4f", last.interval()));
    }
    return "\n"
        + (board.share() == SetBoard.ONE
            ? "One whole block"
            : String.format(Locale.ROOT, "%.0f%% of the whole blocks at once", 100 * board.share()))
        + ":\n"
        + table
        + "\n"
        + ResultText.wrapped(
            "",
            String.format(
                Locale.ROOT,
                "%d networks. lost: accuracy, the mean over networks; less last: the loss less that"
                    + " without as many last blocks (depth); intervals by drawing networks again.",
                board.networks()));
  }

  private static String interval(String format, @Nullable Interval interval) {
    return interval == null
        ? "too few"
        : String.format(Locale.ROOT, format, interval.low(), interval.high());
  }
}
