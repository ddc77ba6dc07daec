package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli.Outcome;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's digits, said to be other outputs than they are. */
class ClassMapCommandTest {
  @TempDir private Path folder;

  /** Digits 3 and 8 change places. */
  private Path swapped() throws IOException {
    String lines =
        IntStream.range(0, 10)
            .mapToObj(digit -> digit + "," + (digit == 3 ? 8 : digit == 8 ? 3 : digit))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("map.csv"), lines);
  }

  private AnalysisResult analyzed(String name, Object... more) {
    Object[] args =
        Stream.concat(
                Stream.of("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--quiet", "--out"),
                Stream.concat(Stream.of(folder.resolve(name)), Arrays.stream(more)))
            .toArray();
    Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return ResultJson.read(folder.resolve(name).resolve("result.json"));
  }

  @Test
  void theMapIsPartOfWhatIsAskedAgain() throws IOException {
    AnalysisResult plain = analyzed("plain");
    AnalysisResult mapped = analyzed("mapped", "--class-map", swapped());
    assertThat(plain.accuracy()).isGreaterThan(0.95);
    assertThat(mapped.accuracy()).isBetween(0.7, 0.82);
    assertThat(mapped.data().classes())
        .containsExactly("0", "1", "2", "8", "4", "5", "6", "7", "3", "9");

    Files.delete(folder.resolve("map.csv"));
    Path again = folder.resolve("again");
    Outcome outcome =
        Cli.run(
            "analyze", "--again", folder.resolve("mapped/result.json"), "--quiet", "--out", again);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(again.resolve("result.json"))
        .hasSameBinaryContentAs(folder.resolve("mapped/result.json"));
  }

  @Test
  void aMapThatDoesNotFitIsRefused() throws IOException {
    Path map = Files.writeString(folder.resolve("map.csv"), "0,0\n1,1\n");
    Path out = folder.resolve("out");
    Outcome outcome =
        Cli.run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--class-map", map, "--out", out);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("--class-map does not say which output class '2' is")
        .hasLineCount(1);
    assertThat(out).doesNotExist();
  }
}
