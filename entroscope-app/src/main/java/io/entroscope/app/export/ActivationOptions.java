package io.entroscope.app.export;

import io.entroscope.core.PlanException;
import io.entroscope.core.activation.ActivationChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that ask for the activations of single images. */
public final class ActivationOptions {

  @Option(
      names = "--activations",
      paramLabel = "FILE.npz|FILE.parquet",
      description =
          "Also write the activations of every image, [N, units] for each layer, with label,"
              + " prediction and entropy, as numpy.load or pandas.read_parquet read them (default:"
              + " none).")
  private @Nullable Path file;

  @Option(
      names = "--activation-layers",
      split = ",",
      hideParamSyntax = true,
      paramLabel = "NAME,...",
      description = "The layers in that file (default: all that are observed).")
  private List<String> layers = List.of();

  @Option(
      names = "--activations-per-class",
      paramLabel = "K",
      description = "The first K images of each class in that file (default: all).")
  private int perClass;

  /**
   * Where the activations of which images go; empty: nowhere.
   *
   * @throws PlanException if they cannot be written there
   */
  public Optional<ActivationFile> asked() {
    if (file == null) {
      if (!layers.isEmpty() || perClass != 0) {
        throw new PlanException(
            "--activation-layers and --activations-per-class say what goes into a file; name it"
                + " with --activations FILE.npz");
      }
      return Optional.empty();
    }
    if (ActivationFile.isParquet(file)) {
      ActivationFile.parquet();
    } else if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".npz")) {
      throw new PlanException(
          file + " is no name of an .npz or .parquet file; write --activations FILE.npz");
    }
    if (Files.isDirectory(file)) {
      throw new PlanException(file + " is a folder; write --activations FILE.npz");
    }
    return Optional.of(new ActivationFile(file, new ActivationChoice(layers, perClass)));
  }
}
