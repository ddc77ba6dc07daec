package io.entroscope.cli.text;

import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Scoreboard.Combined;
import io.entroscope.advice.Scoreboard.Row;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.Interval;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How often indicators were right, as text for a terminal. */
public final class ScoreboardText {
  private ScoreboardText() {}

  /** A scoreboard for each level of blocks, one below the other. */
  public static String of(Map<String, Scoreboard> levels) {
    return levels.entrySet().stream()
        .map(level -> "Of " + level.getKey() + ":\n" + of(level.getValue()))
        .collect(Collectors.joining("\n"));
  }

  public static String of(Scoreboard board) {
    TextTable table =
        new TextTable("indicator", ">N", ">tau", "95%", ">regret", "95%", ">within 0.005", "");
    for (Row row : board.rows()) {
      table.row(
          row.indicator(),
          Integer.toString(row.networks()),
          String.format(Locale.ROOT, "%+.2f", row.tau()),
          interval("%+.2f, %+.2f", row.tauInterval()),
          String.format(Locale.ROOT, "%.4f", row.regret()),
          interval("%.4f, %.4f", row.regretInterval()),
          percent(row.within()),
          row.beatsChance() ? "*" : "");
    }
    table.row(
        "chance (expected)",
        Integer.toString(board.networks()),
        "",
        "",
        String.format(Locale.ROOT, "%.4f", board.chance().regret()),
        interval("%.4f, %.4f", board.chance().regretInterval()),
        "",
        "");
    return table
        + "\n"
        + ResultText.wrapped(
            "",
            String.format(
                Locale.ROOT,
                "%d taken out of %d networks. tau: Kendall's rank correlation of score and"
                    + " change of accuracy; regret: accuracy lost against the best one to take"
                    + " out; intervals by drawing networks again; *: chance is beaten: the"
                    + " difference of regret leaves out zero, at 95%% for all indicators together.",
                board.layers(),
                board.networks()))
        + combined(board.combined());
  }

  private static String combined(@Nullable Combined combined) {
    if (combined == null) {
      return "";
    }
    return ResultText.wrapped(
        "",
        String.format(
            Locale.ROOT,
            "Combined by ranks, chosen without the network that is judged: regret %.4f (%s), within"
                + " 0.005 in %s (%s); all networks together choose %s.",
            combined.regret(),
            interval("%.4f to %.4f", combined.regretInterval()),
            percent(combined.within()),
            combined.beatsChance() ? "better than chance" : "not shown to be better than chance",
            String.join(" with ", combined.all().indicators())));
  }

  private static String interval(String format, @Nullable Interval interval) {
    return interval == null
        ? "too few"
        : String.format(Locale.ROOT, format, interval.low(), interval.high());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f%%", 100 * share);
  }
}
