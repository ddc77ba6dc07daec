package io.entroscope.cli.text;

import io.entroscope.advice.block.MeasuredRanking;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.Interval;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.result.ablation.Removal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Advice from what was measured of the network itself, as text for a terminal. */
public final class MeasuredAdviceText {
  private MeasuredAdviceText() {}

  /** The text, with a line end behind every line. */
  public static String of(AblationResult result) {
    MeasuredRanking ranking = MeasuredRanking.of(result);
    Removal first = ranking.removals().get(0);
    return ResultText.wrapped(
            "", "If something is to go, " + first.part().name() + " first" + loss(first) + ".")
        + "\n"
        + table(ranking)
        + "\n"
        + ResultText.wrapped(
            "note: ",
            String.format(
                Locale.ROOT,
                "Measured on %,d examples, each taken out alone and nothing repaired. Losses do not"
                    + " add up: 'entroscope ablate --sequence K' measures several,"
                    + " 'entroscope prune --drop NAME,...' takes out, repairs and proves.",
                result.baseline().examples()));
  }

  private static String loss(Removal first) {
    Measured change = first.outputs().change();
    Interval interval = change.interval();
    return change.isThere() && interval != null
        ? String.format(
            Locale.ROOT,
            ": the accuracy changes by %+.2f points (95%% %+.2f to %+.2f)",
            100 * change.get(),
            100 * interval.low(),
            100 * interval.high())
        : "";
  }

  /** A column, if there is a value for it. */
  private record Column(String head, Function<OutputChange, Measured> number, String form) {}

  private static String table(MeasuredRanking ranking) {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                new Column(">change", OutputChange::change, "%+.4f"),
                new Column(">flips", OutputChange::flips, "%.4f"),
                new Column(">KL", OutputChange::kl, "%.4f"),
                new Column(">cosine", OutputChange::cosine, "%.4f")));
    OutputChange any = ranking.removals().get(0).outputs();
    columns.removeIf(column -> !column.number().apply(any).isThere());
    List<String> heads = new ArrayList<>(List.of(">rank", "without", "kind"));
    columns.forEach(column -> heads.add(column.head()));
    heads.add(">multiply-adds");
    TextTable table = new TextTable(heads.toArray(String[]::new));
    int rank = 0;
    for (Removal removal : ranking.removals()) {
      List<String> cells = new ArrayList<>();
      cells.add(Integer.toString(++rank));
      cells.add(removal.part().name());
      cells.add(removal.part().kind());
      for (Column column : columns) {
        Measured value = column.number().apply(removal.outputs());
        cells.add(value.isThere() ? String.format(Locale.ROOT, column.form(), value.get()) : "");
      }
      Double share = removal.part().share();
      cells.add(share == null ? "?" : String.format(Locale.ROOT, "-%.1f%%", 100 * share));
      table.row(cells.toArray(String[]::new));
    }
    return table.toString();
  }
}
