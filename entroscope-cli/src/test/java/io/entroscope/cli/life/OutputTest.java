package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.app.CommandLines;
import io.entroscope.app.Console;
import io.entroscope.cli.Cli;
import io.entroscope.testing.Facility;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Output that cannot be written, and errors of the Java machine. */
class OutputTest {
  private static final int READER_GONE = 141;

  @TempDir private Path folder;

  private static ProcessBuilder program(String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.entroscope.cli.Main"));
    command.addAll(List.of(args));
    return new ProcessBuilder(command);
  }

  private static String errorsOf(Process process, int code) throws Exception {
    String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isEqualTo(code);
    return text;
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "--help", "layers MODEL", "layers MODEL --json"})
  void aFullDiskIsAFailure(String line) throws Exception {
    File full = new File("/dev/full");
    Facility.LINUX.need(full.exists(), "no " + full);
    Process process =
        program(line.replace("MODEL", Cli.MODEL).split(" ")).redirectOutput(full).start();
    assertThat(errorsOf(process, 1))
        .startsWith("entroscope: cannot write the output: ")
        .satisfies(text -> assertThat(text.lines()).hasSize(1));
  }

  @Test
  void whoeverHasReadEnoughEndsItQuietly() throws Exception {
    Process process = program("layers", Cli.MODEL).start();
    process.getInputStream().close();
    assertThat(errorsOf(process, READER_GONE)).isEmpty();
  }

  @Test
  void whatTheLauncherMadeForTemporaryFilesIsGoneAfterwards() throws Exception {
    Path scratch = Files.createDirectory(folder.resolve("entroscope-0123456789abcdef"));
    Path left = Files.createDirectory(folder.resolve("entroscope-abcdefghijklmnop"));
    Files.createFile(left.resolve("owner"));
    Files.createDirectories(left.resolve("onnxruntime-java1"));
    ProcessBuilder builder = program("layers", Cli.MODEL);
    builder
        .command()
        .addAll(1, List.of("-Djava.io.tmpdir=" + scratch, "-Dentroscope.scratch=" + scratch));
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    assertThat(errorsOf(process, 0)).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  /** A command that fails as it is told to. */
  @Command(name = "failing")
  private static final class Failing implements Callable<Integer> {
    private final Throwable thrown;

    Failing(Throwable thrown) {
      this.thrown = thrown;
    }

    @Override
    public Integer call() throws Exception {
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (Exception) thrown;
    }
  }

  static Stream<Object[]> errors() {
    return Stream.of(
        new Object[] {new OutOfMemoryError("Java heap space"), "JAVA_OPTS=-Xmx"},
        new Object[] {new StackOverflowError(), "JAVA_OPTS=-Xss"},
        new Object[] {
          new ExceptionInInitializerError(new IOException("Read-only file system")),
          "java.io.IOException: Read-only file system; check that the folder for temporary files"
        },
        new Object[] {new NoSuchFileException("/no/tmp"), "entroscope: there is no /no/tmp"},
        new Object[] {new UnsatisfiedLinkError("no libx"), "no libx"},
        new Object[] {new AssertionError("two\nlines"), "internal error"},
        new Object[] {new IOException("a  \n\n  " + " ".repeat(100_000) + "\r\nb"), ": a b\n"},
        new Object[] {new IllegalStateException("two\nlines"), "internal error"});
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anErrorOfTheMachineIsOneLine(Throwable thrown, String words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console.redirect(new PrintWriter(out, true), new PrintWriter(err, true));
    CommandLine line = CommandLines.configure(new CommandLine(new Failing(thrown)));
    assertThat(CommandLines.execute(line)).isEqualTo(1);
    assertThat(err.toString()).startsWith("entroscope: ").contains(words).doesNotContain("\tat ");
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }
}
