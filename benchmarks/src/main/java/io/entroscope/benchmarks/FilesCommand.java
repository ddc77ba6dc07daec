package io.entroscope.benchmarks;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.ImageDataSet;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares the analysis from files with bare decoding and bare inference, turn by turn. */
@Command(
    name = "files",
    mixinStandardHelpOptions = true,
    description =
        "Prints what the analysis takes from the files on disk to the finished result, beside ONNX"
            + " Runtime's bare inference of images in memory and the bare decoding of the files,"
            + " each on as many threads; medians over the rounds, with the quartiles.")
final class FilesCommand implements Callable<Integer> {
  private static final int WARM_UP = 3;
  private static final List<String> FORMATS = List.of("idx", "cifar", "jpg", "png");

  @Option(names = "--formats", split = ",", description = "Of idx, cifar, jpg, png (default: all).")
  private List<String> formats = FORMATS;

  @Option(names = "--batch", description = "Batch size (default: 256).")
  private int batch = 256;

  @Option(names = "--threads", description = "Threads (default: 2).")
  private int threads = 2;

  @Option(names = "--rounds", description = "Rounds that count (default: 7).")
  private int rounds = 7;

  @Option(names = "--images", description = "Images (default: 10000).")
  private int images = 10_000;

  private record Round(Spent infer, Spent decode, Spent analyze, Spent write) {}

  @Override
  public Integer call() throws Exception {
    UnknownName.refuse("format", formats, FORMATS);
    System.out.printf(
        Locale.ROOT,
        "%-8s %12s %12s %12s %12s  %21s %21s %21s%n",
        "s",
        "bare infer",
        "bare decode",
        "analysis",
        "write",
        "analysis / infer",
        "/ (infer + decode)",
        "of cpu");
    for (String format : formats) {
      Path scratch = Files.createTempDirectory("entroscope-benchmark");
      try (ImageDataSet data = data(format, scratch)) {
        System.out.print(row(format, measure(format, data, scratch)));
      } finally {
        Scratch.delete(scratch);
      }
    }
    return 0;
  }

  private ImageDataSet data(String format, Path scratch) throws IOException {
    return switch (format) {
      case "idx" -> Images.repeated(OverheadCommand.demo("mnist-sample"), scratch, images);
      case "cifar" -> Images.cifar(scratch, images);
      case "jpg", "png" -> Images.folder(scratch, images, format, Images.SIDE);
      default -> throw new IllegalArgumentException(format);
    };
  }

  private List<Round> measure(String format, ImageDataSet data, Path scratch) throws Exception {
    OnnxModel model = OverheadCommand.model(format.equals("idx") ? "mnist-cnn" : "cifar-cnn");
    AnalysisOptions options =
        AnalysisOptions.builder().batch(batch).threads(threads).layers("fc").build();
    AnalysisPlan plan = Planner.plan(model, data, options);
    List<Round> measured = new ArrayList<>();
    try (BareInference bare = new BareInference(plan, Decoding.kept(plan), batch, threads, 1)) {
      for (int i = 0; i < WARM_UP + rounds; i++) {
        AnalysisResult[] result = new AnalysisResult[1];
        Round round =
            new Round(
                Spent.by(bare::run),
                Spent.by(() -> Decoding.bare(plan)),
                Spent.by(() -> result[0] = Analyzer.run(plan, Progress.NONE)),
                Spent.by(() -> ResultJson.write(result[0], scratch.resolve("result.json"))));
        if (i >= WARM_UP) {
          measured.add(round);
        }
      }
    }
    return measured;
  }

  private static String row(String format, List<Round> of) {
    return String.format(
        Locale.ROOT,
        "%-8s %12.3f %12.3f %12.3f %12.3f  %21s %21s %21s%n",
        format,
        Spread.median(of, r -> r.infer().wall()),
        Spread.median(of, r -> r.decode().wall()),
        Spread.median(of, r -> r.analyze().wall()),
        Spread.median(of, r -> r.write().wall()),
        Spread.of(of, r -> r.analyze().wall() / r.infer().wall()),
        Spread.of(of, ratio(Spent::wall)),
        Spread.of(of, ratio(Spent::cpu)));
  }

  private static ToDoubleFunction<Round> ratio(ToDoubleFunction<Spent> what) {
    return round ->
        what.applyAsDouble(round.analyze())
            / (what.applyAsDouble(round.infer()) + what.applyAsDouble(round.decode()));
  }
}
