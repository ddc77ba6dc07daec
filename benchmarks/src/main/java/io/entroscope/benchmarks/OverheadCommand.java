package io.entroscope.benchmarks;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSet;
import io.entroscope.onnx.OnnxModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the analysis with bare inference, in one process, turn by turn. */
@Command(
    name = "overhead",
    mixinStandardHelpOptions = true,
    description =
        "Prints what the analysis of images decoded, or sentences read, beforehand takes, beside"
            + " ONNX Runtime's bare inference of the same model: the ratio of the times of each"
            + " round, median over the rounds; and the times of the stages, with those of decoding"
            + " and of writing the result.")
final class OverheadCommand implements Callable<Integer> {
  private static final List<String> MODELS = List.of("cifar-cnn", "mlp", "mnist-cnn", "minilm");

  /** Trained networks of residual blocks, which are not in the repository. */
  private static final List<String> BLOCKS = List.of("vit", "resnet");

  /** Networks of torchvision, for images of 224 x 224. */
  private static final List<String> LARGE =
      List.of("resnet18", "resnet50", "mobilenetv2", "vit-tiny");

  /** Of bare inference's batches. */
  private static final int LARGEST = 256;

  @Option(
      names = "--models",
      split = ",",
      description =
          "Of cifar-cnn, mlp, mnist-cnn, minilm (default: these), of vit and resnet, which are read"
              + " from ../shared/blocks, and of resnet18, resnet50, mobilenetv2 and vit-tiny, which"
              + " are read from --networks.")
  private List<String> models = MODELS;

  @Option(
      names = "--batches",
      split = ",",
      description = "Batch sizes of the analysis; 0: its default (default: 0).")
  private List<Integer> batches = List.of(0);

  @Option(names = "--threads", split = ",", description = "Numbers of threads (default: 1,2).")
  private List<Integer> threads = List.of(1, 2);

  @Option(
      names = "--networks",
      description =
          "Where benchmarks/networks.py has put the networks of torchvision (default: networks).")
  private Path networks = Path.of("networks");

  @Option(names = "--layers", description = "As of 'analyze' (default: its default).")
  private String layers = "";

  @Option(
      names = "--bare-batches",
      split = ",",
      description =
          "Batch sizes of bare inference of which the fastest counts (default:"
              + " 1,2,4,8,16,32,72,128,256).")
  private List<Integer> bareBatches = List.of(1, 2, 4, 8, 16, 32, 72, 128, 256);

  @Option(
      names = "--passes",
      description = "Passes over the data with each, the fastest of which counts (default: 3).")
  private int passes = 3;

  @Option(names = "--rounds", description = "Rounds that count (default: 7).")
  private int rounds = 7;

  @Option(names = "--warm-up", description = "Rounds before these (default: 4).")
  private int warmUp = 4;

  @Option(names = "--images", description = "Images, or sentences (default: 10000).")
  private int images = 10_000;

  @Override
  public Integer call() throws Exception {
    UnknownName.refuse(
        "model", models, Stream.of(MODELS, BLOCKS, LARGE).flatMap(List::stream).toList());
    requireNetworks();
    Path scratch = Files.createTempDirectory("entroscope-benchmark");
    try {
      System.out.print(Measurement.head());
      for (String name : models) {
        OnnxModel model = LARGE.contains(name) ? OnnxModel.read(network(name)) : model(name);
        try (DataSet data = data(name, model, scratch)) {
          for (int batch : batches) {
            for (int count : threads) {
              System.out.print(measure(name, model, data, batch, count, scratch));
            }
          }
        }
      }
    } finally {
      Scratch.delete(scratch);
    }
    return 0;
  }

  private Measurement measure(
      String name, OnnxModel model, DataSet data, int batch, int threadCount, Path scratch)
      throws Exception {
    AnalysisOptions.Builder options = AnalysisOptions.builder().threads(threadCount);
    AnalysisPlan large = Planner.plan(model, data, options.batch(LARGEST).build());
    options = AnalysisOptions.builder().threads(threadCount);
    if (batch > 0) {
      options.batch(batch);
    }
    if (!layers.isEmpty()) {
      options.layers(layers);
    }
    AnalysisPlan plan = Planner.plan(model, data, options.build());
    AnalysisPlan everything =
        Planner.plan(model, data, options.indicators(IndicatorScope.LAYERS).build());
    try (BestBare bare = BestBare.of(plan, Decoding.kept(large), bareBatches, passes)) {
      String title =
          String.format(
              Locale.ROOT,
              "%s, batch %d, %d threads (bare: %s)%n",
              name,
              plan.batches().batchSize(),
              threadCount,
              bare);
      Measurement measurement = new Measurement(title, data.size());
      Contest contest = new Contest(plan, everything, bare, scratch);
      for (int round = 0; round < warmUp; round++) {
        contest.round();
      }
      for (int round = 0; round < rounds; round++) {
        measurement.add(contest.round());
      }
      return measurement;
    }
  }

  private Path network(String name) {
    return networks.resolve(name + ".onnx");
  }

  private void requireNetworks() {
    for (String name : models) {
      if (LARGE.contains(name) && !Files.exists(network(name))) {
        throw new UnknownName(
            "no "
                + network(name)
                + "; run python3 benchmarks/networks.py "
                + networks
                + " "
                + name);
      }
    }
  }

  static OnnxModel model(String name) {
    return switch (name) {
      case "cifar-cnn" -> Networks.cifarCnn(512);
      case "mlp" -> Networks.perceptron();
      case "mnist-cnn" -> OnnxModel.read(demo("mnist-3fc.onnx"));
      case "minilm" -> Minilm.model();
      case "vit", "resnet" -> OnnxModel.read(shared(name + ".onnx"));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private DataSet data(String name, OnnxModel model, Path scratch) throws IOException {
    return switch (name) {
      case "cifar-cnn", "resnet" -> Images.cifar(scratch, images);
      case "resnet18", "resnet50", "mobilenetv2", "vit-tiny" ->
          Images.folder(scratch.resolve("large"), images, "jpg", 224);
      case "minilm" -> Minilm.sentences(model, scratch.resolve("sentences"), images);
      default -> Images.repeated(demo("mnist-sample"), scratch.resolve("mnist"), images);
    };
  }

  private static Path shared(String name) {
    return Path.of(System.getProperty("entroscope.shared", "../shared"), "blocks", name);
  }

  static Path demo(String name) {
    return Path.of(System.getProperty("entroscope.home", ""), "demo", name);
  }
}
