package io.entroscope.app.option;

import picocli.CommandLine.Option;

/** The option of every command that needs no classes. */
public final class UnlabelledOption {
  @Option(
      names = "--unlabelled",
      description =
          "Take no notice of labels: all examples are of one class, and there is no accuracy"
              + " (default: only where the data have none).")
  private boolean unlabelled;

  public boolean asked() {
    return unlabelled;
  }
}
