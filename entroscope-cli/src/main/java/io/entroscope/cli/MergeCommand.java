package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.ResultText;
import io.entroscope.app.ShardRun;
import io.entroscope.core.PlanException;
import io.entroscope.core.state.StateFile;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** Puts the parts of an analysis together. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Makes of the states that 'analyze --shard' wrote the result that one run would have given,"
            + " byte for byte. The model and the images must lie where they lay then.")
final class MergeCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "STATE",
      description = "The states of all parts, in any order.")
  private List<Path> states = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder for result.json and report.html.")
  private Path out = Path.of("");

  @Option(names = "--quiet", description = "Print nothing but errors.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    AnalysisRun.requireWritable(out);
    AnalysisResult result = ShardRun.merge(request(), states);
    AnalysisRun.write(result, out);
    if (!quiet) {
      Console.out().print(ResultText.of(result, Optional.of(out)));
      Console.out().flush();
    }
    return 0;
  }

  /** What the first part was asked; the others are checked against it. */
  private ShardRun.Request request() {
    ParseResult parsed =
        Main.commandLine().parseArgs(StateFile.command(states.get(0)).toArray(String[]::new));
    if (parsed.hasSubcommand()
        && parsed.subcommand().commandSpec().userObject() instanceof AnalyzeCommand analyze) {
      return analyze.analysis();
    }
    throw new PlanException(states.get(0) + " is no state of 'analyze --shard'; write it again");
  }
}
