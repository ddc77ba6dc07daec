package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.testing.Facility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An analysis without {@code --out}, and folders where results are meant. */
class FreshFolderTest {
  private static final String NAME = "mnist-3fc-mnist-sample";

  @TempDir private Path folder;

  /** The program, run in the folder: the text that it printed. */
  private String program(String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("io.entroscope.cli.Main");
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("PATH", folder.resolve("bin").toString());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }

  private String analyzed(String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("analyze", absolute(Cli.MODEL), "--data"));
    args.addAll(List.of(absolute(Cli.SAMPLE), "--limit", "200"));
    args.addAll(List.of(more));
    return program(args.toArray(String[]::new));
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  @Test
  void aResultHasAFolderOfItsOwn() throws Exception {
    Path first = folder.resolve("out").resolve(NAME);
    String text = analyzed();
    assertThat(text).contains("fc1", "accuracy").endsWith("report  out/" + NAME + "/report.html\n");
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    byte[] result = Files.readAllBytes(first.resolve("result.json"));

    Files.writeString(folder.resolve("out").resolve(NAME + "-2"), "a file of that name");
    assertThat(analyzed("--classes", "3,8")).endsWith(NAME + "-3/report.html\n");
    assertThat(Files.readAllBytes(first.resolve("result.json"))).isEqualTo(result);
    assertThat(analyzed("--json")).startsWith("{");
    try (Stream<Path> made = Files.list(folder.resolve("out"))) {
      assertThat(made.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(NAME, NAME + "-2", NAME + "-3");
    }
  }

  @Test
  void openShowsTheReportWithTheDesktopsProgram() throws Exception {
    Facility.LINUX.need(Files.exists(Path.of("/bin/sh")), "no /bin/sh");
    assertThat(analyzed("--open"))
        .contains("note: cannot open out/" + NAME, "there is no xdg-open; open it yourself");

    Path opener = Files.createDirectories(folder.resolve("bin")).resolve("xdg-open");
    Path opened = folder.resolve("opened");
    Files.writeString(opener, "#!/bin/sh\necho \"$1\" >'" + opened + "'\n");
    assertThat(opener.toFile().setExecutable(true)).isTrue();
    assertThat(analyzed("--open", "--out", "shown")).doesNotContain("cannot open");
    for (int i = 0; i < 100 && (!Files.exists(opened) || Files.size(opened) == 0); i++) {
      Thread.sleep(100);
    }
    Path page = folder.toRealPath().resolve("shown").resolve("report.html");
    assertThat(Path.of(Files.readString(opened).strip()).toRealPath()).isEqualTo(page);
  }

  private Path result(String name, String... more) {
    List<Object> args = new ArrayList<>(List.of("analyze", Cli.MODEL, "--data", Cli.SAMPLE));
    args.addAll(List.of("--quiet", "--limit", "200", "--out", folder.resolve(name)));
    args.addAll(List.of(more));
    Outcome outcome = Cli.run(args.toArray());
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return folder.resolve(name);
  }

  private static String said(Object... args) {
    Outcome outcome = Cli.run(args);
    assertThat(outcome.code()).as(outcome.toString()).isZero();
    return outcome.out();
  }

  @Test
  void aFolderStandsForItsResult() throws IOException {
    Path one = result("run-1", "--seed", "1");
    Path two = result("run-2", "--seed", "1");
    Path file = one.resolve("result.json");

    assertThat(said("advise", one)).isEqualTo(said("advise", file)).isNotEmpty();
    assertThat(said("compare", one, two, "--json")).isEqualTo(said("compare", file, two, "--json"));
    Path page = one.resolve("report.html");
    Files.delete(page);
    assertThat(said("report", one).strip()).isEqualTo(page.toString());
    assertThat(said("analyze", "--again", one, "--json")).isEqualTo(Files.readString(file));
    assertThat(said("track", one, two, "--out", folder.resolve("both")))
        .contains("over training", "both/report.html");
  }

  @Test
  void aFolderWithoutAResultIsRefused() {
    for (String command : List.of("advise", "report", "track")) {
      Outcome outcome = Cli.run(command, folder, "--out", folder.resolve("page"));
      assertThat(outcome.code()).as(command + outcome).isEqualTo(2);
    }
    Outcome outcome = Cli.run("advise", folder);
    assertThat(outcome.err())
        .isEqualTo(
            "entroscope: "
                + folder
                + " holds no result.json; give a folder that an analysis wrote to\n");
  }
}
