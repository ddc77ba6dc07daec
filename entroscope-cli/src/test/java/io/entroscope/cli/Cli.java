package io.entroscope.cli;

import io.entroscope.app.CommandLines;
import io.entroscope.app.Console;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs command lines inside the test, as the program would. */
public final class Cli {
  public static final Path DEMO = Path.of("..", "demo");
  public static final String MODEL = DEMO.resolve("mnist-3fc.onnx").toString();
  public static final String SAMPLE = DEMO.resolve("mnist-sample").toString();

  private Cli() {}

  /**
   * What a command line gave.
   *
   * @param code the exit code
   * @param out standard output
   * @param err standard error
   */
  public record Outcome(int code, String out, String err) {}

  public static Outcome run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console.redirect(new PrintWriter(out, true), new PrintWriter(err, true));
    String[] words = Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    int code = CommandLines.execute(Main.commandLineFor(words), words);
    return new Outcome(code, out.toString(), err.toString());
  }
}
