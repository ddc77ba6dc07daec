package io.entroscope.study.judge;

import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.advice.block.SetBoard;
import io.entroscope.result.Interval;
import io.entroscope.study.internal.MarkdownTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of {@link BlockPage}. */
final class BlockTables {
  private static final String CHANCE = "*chance, expected*";

  private BlockTables() {}

  /** One block at a time. */
  static String singles(Scoreboard board) {
    MarkdownTable table =
        new MarkdownTable(
            "indicator", "networks", "tau (95%)", "regret (95%)", "within 0.005", "chance");
    for (Scoreboard.Row row : board.rows()) {
      table.row(
          row.indicator(),
          Integer.toString(row.networks()),
          format("%+.2f", row.tau()) + interval("%+.2f to %+.2f", row.tauInterval()),
          format("%.4f", row.regret()) + interval("%.4f to %.4f", row.regretInterval()),
          format("%.0f%%", 100 * row.within()),
          row.beatsChance() ? "beaten" : "");
    }
    return table
        .row(
            CHANCE,
            Integer.toString(board.networks()),
            "",
            format("%.4f", board.chance().regret())
                + interval("%.4f to %.4f", board.chance().regretInterval()),
            "",
            "")
        .toString();
  }

  /** What is to be said of a board beside its rows. */
  static String words(Scoreboard board) {
    StringBuilder text =
        new StringBuilder(
            format("\n%d removals in %d networks.", board.layers(), board.networks()));
    Scoreboard.Difference difference = board.besideDepth();
    Interval interval = difference == null ? null : difference.interval();
    if (difference != null && interval != null) {
      text.append(
          format(
              " The regret of %s less that of the last block first: %+.4f (95%% %+.4f to %+.4f),"
                  + " %s.",
              board.orders().get(0).choice().indicators().get(0),
              difference.regret(),
              interval.low(),
              interval.high(),
              difference.leavesOutZero() ? "which is shown" : "which is not shown"));
    }
    Scoreboard.Combined combined = board.combined();
    if (combined != null) {
      text.append(
          format(
              " Chosen on all other networks each time: regret %.4f%s; all together choose %s.",
              combined.regret(),
              interval("95%% %.4f to %.4f", combined.regretInterval()),
              String.join(" with ", combined.all().indicators())));
    }
    return text.append('\n').toString();
  }

  /** Several at once. */
  static String sets(SetBoard board) {
    MarkdownTable table =
        new MarkdownTable(
            "chosen by", "networks", "accuracy lost (95%)", "less the last", "less random");
    for (SetBoard.Row row : board.rows()) {
      table.row(
          row.choice(),
          Integer.toString(row.networks()),
          format("%.4f", row.loss()) + interval("%.4f to %.4f", row.lossInterval()),
          difference(row.besideLast()),
          difference(row.besideRandom()));
    }
    return table.toString();
  }

  /** The regret of each indicator in each family, and its tau. */
  static String regrets(Map<String, RepairBoard> families) {
    Map<String, Map<String, String>> cells = new LinkedHashMap<>();
    families.forEach(
        (family, board) -> {
          Scoreboard blocks = board.blocks();
          if (blocks != null) {
            Map<String, String> column = new TreeMap<>();
            blocks
                .rows()
                .forEach(
                    row ->
                        column.put(
                            row.indicator(), format("%.4f (%+.2f)", row.regret(), row.tau())));
            column.put(CHANCE, format("%.4f", blocks.chance().regret()));
            cells.put(family + " (" + blocks.networks() + ")", column);
          }
        });
    return byFamily("indicator", cells);
  }

  /** The loss by each choice in each family, where so many blocks went. */
  static String losses(Map<String, RepairBoard> families, double share) {
    Map<String, Map<String, String>> cells = new LinkedHashMap<>();
    families.forEach(
        (family, board) ->
            board.sets().stream()
                .filter(sets -> sets.share() == share)
                .forEach(
                    sets -> {
                      Map<String, String> column = new TreeMap<>();
                      sets.rows().stream()
                          .filter(row -> !row.choice().equals(SetBoard.ELSEWHERE))
                          .forEach(row -> column.put(row.choice(), format("%.4f", row.loss())));
                      cells.put(family + " (" + sets.networks() + ")", column);
                    }));
    return byFamily("chosen by", cells);
  }

  /** A table of columns, whose rows are by name. */
  private static String byFamily(String head, Map<String, Map<String, String>> columns) {
    List<String> heads = new ArrayList<>(List.of(head));
    heads.addAll(columns.keySet());
    MarkdownTable table = new MarkdownTable(heads.toArray(String[]::new));
    columns.values().stream()
        .flatMap(column -> column.keySet().stream())
        .distinct()
        .sorted()
        .forEach(
            name -> {
              List<String> cells = new ArrayList<>(List.of(name));
              columns.values().forEach(column -> cells.add(column.getOrDefault(name, "")));
              table.row(cells.toArray(String[]::new));
            });
    return table.toString();
  }

  private static String difference(SetBoard.@Nullable Difference difference) {
    return difference == null
        ? ""
        : format("%+.4f", difference.loss()) + interval("%+.4f to %+.4f", difference.interval());
  }

  private static String interval(String form, @Nullable Interval interval) {
    return interval == null ? "" : " (" + format(form, interval.low(), interval.high()) + ")";
  }

  private static String format(String form, Object... values) {
    return String.format(Locale.ROOT, form, values);
  }
}
