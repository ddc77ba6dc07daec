package io.entroscope.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.entroscope.app.option.OpenOption;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.option.KeptInputs;
import io.entroscope.cli.option.ResultFiles;
import io.entroscope.cli.text.DifferencesJson;
import io.entroscope.cli.text.DifferencesText;
import io.entroscope.report.Reports;
import io.entroscope.result.derived.ResultComparison;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts results side by side. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope compare out/first out/second",
      "  entroscope compare out/first out/second --out out/compare.html --open"
    },
    description =
        "Shows 2 to 20 results against the first: their curves, layer by layer, what changed, and"
            + " which difference is larger than its uncertainty. Results of the same images are"
            + " tested in pairs, others as independent samples.")
final class CompareCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "RESULT",
      description = "Files result.json, or their folders.")
  private List<Path> results = List.of();

  @Mixin private JsonOption json = new JsonOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A page to write as well, for example compare.html (default: none).")
  private @Nullable Path out;

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() throws JsonProcessingException {
    List<Path> files = ResultFiles.of(results);
    if (out != null) {
      KeptInputs.require(out, files);
    }
    ResultComparison comparison = ResultComparison.read(files);
    if (out != null) {
      Reports.compare(comparison, out);
    }
    json.print(
        DifferencesJson.of(comparison),
        () -> DifferencesText.of(comparison) + (out == null ? "" : "\npage  " + out + "\n"));
    if (out != null) {
      open.show(out);
    }
    return 0;
  }
}
