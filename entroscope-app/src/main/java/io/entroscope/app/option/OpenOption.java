package io.entroscope.app.option;

import io.entroscope.app.Console;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Whether a person wants to see at once what a command has written. */
public final class OpenOption {
  @Option(names = "--open", description = "Open what is written to be looked at.")
  private boolean open;

  /**
   * Opens a page or picture with the program that the desktop has for it, if that was asked for.
   */
  public void show(Path file) {
    if (!open) {
      return;
    }
    List<String> command =
        command(System.getProperty("os.name"), file.toAbsolutePath().normalize().toString());
    try {
      new ProcessBuilder(command)
          .redirectOutput(Redirect.DISCARD)
          .redirectError(Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      Console.note(
          "cannot open " + file + ": there is no " + command.get(0) + "; open it yourself");
    }
  }

  /** What opens a file on a system. */
  public static List<String> command(String system, String file) {
    String name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler", file);
    }
    return List.of(name.startsWith("mac") ? "open" : "xdg-open", file);
  }
}
