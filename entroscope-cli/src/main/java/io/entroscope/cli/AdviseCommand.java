package io.entroscope.cli;

import io.entroscope.core.advice.Action;
import io.entroscope.core.advice.Advisor;
import io.entroscope.core.advice.LayerAdvice;
import io.entroscope.core.advice.Savings;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.LayerResult;
import io.entroscope.result.ResultJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
    return table
        + "\n"
        + evidence
        + "\n"
        + ResultText.wrapped(
            "note: ",
            String.format(
                Locale.ROOT,
                "This is the paper's rule, read from %,d images of the %s split. How often such"
                    + " advice is right is not known in advance: prove it with 'entroscope prune',"
                    + " which measures the model before and after.",
                result.data().images(),
                result.data().split()))
        + (result.layers().stream().filter(LayerResult::inVerdict).allMatch(AdviseCommand::bare)
            ? ResultText.wrapped(
                "note: ",
                "The result has no indicators besides entropy; 'entroscope analyze --indicators'"
                    + " adds them.")
            : "");
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
