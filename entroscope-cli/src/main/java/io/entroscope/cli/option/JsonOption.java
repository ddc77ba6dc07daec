package io.entroscope.cli.option;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.entroscope.app.Console;
import io.entroscope.app.PrettyJson;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Whether another program reads what a command prints. */
public final class JsonOption {
  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  public boolean asked() {
    return json;
  }

  /** Prints a value as JSON if that was asked for, otherwise as this text. */
  public void print(Object value, Supplier<String> text) throws JsonProcessingException {
    Console.out().print(json ? PrettyJson.of(value) + "\n" : text.get());
    Console.out().flush();
  }
}
