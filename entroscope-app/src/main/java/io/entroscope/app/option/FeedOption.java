package io.entroscope.app.option;

import java.util.Map;
import picocli.CommandLine.Option;

/** The option of every command that runs models with inputs besides the examples. */
public final class FeedOption {
  @Option(
      names = "--feed",
      paramLabel = "NAME=NUMBER",
      description = "What another input is filled with; may be repeated (default: none).")
  private Map<String, Double> feeds = Map.of();

  /** The numbers by the input's name. */
  public Map<String, Double> feeds() {
    return feeds;
  }
}
