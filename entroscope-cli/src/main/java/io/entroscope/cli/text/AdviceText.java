package io.entroscope.cli.text;

import io.entroscope.advice.Action;
import io.entroscope.advice.Advisor;
import io.entroscope.advice.Indicator;
import io.entroscope.advice.LayerAdvice;
import io.entroscope.advice.Savings;
import io.entroscope.advice.Scoreboard;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.layer.LayerResult;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Advice on a result, as text for a terminal. */
public final class AdviceText {
  private AdviceText() {}

  public static String of(AnalysisResult result, List<LayerAdvice> advice) {
    if (advice.size() < 2) {
      return "There is no curve over two or more fully connected layers, so nothing is advised.\n";
    }
    TextTable table =
        new TextTable("layer", "advice", "on one scale", ">parameters", ">multiply-adds", "how");
    StringBuilder evidence = new StringBuilder();
    for (LayerAdvice one : advice) {
      Savings savings = one.savings();
      Action other = one.standardized();
      table.row(
          one.layer(),
          one.action().words(),
          other == null ? "" : other.words(),
          savings == null ? "" : saved(savings.parameters()),
          savings == null ? "" : saved(savings.multiplyAdds()),
          savings == null ? "" : savings.how());
      evidence.append(ResultText.wrapped(one.layer() + ": ", one.evidence()));
    }
    return lead(result)
        + table
        + "\n"
        + evidence
        + "\n"
        + ResultText.wrapped(
            "note: ",
            String.format(
                Locale.ROOT,
                "The table is the paper's rule, read from %,d images of the %s split. Prove any"
                    + " advice with 'entroscope prune', which measures the model before and after.",
                result.data().images(),
                result.data().split()))
        + (result.layers().stream().filter(LayerResult::inVerdict).allMatch(AdviceText::bare)
            ? ResultText.wrapped(
                "note: ",
                "The result has no indicators besides entropy; 'entroscope analyze --indicators'"
                    + " adds them.")
            : "");
  }

  /** What the networks whose truth is known say, before the paper's reading. */
  private static String lead(AnalysisResult result) {
    return ResultText.wrapped(
            "",
            Scoreboard.shipped()
                .map(board -> lead(result, board))
                .orElse("How often such advice is right has not been measured."))
        + "\n";
  }

  private static String lead(AnalysisResult result, Scoreboard board) {
    Optional<Scoreboard.Winner> winner = board.winner();
    if (winner.isEmpty()) {
      return String.format(
          Locale.ROOT,
          "In the %d networks out of which layers were really taken, no indicator, the paper's"
              + " among them, chose the layer better than chance.",
          board.networks());
    }
    String record = record(winner.get(), board);
    return Advisor.lead(result, board)
        .map(
            lead -> "If a layer is to go, " + order(lead.layers()) + ". That is by " + record + ".")
        .orElse(
            "The best record has "
                + record
                + ". This result does not hold what it needs: two layers to choose between, and"
                + " 'analyze --indicators'.");
  }

  private static String order(List<String> layers) {
    String first = layers.get(0) + " first";
    return layers.size() == 1
        ? first
        : first + ", then " + String.join(", ", layers.subList(1, layers.size()));
  }

  /** How well the best way of choosing chose. */
  private static String record(Scoreboard.Winner best, Scoreboard board) {
    Interval interval = best.regretInterval();
    return String.format(
            Locale.ROOT,
            "%s: in %d networks out of which layers were really taken, its choice cost %.4f of"
                + " accuracy more than the best possible one on average%s, and at most half a point"
                + " in %.0f%% of them",
            String.join(" with ", best.choice().indicators()),
            board.networks(),
            best.regret(),
            interval == null
                ? ""
                : String.format(
                    Locale.ROOT, " (95%% %.4f to %.4f)", interval.low(), interval.high()),
            100 * best.within())
        + beside(board);
  }

  /** What other ways of choosing cost in the same networks. */
  private static String beside(Scoreboard board) {
    StringBuilder text =
        new StringBuilder(
            String.format(Locale.ROOT, "; a choice at random cost %.4f", board.chance().regret()));
    Map<String, String> named =
        Map.of(
            Indicator.ENTROPY_STEP, ", the paper's rise of entropy %.4f",
            Indicator.DEPTH, ", the deepest layer %.4f");
    for (Scoreboard.Row row : board.rows()) {
      String words = named.get(row.indicator());
      if (words != null) {
        text.append(String.format(Locale.ROOT, words, row.regret()));
      }
    }
    return text.toString();
  }

  private static boolean bare(LayerResult layer) {
    return layer.indicators() == null;
  }

  private static String saved(long count) {
    return count == 0
        ? "0"
        : String.format(Locale.ROOT, count > 0 ? "-%,d" : "+%,d", Math.abs(count));
  }
}
