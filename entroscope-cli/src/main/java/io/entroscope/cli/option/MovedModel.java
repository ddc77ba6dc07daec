package io.entroscope.cli.option;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that reads results, and the model that they are of. */
public final class MovedModel {
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = "The ONNX file, if it has been moved (default: where it was).")
  private @Nullable Path model;

  /** Where the model is now; null: where it was. */
  public @Nullable Path path() {
    return model;
  }
}
