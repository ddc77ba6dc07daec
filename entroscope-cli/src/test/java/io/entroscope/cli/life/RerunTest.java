package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.app.AnalysisRun;
import io.entroscope.cli.Cli;
import io.entroscope.core.PlanException;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs into a folder that has a result. */
class RerunTest {
  @TempDir private Path folder;

  private AnalysisResult analyzed(Path out) {
    assertThat(Cli.run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--quiet", "--out", out).code())
        .isZero();
    return ResultJson.read(out.resolve("result.json"));
  }

  @Test
  void aFailedOneLeavesTheEarlierResult() throws IOException {
    AnalysisResult result = analyzed(folder);
    byte[] earlier = Files.readAllBytes(folder.resolve("result.json"));
    byte[] run = Files.readAllBytes(folder.resolve("run.json"));
    Files.delete(folder.resolve("report.html"));
    Files.createDirectories(folder.resolve("report.html/in the way"));
    assertThatThrownBy(() -> AnalysisRun.write(other(result), folder))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("report.html is a folder");
    assertThat(folder.resolve("result.json")).hasBinaryContent(earlier);
    assertThat(folder.resolve("run.json")).hasBinaryContent(run);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("result.json", "run.json", "report.html");
    }
  }

  private static AnalysisResult other(AnalysisResult result) {
    return result.withLayers(result.layers().subList(0, 1));
  }

  @Test
  void twoAtOnceLeaveAllFilesOfOne() throws Exception {
    AnalysisResult one = analyzed(folder.resolve("one"));
    AnalysisRun.write(other(one), folder.resolve("other"));
    Path shared = folder.resolve("shared");
    List<Throwable> thrown = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (AnalysisResult result : List.of(one, other(one), one, other(one))) {
      Thread thread = new Thread(() -> AnalysisRun.write(result, shared));
      thread.setUncaughtExceptionHandler((of, e) -> thrown.add(e));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(thrown).isEmpty();
    assertThat(same(shared, folder.resolve("one")) ^ same(shared, folder.resolve("other")))
        .isTrue();
  }

  private static boolean same(Path one, Path other) throws IOException {
    boolean same = true;
    for (String name : List.of("result.json", "report.html")) {
      same &=
          Arrays.equals(
              Files.readAllBytes(one.resolve(name)), Files.readAllBytes(other.resolve(name)));
    }
    return same;
  }
}
