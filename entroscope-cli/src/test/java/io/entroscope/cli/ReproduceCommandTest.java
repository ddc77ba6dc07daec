package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper's study from the command line, on noise. */
class ReproduceCommandTest {
  private static final int TRAIN = 200;
  private static final int TEST = 50;

  @TempDir private Path folder;

  private Path data() throws IOException {
    Path root = folder.resolve("data");
    Path mnist = Files.createDirectories(root.resolve("mnist"));
    Path cifar = Files.createDirectories(root.resolve("cifar10"));
    Random random = new Random(1);
    digits(mnist, "train", TRAIN, random);
    digits(mnist, "t10k", TEST, random);
    Files.write(cifar.resolve("data_batch_1.bin"), photographs(TRAIN, random));
    Files.write(cifar.resolve("test_batch.bin"), photographs(TEST, random));
    return root;
  }

  private static void digits(Path folder, String part, int count, Random random) {
    List<PixelImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(new PixelImage(new ImageShape(1, 28, 28), bytes(28 * 28, random)));
    }
    IdxWriter.writeImages(folder.resolve(part + "-images-idx3-ubyte"), images);
    IdxWriter.writeLabels(
        folder.resolve(part + "-labels-idx1-ubyte"),
        IntStream.range(0, count).map(i -> i % 10).toArray());
  }

  private static byte[] photographs(int count, Random random) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      records.write(i % 10);
      records.writeBytes(bytes(3 * 32 * 32, random));
    }
    return records.toByteArray();
  }

  private static byte[] bytes(int count, Random random) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Killed without warning, it goes on, and ends with the tables, the page and its figures. */
  @Test
  void aKilledStudyGoesOn() throws IOException, InterruptedException {
    Path root = data();
    Path out = folder.resolve("out");
    String[] args = {
      "reproduce",
      "--data-root",
      root.toString(),
      "--out",
      out.toString(),
      "--quick",
      "--threads",
      "1"
    };
    killAt("cifar-2fc:", args);
    assertThat(out.resolve("experiments/seed-1/mnist-3fc/experiment.json")).exists();
    assertThat(out.resolve("reproduction.md")).exists();

    Outcome outcome = Cli.run((Object[]) args);

    assertThat(outcome.code()).as(outcome.toString()).isZero();
    assertThat(outcome.err()).doesNotContain("mnist-3fc:").contains("cifar-6fc-without-fc5:");
    assertThat(outcome.out())
        .contains(
            "0.7740", "0.7187", "0.6626", "claim of the paper", "say nothing about the paper");
    JsonNode record =
        JsonMapper.builder().build().readTree(out.resolve("reproduction.json").toFile());
    assertThat(record.get("schema").asText()).isEqualTo("entroscope/reproduction/1");
    assertThat(record.get("seedsComplete")).hasSize(1);
    assertThat(record.get("claims")).hasSize(5);
    everyFigureOfThePageIsThere(out);
    String page = Files.readString(out.resolve("reproduction.md"));
    Outcome again = Cli.run("reproduce", "--out", out, "--pages", "--seeds", 1);
    assertThat(again.code()).as(again.toString()).isZero();
    assertThat(again.out()).isEqualTo(outcome.out());
    assertThat(out.resolve("reproduction.md")).hasContent(page);
    assertThat(sizeWithoutModels(out)).isLessThan(6_000_000);
  }

  private static void killAt(String sign, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.entroscope.cli.Main"));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (line != null && !line.contains(sign)) {
        said.append(line).append('\n');
        line = lines.readLine();
      }
      assertThat(line).as("after: " + said).isNotNull();
    }
    process.destroyForcibly();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("killed").isTrue();
  }

  private static void everyFigureOfThePageIsThere(Path out) throws IOException {
    Matcher links =
        Pattern.compile("!\\[[^]]*]\\(([^)]*)\\)")
            .matcher(Files.readString(out.resolve("reproduction.md")));
    int found = 0;
    while (links.find()) {
      assertThat(out.resolve(links.group(1))).isNotEmptyFile();
      assertThat(out.resolve(links.group(1).replace(".svg", ".png"))).isNotEmptyFile();
      found++;
    }
    assertThat(found).isGreaterThan(10);
  }

  private static long sizeWithoutModels(Path out) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      long size = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += file.startsWith(out.resolve("models")) ? 0 : Files.size(file);
      }
      return size;
    }
  }

  @Test
  void whatIsMissingIsToldInOneLine() throws IOException {
    Path out = folder.resolve("out");
    Outcome nowhere =
        Cli.run("reproduce", "--data-root", folder.resolve("none"), "--out", out, "--quick");
    assertThat(nowhere.code()).isEqualTo(2);
    assertThat(nowhere.err().lines()).hasSize(1).allMatch(line -> line.contains("no folder at"));

    Path empty = Files.createDirectory(folder.resolve("empty"));
    Outcome nothing = Cli.run("reproduce", "--data-root", empty, "--out", out, "--quick");
    assertThat(nothing.code()).isEqualTo(2);
    assertThat(nothing.err().lines())
        .hasSize(1)
        .allMatch(line -> line.contains("train-images-idx3-ubyte"));

    Outcome unsaid = Cli.run("reproduce", "--out", out);
    assertThat(unsaid.code()).isEqualTo(2);
    assertThat(unsaid.err()).contains("--data-root");

    Outcome seeds = Cli.run("reproduce", "--data-root", empty, "--out", out, "--seeds", 0);
    assertThat(seeds.code()).isEqualTo(2);
    assertThat(seeds.err()).contains("--seeds is 0");
    assertThat(out).doesNotExist();
  }
}
