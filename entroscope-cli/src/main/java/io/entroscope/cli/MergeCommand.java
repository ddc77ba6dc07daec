package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.Rerun;
import io.entroscope.app.ResultText;
import io.entroscope.app.ShardRun;
import io.entroscope.app.option.OpenOption;
import io.entroscope.app.option.QuietOption;
import io.entroscope.cli.option.MovedModel;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the parts of an analysis together. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope merge out/parts/*.state --out out/whole",
      "  entroscope merge a.state b.state --data moved/images --out out/whole"
    },
    sortOptions = false,
    description =
        "Makes of the states that 'analyze --shard' wrote the result that one run would have given,"
            + " byte for byte. The model and the images are looked for where they lay then.")
final class MergeCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "STATE",
      description = "The states of all parts, in any order.")
  private List<Path> states = List.of();

  @Mixin private MovedModel model = new MovedModel();

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "The labelled images, if they have been moved (default: where they were).")
  private @Nullable Path data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for result.json and report.html.")
  private Path out = Path.of("");

  @Mixin private QuietOption quiet = new QuietOption();

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() throws IOException {
    AnalysisRun.requireWritable(out);
    // What the first part was asked; the others are checked against it.
    Rerun asked = Rerun.ofState(states.get(0), model.path(), data);
    AnalysisResult result = ShardRun.merge(asked.request(), states);
    AnalysisRun.write(result, out);
    if (!quiet.asked()) {
      Console.print(ResultText.of(result, Optional.of(out)));
      Console.out().flush();
    }
    open.show(out.resolve(AnalysisRun.REPORT));
    return 0;
  }
}
