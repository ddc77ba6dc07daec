package io.entroscope.app.option;

import picocli.CommandLine.Option;

/** The option of every command that tells of its progress. */
public final class QuietOption {
  @Option(names = "--quiet", description = "Print nothing but errors.")
  private boolean quiet;

  public boolean asked() {
    return quiet;
  }
}
