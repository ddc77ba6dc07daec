package io.entroscope.app.option;

import picocli.CommandLine.Option;

/** How many threads a command that trains may use. */
public final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  public int count() {
    return threads;
  }
}
