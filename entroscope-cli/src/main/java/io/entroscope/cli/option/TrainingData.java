package io.entroscope.cli.option;

import io.entroscope.app.option.ClassMapOption;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin private ClassMapOption classMap = new ClassMapOption();

  public DataSpec spec() {
    DataSpec images = DataSpec.of(data).withClassMap(classMap.map());
    return format == null ? images : images.withFormat(Format.parse(format));
  }
}
