package io.entroscope.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli;
import io.entroscope.testing.Facility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/notebook.md, run from its first block to its last by a Python with NumPy and pandas. */
class NotebookTest {
  private static final Path PAGE = Path.of("..", "docs", "notebook.md");
  private static final Pattern BLOCK =
      Pattern.compile("```(sh|python)\n(.*?)\n```", Pattern.DOTALL);
  private static final List<String> PYTHONS = List.of("/usr/bin/python3", "python3");
  private static final int SECONDS = 120;

  @TempDir private Path folder;

  @Test
  void everyBlockRuns() throws IOException, InterruptedException {
    Optional<String> python = python();
    Facility.PYTHON.need(
        python.isPresent(),
        "no python3 has NumPy, pandas and matplotlib; apt-get install python3-numpy"
            + " python3-pandas python3-matplotlib");
    String page = Files.readString(PAGE);
    blocks(page, "sh").lines().forEach(this::command);
    Path script = Files.writeString(folder.resolve("notebook.py"), blocks(page, "python"));
    String said = run(python.orElseThrow(), script.toString());
    assertThat(said)
        .contains("['conv1', 'conv2', 'fc1', 'fc2', 'fc3'] (1000, 256) accuracy 0.992")
        .contains("where right", "low95", "probeAccuracy", "layer_name");
    assertThat(folder.resolve("out/notebook/curve.png")).isNotEmptyFile();
  }

  private static String blocks(String page, String language) {
    return BLOCK
        .matcher(page)
        .results()
        .filter(block -> block.group(1).equals(language))
        .map(block -> block.group(2))
        .collect(Collectors.joining("\n"));
  }

  /** Runs a line of the shell with the demo where it lies and outputs in a folder of the test. */
  private void command(String line) {
    Matcher program = Pattern.compile("^\\./entroscope (.*)$").matcher(line);
    assertThat(program.matches()).as(line).isTrue();
    Object[] words =
        Arrays.stream(program.group(1).split(" ", -1))
            .map(word -> word.startsWith("demo/") ? "../" + word : word)
            .map(word -> word.startsWith("out/") ? folder.resolve(word).toString() : word)
            .toArray();
    Cli.Outcome outcome = Cli.run(words);
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static Optional<String> python() throws IOException, InterruptedException {
    for (String one : PYTHONS) {
      try {
        if (process(Path.of("."), one, "-c", "import numpy, pandas, matplotlib").waitFor() == 0) {
          return Optional.of(one);
        }
      } catch (IOException e) {
        // There is no such program; the next one may be there.
      }
    }
    return Optional.empty();
  }

  private String run(String... command) throws IOException, InterruptedException {
    Process process = process(folder, command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static Process process(Path folder, String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("MPLBACKEND", "Agg");
    return builder.start();
  }
}
