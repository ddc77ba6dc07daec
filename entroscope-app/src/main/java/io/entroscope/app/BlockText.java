package io.entroscope.app;

import io.entroscope.result.Interval;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What whole residual blocks do to the stream, as a table for a terminal. */
final class BlockText {
  private BlockText() {}

  /** The table; nothing if no block was measured. */
  static String of(BlockAnalysis blocks) {
    List<BlockResult> whole = blocks.list().stream().filter(BlockResult::whole).toList();
    List<StatisticDescription> columns =
        blocks.statistics().stream()
            .filter(of -> whole.stream().anyMatch(b -> b.statistics().containsKey(of.name())))
            .toList();
    if (columns.isEmpty()) {
      return "";
    }
    List<String> heads = new ArrayList<>(List.of("block"));
    columns.forEach(of -> heads.add(">" + of.title().toLowerCase(Locale.ROOT)));
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (BlockResult block : whole) {
      List<String> row = new ArrayList<>(List.of(block.name()));
      columns.forEach(of -> row.add(text(block.statistics().get(of.name()))));
      table.row(row.toArray(String[]::new));
    }
    return "\n" + table + note(blocks, whole);
  }

  private static String text(@Nullable BlockValue of) {
    if (of == null) {
      return "-";
    }
    Interval interval = of.interval();
    String value = String.format(Locale.ROOT, "%.3f", of.value());
    return interval == null
        ? value
        : value + String.format(Locale.ROOT, " ± %.3f", (interval.high() - interval.low()) / 2);
  }

  private static String note(BlockAnalysis blocks, List<BlockResult> whole) {
    long examples =
        whole.stream()
            .flatMap(block -> block.statistics().values().stream())
            .map(BlockValue::examples)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .max()
            .orElse(0);
    boolean halves = whole.size() < blocks.list().size();
    String note =
        String.format(
            Locale.ROOT,
            "over tokens or places of %,d examples, ± half the 95%% interval; -: the block changes"
                + " the stream's shape",
            examples);
    return ResultText.wrapped(
        "", note + (halves ? "; half-blocks are in the result and the report" : ""));
  }
}
