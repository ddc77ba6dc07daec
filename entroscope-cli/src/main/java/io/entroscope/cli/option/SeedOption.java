package io.entroscope.cli.option;

import picocli.CommandLine.Option;

/** What a command's random choices follow from. */
public final class SeedOption {
  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides everything random (default: 0).")
  private long seed;

  public long value() {
    return seed;
  }
}
