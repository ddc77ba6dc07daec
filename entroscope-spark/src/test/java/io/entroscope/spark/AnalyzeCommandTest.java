package io.entroscope.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.app.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command line that spark-submit runs, beside that of one machine. */
@ExtendWith(LocalSpark.class)
class AnalyzeCommandTest {
  private static final Path MODEL = Sets.DEMO.resolve("mnist-3fc.onnx");

  @TempDir private Path folder;

  /**
   * What a command line gave.
   *
   * @param code the exit code
   * @param out standard output
   * @param err standard error
   */
  private record Outcome(int code, String out, String err) {}

  private static Outcome run(CommandLine line, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console.redirect(new PrintWriter(out, true), new PrintWriter(err, true));
    int code = line.execute(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  private static Outcome onSpark(SparkSession session, Object... args) {
    return run(Main.commandLine(session), args);
  }

  private static Outcome onOneMachine(Object... args) {
    return run(io.entroscope.cli.Main.commandLine(), args);
  }

  @Test
  void writesTheFilesOfOneMachine(SparkSession session) throws IOException {
    Object[] args = {"analyze", MODEL, "--data", Sets.SAMPLE, "--per-class", "50", "--out"};
    Outcome spark =
        onSpark(session, Stream.concat(Stream.of(args), Stream.of(folder.resolve("a"))).toArray());
    assertThat(spark.code()).as(spark.toString()).isZero();
    assertThat(spark.out()).contains("accuracy", "fc1", "result.json");
    Outcome local =
        onOneMachine(Stream.concat(Stream.of(args), Stream.of(folder.resolve("b"))).toArray());
    assertThat(local.code()).as(local.toString()).isZero();
    for (String file : List.of("result.json", "report.html")) {
      assertThat(folder.resolve("a").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
    }
  }

  @Test
  void readsAndWritesElsewhere(SparkSession session) throws IOException {
    Path data = Sets.folder(folder.resolve("a set"), 40);
    Path model = Files.copy(MODEL, folder.resolve("a model.onnx"));
    String far = "far:" + folder.toUri().getPath();
    // Of a larger result that was there before.
    Path out = Files.createDirectories(folder.resolve("an out"));
    Files.writeString(out.resolve("result.json"), "{\"schema\":\"\",\"arrays\":{}}");
    Files.writeString(out.resolve("result.npz"), "arrays");
    Outcome there =
        onSpark(
            session,
            "analyze",
            far + "a model.onnx",
            "--data",
            far + "a set",
            "--out",
            far + "an out",
            "--feature-maps",
            "1");
    assertThat(there.code()).as(there.toString()).isZero();
    Outcome here =
        onOneMachine(
            "analyze", model, "--data", data, "--out", folder.resolve("b"), "--feature-maps", "1");
    assertThat(here.code()).as(here.toString()).isZero();
    String expected = Files.readString(folder.resolve("b/result.json"));
    String path = folder.toUri().getPath();
    assertThat(Files.readString(folder.resolve("an out/result.json")))
        .isEqualTo(expected.replace("\"" + path, "\"" + far));
    try (Stream<Path> files = Files.list(folder.resolve("an out"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("result.json", "report.html");
    }

    String first = Files.readString(folder.resolve("an out/result.json"));
    Outcome repeated =
        onSpark(session, "analyze", "--again", far + "an out", "--out", far + "repeated");
    assertThat(repeated.code()).as(repeated.toString()).isZero();
    assertThat(Files.readString(folder.resolve("repeated/result.json"))).isEqualTo(first);

    Outcome again =
        onSpark(
            session,
            "analyze",
            far + "a model.onnx",
            "--data",
            far + "a set",
            "--out",
            far + "an out",
            "--quiet");
    assertThat(again.code()).as(again.toString()).isZero();
    assertThat(again.out() + again.err()).isEmpty();
  }

  @Test
  void readsIdxFromElsewhere(SparkSession session) throws IOException {
    Path data = Sets.idx(folder.resolve("mnist"), 100, ".gz");
    Sets.idx(data, 100, "");
    for (Path file : List.of(data, data.resolve("t10k-images-idx3-ubyte.gz"))) {
      Outcome outcome =
          onSpark(
              session,
              "analyze",
              MODEL,
              "--data",
              "far:" + file.toUri().getPath(),
              "--out",
              folder.resolve("out"));
      assertThat(outcome.code()).as(outcome.toString()).isZero();
      assertThat(outcome.out()).contains("100 images");
    }
  }

  @Test
  void refusesInOneLineAndWritesNothing(SparkSession session) throws IOException {
    Path out = folder.resolve("out");
    Path bad = Sets.folder(folder.resolve("bad"), 30);
    Path image = bad.resolve("test/digit 7/00000.png");
    Files.createDirectories(image.getParent());
    Files.writeString(image, "no image");
    assertRefused(
        onSpark(session, "analyze", "--again", out, "--at", "both", "--out", out), "--at");
    assertRefused(onSpark(session, "analyze", "--again", bad, "--out", out), bad.toString());
    assertRefused(onSpark(session, "analyze", "--data", bad, "--out", out), "MODEL");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", bad, "--out", out), image.toString());
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", folder.resolve("none"), "--out", out),
        "no data at");
    assertRefused(
        onSpark(session, "analyze", "far:/none.onnx", "--data", Sets.SAMPLE, "--out", out),
        "no model at far:/none.onnx");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", "nowhere://x/y", "--out", out), "nowhere");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", "", "--out", out),
        "it is empty; name a file or folder");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", Sets.SAMPLE, "--out", image), "is a file");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", Sets.SAMPLE, "--out", "far:" + image),
        "is a file");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", Sets.SAMPLE, "--out", out, "--threads", "2"),
        "spark.task.cpus");
    assertRefused(
        onSpark(
            session, "analyze", MODEL, "--data", Sets.SAMPLE, "--out", out, "--partitions", "0"),
        "0 partitions");
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesTablesThatAreNotOfImages(SparkSession session) throws IOException {
    Path out = folder.resolve("out");
    Path table = folder.resolve("table.parquet");
    session
        .range(5)
        .selectExpr("id", "id - 1 as label", "cast('x' as binary) as image", "'a' as text")
        .write()
        .parquet(table.toString());
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", table, "--out", out), "row 0 of", "no label");
    assertRefused(
        onSpark(
            session, "analyze", MODEL, "--data", table, "--out", out, "--image-column", "picture"),
        "no column 'picture'",
        "id, label, image, text");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", table, "--out", out, "--image-column", "text"),
        "not encoded images");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", table, "--out", out, "--label-column", "text"),
        "not whole numbers");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", table, "--out", out, "--label-column", "id"),
        "row 0 of",
        "cannot be decoded");
    Path damaged = folder.resolve("damaged/test-0.parquet");
    Files.createDirectories(damaged.getParent());
    Files.writeString(damaged, "PAR1 but no more");
    assertRefused(
        onSpark(session, "analyze", MODEL, "--data", damaged.getParent(), "--out", out),
        "no whole Parquet file");
    assertRefused(
        onSpark(
            session,
            "analyze",
            MODEL,
            "--data",
            damaged.getParent(),
            "--out",
            out,
            "--split",
            "train"),
        "no train split",
        "it has test");
    assertThat(out).doesNotExist();
  }

  private static void assertRefused(Outcome outcome, String... why) {
    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(2);
    assertThat(outcome.err().strip()).contains(why).hasLineCount(1).startsWith("entroscope: ");
    assertThat(outcome.out()).isEmpty();
  }
}
