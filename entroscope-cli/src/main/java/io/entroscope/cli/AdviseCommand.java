package io.entroscope.cli;

import io.entroscope.advice.Action;
import io.entroscope.advice.Advisor;
import io.entroscope.advice.Indicator;
import io.entroscope.advice.LayerAdvice;
import io.entroscope.advice.Savings;
import io.entroscope.advice.Scoreboard;
import io.entroscope.app.Console;
import io.entroscope.app.PrettyJson;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.LayerResult;
import io.entroscope.result.ResultJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what to do about a curve. */
@Command(
    name = "advise",
    mixinStandardHelpOptions = true,
    description =
        "Says of each fully connected layer whether it should stay or go, on what evidence, and"
            + " what that would save.")
final class AdviseCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RESULT",
      description = "A result.json; one made with --indicators has more evidence.")
  private Path result = Path.of("");

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    AnalysisResult read = ResultJson.read(result);
    List<LayerAdvice> advice = Advisor.advise(read);
    if (json) {
      Console.out().println(PrettyJson.of(advice));
    } else {
      Console.out().print(text(read, advice));
    }
    Console.out().flush();
    return 0;
  }

  private static String text(AnalysisResult result, List<LayerAdvice> advice) {
    if (advice.size() < 2) {
      return "There is no curve over two or more fully connected layers, so nothing is advised.\n";
    }
    TextTable table =
        new TextTable("layer", "advice", "on one scale", ">parameters", ">multiply-adds", "how");
    StringBuilder evidence = new StringBuilder();
    for (LayerAdvice of : advice) {
      Savings savings = of.savings();
      Action other = of.standardized();
      table.row(
          of.layer(),
          of.action().words(),
          other == null ? "" : other.words(),
          savings == null ? "" : saved(savings.parameters()),
          savings == null ? "" : saved(savings.multiplyAdds()),
          savings == null ? "" : savings.how());
      evidence.append(ResultText.wrapped(of.layer() + ": ", of.evidence()));
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
        + (result.layers().stream().filter(LayerResult::inVerdict).allMatch(AdviseCommand::bare)
            ? ResultText.wrapped(
                "note: ",
                "The result has no indicators besides entropy; 'entroscope analyze --indicators'"
                    + " adds them.")
            : "");
  }

  /** What the networks whose truth is known say, before the paper's reading. */
  private static String lead(AnalysisResult result) {
    Optional<Scoreboard> board = Scoreboard.shipped();
    if (board.isEmpty()) {
      return ResultText.wrapped("", "How often such advice is right has not been measured.") + "\n";
    }
    Optional<Scoreboard.Winner> winner = board.get().winner();
    if (winner.isEmpty()) {
      return ResultText.wrapped(
              "",
              String.format(
                  Locale.ROOT,
                  "In the %d networks out of which layers were really taken, no indicator, the"
                      + " paper's among them, chose the layer better than chance.",
                  board.get().networks()))
          + "\n";
    }
    Scoreboard.Winner best = winner.get();
    Interval interval = best.regretInterval();
    String record =
        String.format(
                Locale.ROOT,
                "%s: in %d networks out of which layers were really taken, its choice cost %.4f of"
                    + " accuracy more than the best possible one on average%s, and at most half a point"
                    + " in %.0f%% of them",
                String.join(" with ", best.choice().indicators()),
                board.get().networks(),
                best.regret(),
                interval == null
                    ? ""
                    : String.format(
                        Locale.ROOT, " (95%% %.4f to %.4f)", interval.low(), interval.high()),
                100 * best.within())
            + beside(board.get());
    return Advisor.lead(result, board.get())
            .map(
                lead ->
                    ResultText.wrapped(
                        "",
                        "If a layer is to go, "
                            + lead.layers().get(0)
                            + " first"
                            + (lead.layers().size() > 1
                                ? ", then "
                                    + String.join(
                                        ", ", lead.layers().subList(1, lead.layers().size()))
                                : "")
                            + ". That is by "
                            + record
                            + "."))
            .orElseGet(
                () ->
                    ResultText.wrapped(
                        "",
                        "The best record has "
                            + record
                            + ". This result does not hold what it needs:"
                            + " two layers to choose between, and 'analyze --indicators'."))
        + "\n";
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
