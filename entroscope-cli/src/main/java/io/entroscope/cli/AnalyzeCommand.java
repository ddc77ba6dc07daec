package io.entroscope.cli;

import io.entroscope.core.AnalysisOptions;
import io.entroscope.core.AnalysisOptions.Pixels;
import io.entroscope.core.At;
import io.entroscope.core.Device;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageSize;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.stats.Normalizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The main job: the layer-wise entropy of a model on images. */
@Command(
    name = "analyze",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Tells for every layer and class how concentrated the activation is, and how that goes"
            + " over depth.")
final class AnalyzeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description =
          "The labelled images: IDX (MNIST), CIFAR binaries, or a folder, .zip or .tar with one"
              + " folder per class.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder for result.json, report.html and run.json.")
  private @Nullable Path out;

  @Option(
      names = "--layers",
      paramLabel = "fc|conv|all|NAME,...",
      description =
          "Which layers (default: the fully connected ones for the verdict, convolutions beside"
              + " them).")
  private @Nullable String layers;

  @Option(
      names = "--at",
      paramLabel = "output|preactivation|both",
      description = "After the activation function (default), before it, or both.")
  private At at = At.OUTPUT;

  @Option(
      names = "--split",
      paramLabel = "train|val|test",
      description = "Which part of the data (default: test).")
  private String split = Split.TEST.id();

  @Option(
      names = "--format",
      paramLabel = "idx|cifar|folder|zip|tar",
      description = "How the images are stored (default: found out from the content).")
  private @Nullable String format;

  @Option(
      names = "--classes",
      paramLabel = "NAME,...",
      split = ",",
      description = "Only these classes, by name or index.")
  private List<String> classes = List.of();

  @Option(
      names = "--per-class",
      paramLabel = "N",
      description = "N images of each class, a fixed choice.")
  private @Nullable Integer perClass;

  @Option(names = "--limit", paramLabel = "N", description = "At most N images, a fixed choice.")
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
      names = "--mean",
      paramLabel = "M[,M,M]",
      split = ",",
      description = "Subtracted after scaling to [0, 1]; one value, or one per channel.")
  private @Nullable List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "S[,S,S]",
      split = ",",
      description = "Divided by afterwards; one value, or one per channel.")
  private @Nullable List<Double> std;

  @Option(
      names = "--scale",
      paramLabel = "F",
      description = "What pixels of 0 to 255 are multiplied by (default: 1/255).")
  private @Nullable Double scale;

  @Option(
      names = "--resize",
      paramLabel = "N|HxW",
      description = "Resize images to this height and width.")
  private @Nullable String resize;

  @Option(
      names = "--normalizer",
      paramLabel = "log|units|none",
      description = "f(n) that entropies are divided by (default: log n).")
  private Normalizer normalizer = Normalizer.LOG;

  @Option(
      names = "--input",
      paramLabel = "NAME",
      description = "The model's input that images go into, where several could be.")
  private @Nullable String input;

  @Option(
      names = "--feed",
      paramLabel = "NAME=NUMBER",
      description = "What another input is filled with; may be repeated.")
  private Map<String, Double> feeds = Map.of();

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The model's output that predictions are read from, where several could be.")
  private @Nullable String output;

  @Option(
      names = "--samples",
      paramLabel = "K",
      description = "Images of each class whose activations the result keeps (default: 5).")
  private int samples = 5;

  @Option(names = "--batch", paramLabel = "N", description = "Images per batch (default: 256).")
  private int batch = 256;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that infer (default: one per core); the result is the same for any.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--device",
      paramLabel = "cpu|cuda",
      description = "Where inference runs (default: cpu).")
  private Device device = Device.CPU;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Chooses images, samples and groups (default: 0).")
  private long seed;

  @Option(names = "--quiet", description = "Print nothing but errors.")
  private boolean quiet;

  @Option(names = "--json", description = "Print the result as JSON instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    if (out == null && !json) {
      throw new ParameterException(
          java.util.Objects.requireNonNull(spec).commandLine(),
          "nowhere to put the result: give --out DIR, or --json to print it");
    }
    Optional<Path> folder = Optional.ofNullable(out);
    AnalysisResult result = AnalysisRun.run(model, images(), options(), folder, quiet || json);
    if (json) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ResultJson.write(result, bytes);
      Console.out().print(bytes.toString(StandardCharsets.UTF_8));
      Console.out().flush();
    } else if (!quiet) {
      Console.out().print(ResultText.of(result, folder));
      Console.out().flush();
    }
    return 0;
  }

  private DataSpec images() {
    DataSpec images =
        DataSpec.of(data)
            .withSplit(Split.parse(split))
            .withSkipCorrupt(skipCorrupt)
            .withCoarseLabels(coarse)
            .withTranspose(transpose);
    return format == null ? images : images.withFormat(Format.parse(format));
  }

  private AnalysisOptions options() {
    AnalysisOptions.Builder builder =
        AnalysisOptions.builder()
            .at(at)
            .selection(
                new Selection(
                    classes, Optional.ofNullable(perClass), Optional.ofNullable(limit), seed))
            .pixels(
                new Pixels(
                    Optional.ofNullable(scale),
                    Optional.ofNullable(mean),
                    Optional.ofNullable(std),
                    Optional.ofNullable(resize).map(ImageSize::parse)))
            .normalizer(normalizer)
            .batch(batch)
            .threads(threads)
            .device(device)
            .feeds(feeds)
            .samplesPerClass(samples);
    if (layers != null) {
      builder.layers(layers);
    }
    if (input != null) {
      builder.input(input);
    }
    if (output != null) {
      builder.output(output);
    }
    return builder.build();
  }
}
