package io.entroscope.app.option;

import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.data.ArrayNames;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ReadOptions;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.TextReading;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which images, and how their pixels become input. */
public final class ImageOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description =
          "The labelled images: IDX (MNIST), CIFAR binaries, or a folder, .zip or .tar with one"
              + " folder per class, or Parquet; for 'analyze', 'ablate' and 'prune' of blocks also"
              + " NumPy arrays (a folder or .npz) or texts (.tsv, .csv, .jsonl); no default.")
  private @Nullable Path data;

  @Option(
      names = "--split",
      paramLabel = "train|val|test",
      description = "Which part of the data (default: test).")
  private String split = Split.TEST.id();

  @Option(
      names = "--format",
      paramLabel = "idx|cifar|folder|zip|tar|parquet|npy|npz|text",
      description = "How the images are stored (default: found out from the content).")
  private @Nullable String format;

  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      split = ",",
      hideParamSyntax = true,
      description = "Only these classes, by name or index (default: all).")
  private List<String> classes = List.of();

  @Mixin private ClassMapOption classMap = new ClassMapOption();

  @Option(
      names = "--first-label",
      paramLabel = "0|1",
      description =
          "Labels that are numbers: which is the model's first output (default: 1 if none is 0 and"
              + " the highest is the number of outputs, else 0).")
  private @Nullable Integer firstLabel;

  @Option(
      names = "--per-class",
      paramLabel = "N",
      description = "N images of each class, a fixed choice (default: all).")
  private @Nullable Integer perClass;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N images, a fixed choice (default: all).")
  private @Nullable Integer limit;

  @Option(
      names = "--skip-corrupt",
      description = "Count images that cannot be decoded and go on, instead of stopping.")
  private boolean skipCorrupt;

  @Option(
      names = "--coarse",
      description = "CIFAR-100: its 20 coarse classes instead of the 100 fine ones.")
  private boolean coarse;

  @Option(
      names = "--transpose",
      description = "Exchange rows and columns of every image (EMNIST is stored lying).")
  private boolean transpose;

  @Option(
      names = "--input-array",
      paramLabel = "NAME",
      description =
          "NumPy, Parquet: the array or column for the model's input (default: that of the input's"
              + " name, or the only one).")
  private @Nullable String inputArray;

  @Option(
      names = "--label-array",
      paramLabel = "NAME",
      description =
          "NumPy: the array of labels (default: labels, label, y, y_test and their like).")
  private @Nullable String labelArray;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Texts: their column, by name or number (default: the one of a usual name, or of the"
              + " first two the longer).")
  private @Nullable String textColumn;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description =
          "Texts and tables: the column of labels, likewise (default: the other of the two).")
  private @Nullable String labelColumn;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE",
      description = "Texts: the model's tokenizer.json (default: the one beside the model).")
  private @Nullable String tokenizer;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Texts: cut beyond so many tokens (default: as the tokenizer says, or 512).")
  private @Nullable Integer maxTokens;

  @Option(
      names = "--mean",
      paramLabel = "M,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Subtracted after scaling to [0, 1]; one value, or one per channel (default: as the"
              + " model's metadata say, or none).")
  private @Nullable List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "S,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Divided by afterwards; one value, or one per channel (default: as the model's metadata"
              + " say, or none).")
  private @Nullable List<Double> std;

  @Option(
      names = "--scale",
      paramLabel = "F",
      description = "What pixels of 0 to 255 are multiplied by (default: 1/255).")
  private @Nullable Double scale;

  @Option(
      names = "--resize",
      paramLabel = "N|HxW",
      description = "Resize images to this height and width (default: as they are).")
  private @Nullable String resize;

  @Option(
      names = "--flat",
      paramLabel = "chw|hwc",
      description =
          "The order of an image's values where the model takes rows: channel by channel, as"
              + " PyTorch flattens, or pixel by pixel, as Keras does (default: chw).")
  private @Nullable FlatOrder flat;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Chooses images, samples and groups (default: 0).")
  private long seed;

  /** Where the images lie; null: it was not said. */
  public @Nullable Path data() {
    return data;
  }

  /**
   * Where the images lie.
   *
   * @throws ParameterException if it was not said
   */
  public Path requireData() {
    if (data == null) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), "Missing required option: '--data=PATH'");
    }
    return data;
  }

  /**
   * Where the images lie, and which part of them is meant.
   *
   * @throws ParameterException if it was not said where
   */
  public DataSpec spec() {
    Path path = requireData();
    Format stored = format == null ? null : Format.parse(format);
    return new DataSpec(
        path,
        ReadOptions.builder()
            .split(Split.parse(split))
            .format(stored)
            .skipCorrupt(skipCorrupt)
            .coarseLabels(coarse)
            .transpose(transpose)
            .classMap(classMap.map())
            .arrays(arrays())
            .texts(texts())
            .labelsFromOne(labelsFromOne())
            .build());
  }

  private @Nullable Boolean labelsFromOne() {
    if (firstLabel != null && firstLabel != 0 && firstLabel != 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "--first-label is 0 or 1, not " + firstLabel);
    }
    return firstLabel == null ? null : Boolean.valueOf(firstLabel == 1);
  }

  private @Nullable TextReading texts() {
    TextReading said = new TextReading(textColumn, labelColumn, tokenizer, maxTokens);
    return said.equals(TextReading.UNSAID) ? null : said;
  }

  /** The column of labels; null: it was not said. */
  public @Nullable String labelColumn() {
    return labelColumn;
  }

  private @Nullable ArrayNames arrays() {
    return inputArray == null && labelArray == null ? null : new ArrayNames(inputArray, labelArray);
  }

  public Selection selection() {
    return new Selection(classes, perClass, limit, seed);
  }

  public Pixels pixels() {
    return new Pixels(scale, mean, std, resize == null ? null : ImageSize.parse(resize), flat);
  }
}
