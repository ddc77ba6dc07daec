package io.entroscope.cli;

import io.entroscope.report.Report;
import io.entroscope.result.ResultJson;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws the report of a result again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Draws the report of a result.json; the same result gives the same bytes.")
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RESULT", description = "A result.json.")
  private Path result = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder to write to (default: that of the result).")
  private @Nullable Path out;

  @Override
  public Integer call() {
    Path parent = result.toAbsolutePath().getParent();
    Path folder = out != null ? out : parent == null ? Path.of("") : parent;
    Path html = folder.resolve(AnalysisRun.REPORT);
    Report.write(ResultJson.read(result), html);
    Console.out().println(html);
    return 0;
  }
}
