package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.derived.LayerMeans;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of layers shows what was asked for, within the terminal. */
class TableColumnsTest {
  @TempDir private Path folder;

  private List<String> table(String... options) {
    List<Object> words =
        new ArrayList<>(
            List.of("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--limit", "60", "--out", folder));
    words.addAll(List.of(options));
    Cli.Outcome outcome = Cli.run(words.toArray());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    // Paths of this test's folder may be longer.
    List<String> lines = outcome.out().lines().filter(line -> !line.contains("/")).toList();
    assertThat(lines).allMatch(line -> line.length() <= 80);
    return lines;
  }

  private static String head(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("layer")).findFirst().orElseThrow();
  }

  @Test
  void theStandardisedEntropyIsInIt() {
    List<String> lines = table();
    assertThat(head(lines)).contains("standardised").doesNotContain("before", "saturation");
    AnalysisResult result = ResultJson.read(folder.resolve("result.json"));
    LayerMeans fc1 = LayerMeans.of(result, result.layers().get(2));
    assertThat(lines)
        .filteredOn(line -> line.startsWith("fc1 "))
        .first()
        .asString()
        .contains(
            String.format(
                Locale.ROOT,
                "%.3f         %.3f",
                fc1.pattern().value(),
                fc1.patternStandardized().value()));
  }

  @Test
  void whatWasPaidForIsShown() {
    List<String> lines = table("--indicators", "--at", "both");
    assertThat(head(lines)).contains("before", "standardised", "saturation", "probe");
    AnalysisResult result = ResultJson.read(folder.resolve("result.json"));
    double saturation = result.layers().get(2).indicators().spectrum().saturation99();
    assertThat(lines)
        .filteredOn(line -> line.startsWith("fc1 "))
        .first()
        .asString()
        .contains(String.format(Locale.ROOT, " %.3f", saturation));
  }
}
