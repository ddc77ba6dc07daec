package io.entroscope.cli.text;

import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.TrainingHistory;
import io.entroscope.result.TrainingHistory.Change;
import io.entroscope.result.TrainingHistory.Epoch;
import io.entroscope.result.derived.ProbabilityText;
import io.entroscope.stats.inference.McNemar;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The epochs of a training, as text for a terminal. */
public final class EpochsText {
  private EpochsText() {}

  /** The accuracy after each epoch, and what is shown to have changed since the one before. */
  public static String of(TrainingHistory history) {
    TextTable table = new TextTable(">epoch", ">accuracy", ">change", ">p", "entropy changed in");
    for (Epoch epoch : history.epochs()) {
      List<Change> changes = epoch.sincePrevious() == null ? List.of() : epoch.sincePrevious();
      Change accuracy = changes.isEmpty() ? null : changes.get(0);
      table.row(
          String.format(Locale.ROOT, "%.4g", epoch.epoch()).replaceAll("\\.0*$", ""),
          epoch.accuracy() == null ? "" : String.format(Locale.ROOT, "%.4f", epoch.accuracy()),
          accuracy == null ? "" : String.format(Locale.ROOT, "%+.4f", accuracy.change()),
          accuracy == null || accuracy.mcNemar() == null
              ? ""
              : ProbabilityText.of(accuracy.mcNemar()),
          changes.stream()
              .filter(change -> change.layer() != null && change.isShown())
              .map(Change::layer)
              .collect(Collectors.joining(", ")));
    }
    return table
        + ResultText.wrapped(
            "",
            String.format(
                Locale.ROOT,
                "changes since the epoch before, in pairs of the same %,d images; p: McNemar's,"
                    + " below %.2f a difference is called one",
                history.images(),
                McNemar.LEVEL));
  }
}
