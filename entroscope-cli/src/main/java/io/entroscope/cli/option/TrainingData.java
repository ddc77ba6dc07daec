package io.entroscope.cli.option;

import io.entroscope.data.ClassMapFile;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The images that networks are trained and tested on. */
public final class TrainingData {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description =
          "The labelled images, with a training and a test split: IDX (MNIST), CIFAR binaries, or a"
              + " folder, .zip or .tar with one folder per class.")
  private Path data = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "idx|cifar|folder|zip|tar",
      description = "How the images are stored (default: found out from the content).")
  private @Nullable String format;

  @Option(
      names = "--class-map",
      paramLabel = "FILE",
      description =
          "Which output of the model each class is: lines 'NAME,OUTPUT', or JSON (default: that of"
              + " its place among the classes).")
  private @Nullable Path classMap;

  public DataSpec spec() {
    DataSpec images =
        DataSpec.of(data).withClassMap(classMap == null ? null : ClassMapFile.read(classMap));
    return format == null ? images : images.withFormat(Format.parse(format));
  }
}
