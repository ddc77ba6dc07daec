package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.ProgressBar;
import io.entroscope.app.option.OpenOption;
import io.entroscope.app.option.QuietOption;
import io.entroscope.cli.option.NormalizationOptions;
import io.entroscope.cli.option.OutFolder;
import io.entroscope.cli.option.SeedOption;
import io.entroscope.cli.option.UnitRange;
import io.entroscope.core.AnalysisException;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.ImageSize;
import io.entroscope.data.image.PixelImage;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.data.image.PreprocessingJson;
import io.entroscope.files.WholeFile;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Maximization;
import io.entroscope.torch.maximize.ActivationMaximizer;
import io.entroscope.torch.maximize.ActivationMaximizer.Excited;
import io.entroscope.torch.maximize.ActivationMaximizer.Search;
import io.entroscope.torch.maximize.MaximizationOptions;
import io.entroscope.torch.maximize.PictureGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Images that excite single units of a layer. */
@Command(
    name = "maximize",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope maximize model.onnx --layer fc1 --out out/fc1",
      "  entroscope maximize model.onnx --layer conv2 --units 0-7 --out out/conv2"
    },
    sortOptions = false,
    description =
        "Seeks images that excite single units of a layer, by gradient ascent on the input, and"
            + " draws them side by side in maximized-LAYER.png. A result.json of the same model in"
            + " the folder gets them too.")
final class MaximizeCommand implements Callable<Integer> {
  /** Letters of a layer's name in that of a file; file systems take some 250. */
  private static final int LONGEST = 200;

  private static final int GREY = 1;
  private static final int RGB = 3;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file = Path.of("");

  @Option(names = "--layer", required = true, paramLabel = "NAME", description = "Which layer.")
  private String layerName = "";

  @Option(
      names = "--units",
      paramLabel = "N|A-B,...",
      description = "Which units, counted from 0 (default: 0-15, or all if there are fewer).")
  private @Nullable String units;

  @Mixin private OutFolder folder = new OutFolder();

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Steps of gradient ascent (default: 256).")
  private int steps = MaximizationOptions.DEFAULT.steps();

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "Random starts for each unit (default: 2).")
  private int starts = MaximizationOptions.DEFAULT.starts();

  @Option(
      names = "--jitter",
      paramLabel = "N",
      description = "By how many pixels the image is shifted at random in each step (default: 2).")
  private int jitter = MaximizationOptions.DEFAULT.jitter();

  @Option(
      names = "--variation",
      paramLabel = "F",
      description = "The weight of the total variation (default: 0.02).")
  private double variation = MaximizationOptions.DEFAULT.variation();

  @Option(
      names = "--decay",
      paramLabel = "F",
      description = "How much less high frequencies are moved (default: 1).")
  private double decay = MaximizationOptions.DEFAULT.decay();

  @Option(
      names = "--size",
      paramLabel = "N|HxW",
      description = "The size of the images, where the model takes any (default: the model's).")
  private @Nullable String size;

  @Mixin private NormalizationOptions normalization = new NormalizationOptions();

  @Mixin private SeedOption seed = new SeedOption();

  @Mixin private QuietOption quiet = new QuietOption();

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() throws IOException {
    Path out = folder.writable();
    OnnxModel model = OnnxModel.read(file);
    Layer layer = layer(model);
    Optional<AnalysisResult> result = resultOf(model, out);
    Search search = search(model, layer);
    List<Excited> found = search.excited();
    if (found.isEmpty()) {
      throw new AnalysisException(
          failure(layer, search.failed()) + "; look for NaN or infinity among the model's weights");
    }
    AnalysisRun.noteIfChanged(model);
    Path picture = write(layer, found, result, out);
    if (!quiet.asked()) {
      found.forEach(
          one ->
              Console.out().printf(Locale.ROOT, "unit %d: %.4g%n", one.unit(), one.activation()));
      Console.out().println("wrote " + picture);
      Console.out().flush();
    }
    open.show(picture);
    if (!search.failed().isEmpty()) {
      Console.error(failure(layer, search.failed()) + "; left out");
      return 1;
    }
    return 0;
  }

  private Layer layer(OnnxModel model) {
    List<Layer> chosen = Layers.select(Layers.find(model), layerName);
    if (chosen.size() != 1) {
      throw new PlanException(
          "'" + layerName + "' means " + chosen.size() + " layers; name one with --layer");
    }
    return chosen.get(0);
  }

  private Search search(OnnxModel model, Layer layer) throws IOException {
    MaximizationOptions options =
        new MaximizationOptions(
            steps,
            starts,
            MaximizationOptions.DEFAULT.rate(),
            jitter,
            variation,
            decay,
            seed.value());
    try (ProgressBar bar = ProgressBar.start()) {
      return LibtorchNeed.of(
          () ->
              ActivationMaximizer.run(
                  model,
                  layer,
                  UnitRange.parse(units, layer.units()),
                  shape(model),
                  preprocessing(model),
                  options,
                  quiet.asked() ? Progress.NONE : bar));
    }
  }

  /** Writes the picture, beside the result of the same network if there is one; its path. */
  private Path write(Layer layer, List<Excited> found, Optional<AnalysisResult> result, Path out)
      throws IOException {
    List<PixelImage> images = found.stream().map(Excited::image).toList();
    int zoom = Math.max(1, 96 / images.get(0).shape().width());
    String plain = layer.name().replaceAll("[^\\w.-]", "_");
    String name = "maximized-" + plain.substring(0, Math.min(LONGEST, plain.length())) + ".png";
    Path picture = out.resolve(name);
    byte[] png = PictureGrid.of(images, 8, zoom).png();
    if (result.isPresent()) {
      AnalysisRun.write(with(result.get(), layer, found), out, Map.of(name, png));
    } else {
      writePicture(picture, png);
    }
    return picture;
  }

  private static String failure(Layer layer, List<Integer> failed) {
    String units = failed.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return "layer '%s': no finite activation from any start for %s %s"
        .formatted(layer.name(), failed.size() == 1 ? "unit" : "units", units);
  }

  private static void writePicture(Path picture, byte[] png) {
    try {
      WholeFile.write(picture, stream -> stream.write(png));
    } catch (IOException e) {
      throw new PlanException("cannot write " + picture + ": " + e.getMessage(), e);
    }
  }

  private Optional<AnalysisResult> resultOf(OnnxModel model, Path out) {
    Path existing = out.resolve(AnalysisRun.RESULT);
    if (!Files.exists(existing)) {
      return Optional.empty();
    }
    AnalysisResult result = ResultJson.read(existing);
    if (!result.model().sha256().equals(model.sha256())) {
      throw new PlanException(
          existing + " is of another model than " + file + "; give another folder with --out");
    }
    return Optional.of(result);
  }

  private AnalysisResult with(AnalysisResult result, Layer layer, List<Excited> found) {
    List<LayerResult> layers = new ArrayList<>();
    for (LayerResult one : result.layers()) {
      layers.add(one.name().equals(layer.name()) ? one.withMaximization(made(one, found)) : one);
    }
    return result.withLayers(layers);
  }

  private Maximization made(LayerResult layer, List<Excited> found) {
    List<Maximization.Unit> units = new ArrayList<>();
    for (Excited one : found) {
      OptionalDouble highest =
          Arrays.stream(layer.samples()).mapToDouble(sample -> sample[one.unit()]).max();
      units.add(
          new Maximization.Unit(
              one.unit(),
              one.activation(),
              layer.observation().at().equals("output") && highest.isPresent()
                  ? highest.getAsDouble()
                  : null,
              Base64.getEncoder().encodeToString(one.image().png())));
    }
    return new Maximization(steps, starts, seed.value(), units);
  }

  private Preprocessing preprocessing(OnnxModel model) {
    return normalization.over(
        PreprocessingJson.read(model.metadata()).orElse(Preprocessing.DEFAULT));
  }

  private ImageShape shape(OnnxModel model) {
    List<Long> dims =
        TensorType.of(model.graph().inputs().get(0))
            .flatMap(TensorType::shape)
            .orElseThrow(
                () -> new PlanException(file + " does not declare the shape of its input"));
    if (dims.size() != 4 && dims.size() != 3) {
      throw new PlanException(
          "the input of " + file + " has " + dims.size() + " axes; images have 4, or 3 if grey");
    }
    boolean last = dims.size() == 4 && dims.get(3) == RGB && dims.get(1) != RGB;
    int channels = dims.size() == 3 ? GREY : Math.toIntExact(dims.get(last ? 3 : 1));
    long height = dims.get(last || dims.size() == 3 ? 1 : 2);
    long width = dims.get(last || dims.size() == 3 ? 2 : 3);
    if (size != null) {
      ImageSize given = ImageSize.parse(size);
      return new ImageShape(channels, given.height(), given.width());
    }
    if (height < 1 || width < 1) {
      throw new PlanException(file + " takes images of any size; choose one with --size");
    }
    return new ImageShape(channels, (int) height, (int) width);
  }
}
