package io.entroscope.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed program on a real cluster, of which a process is killed. */
class ClusterIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path JAR = TARGET.resolve("entroscope-spark.jar");
  private static final int IMAGES = 22_000;

  @TempDir private Path folder;

  private static List<String> analyze(Path data, Path out, String... more) {
    return java.util.stream.Stream.concat(
            java.util.stream.Stream.of(
                "analyze",
                Sets.DEMO.resolve("mnist-3fc.onnx").toAbsolutePath().normalize().toString(),
                "--data",
                data.toString(),
                "--batch",
                Integer.toString(Sets.BATCH),
                "--out",
                out.toString()),
            java.util.stream.Stream.of(more))
        .toList();
  }

  /** Two executors, of which one is killed, and every task that is a little slow is run twice. */
  @Test
  void givesTheSameBytesThoughAnExecutorIsKilled() throws IOException, InterruptedException {
    Path data = Sets.idx(folder.resolve("mnist"), IMAGES, "");
    Path model = Sets.DEMO.resolve("mnist-3fc.onnx").toAbsolutePath().normalize();
    AnalysisOptions options = Sets.options().build();
    byte[] expected =
        Sets.json(Sets.local(io.entroscope.onnx.OnnxModel.read(model), DataSpec.of(data), options));
    Path home =
        Cluster.install(
            TARGET.resolve("spark-home"), Files.readString(TARGET.resolve("spark-jars")));
    try (Cluster cluster = new Cluster(home, folder.resolve("cluster"), 2)) {
      Path log = folder.resolve("driver.log");
      Path out = folder.resolve("out");
      Process driver =
          cluster.submit(
              log,
              List.of(
                  "spark.speculation=true",
                  "spark.speculation.interval=20ms",
                  "spark.speculation.multiplier=1.01",
                  "spark.speculation.quantile=0.1",
                  "spark.speculation.minTaskRuntime=1ms"),
              JAR,
              analyze(data, out, "--partitions", "22"));
      // Some states are there already, and will be lost, and a task is running.
      Cluster.await(log, "Finished task 3.0");
      ProcessHandle killed = cluster.executors().get(0);
      killed.destroyForcibly();
      boolean ended = driver.waitFor(90, TimeUnit.SECONDS);
      assertThat(ended).as(Cluster.text(log)).isTrue();
      assertThat(driver.exitValue()).as(Cluster.text(log)).isZero();
      assertThat(Cluster.text(log)).contains("Lost executor").contains("accuracy 0.99");
      assertThat(Files.readAllBytes(out.resolve("result.json"))).isEqualTo(expected);
      assertThat(out.resolve("report.html")).isNotEmptyFile();

      Path badLog = folder.resolve("bad.log");
      Process bad = cluster.submit(badLog, List.of(), JAR, analyze(folder.resolve("none"), out));
      assertThat(bad.waitFor(90, TimeUnit.SECONDS)).isTrue();
      assertThat(bad.exitValue()).as(Cluster.text(badLog)).isEqualTo(2);
      assertThat(Cluster.text(badLog)).contains("entroscope: no data at " + folder.resolve("none"));
    }
  }
}
