package io.entroscope.app;

import io.entroscope.core.option.ObservedSide;
import io.entroscope.core.ort.Device;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.report.Format;
import io.entroscope.stats.Normalizer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.TypeConversionException;

/** How every command line of the program reads words, prints, fails and ends. */
public final class CommandLines {
  private CommandLines() {}

  /** Makes a command line read words, print and fail as all of the program's do. */
  public static CommandLine configure(CommandLine line) {
    HelpPage.on(line);
    return Numbers.on(line)
        .registerConverter(Path.class, CommandLines::path)
        .setOut(Console.help())
        .setErr(Console.err())
        .registerConverter(ObservedSide.class, new Words<>(ObservedSide.class))
        .registerConverter(Normalizer.class, new Words<>(Normalizer.class))
        .registerConverter(Format.class, new Words<>(Format.class))
        .registerConverter(FlatOrder.class, new Words<>(FlatOrder.class))
        .registerConverter(Device.class, new Words<>(Device.class))
        // A file may be named '@x', and what others hold is no argument.
        .setExpandAtFiles(false)
        .setExecutionStrategy(CommandLines::run)
        .setParameterExceptionHandler(Errors::wrongCommandLine)
        .setExecutionExceptionHandler(Errors::failed);
  }

  /**
   * Runs a command line to its exit code, whatever it throws, and makes sure that all it printed
   * went out.
   */
  public static int execute(CommandLine line, String... args) {
    try {
      int code = line.execute(args);
      Console.out().flush();
      return code;
    } catch (RuntimeException | Error e) {
      return Errors.failed(e);
    }
  }

  /**
   * A path as it was given. An empty word, as of a variable that is not set, would be the folder
   * that one is in.
   *
   * @throws TypeConversionException if it is empty
   */
  public static String named(String path) {
    if (path.isEmpty()) {
      throw new TypeConversionException("it is empty; name a file or folder");
    }
    return path;
  }

  private static Path path(String text) {
    try {
      return Path.of(named(text));
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + text + "' is no path: " + e.getReason());
    }
  }

  /** Help and version are printed by no command, so that no handler hears if they cannot be. */
  private static int run(ParseResult parsed) {
    try {
      return new RunLast().execute(parsed);
    } catch (OutputLost e) {
      return Errors.failed(e);
    }
  }
}
