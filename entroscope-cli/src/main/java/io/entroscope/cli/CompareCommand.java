package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.report.Reports;
import io.entroscope.result.derived.ResultComparison;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts results side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description =
        "Shows 2 to 20 results on one page: their curves, what changed from the first, and which"
            + " difference is larger than its uncertainty.")
final class CompareCommand implements Callable<Integer> {
  @Parameters(arity = "2..20", paramLabel = "RESULT", description = "Files result.json.")
  private List<Path> results = List.of();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The page to write, for example compare.html.")
  private Path out = Path.of("");

  @Override
  public Integer call() {
    Reports.compare(ResultComparison.read(results), out);
    Console.out().println(out);
    return 0;
  }
}
