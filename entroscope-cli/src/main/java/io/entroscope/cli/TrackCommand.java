package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.Destination;
import io.entroscope.app.ResultText;
import io.entroscope.app.export.TrainingEvents;
import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.ObservationOptions;
import io.entroscope.app.option.OpenOption;
import io.entroscope.app.option.QuietOption;
import io.entroscope.cli.option.ResultFiles;
import io.entroscope.cli.text.EpochsText;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.derived.Tracking;
import io.entroscope.result.derived.Tracking.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Entropy over training, from the checkpoints of a training elsewhere. */
@Command(
    name = "track",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope track checkpoints --data mnist --out out/track",
      "  entroscope track out/epoch-1 out/epoch-2 out/epoch-3 --out out/track"
    },
    sortOptions = false,
    description =
        "Analyses checkpoints exported as ONNX on the same images, and draws the entropy of each"
            + " layer over training; with --indicators, the information plane too. The last number"
            + " in a file's name is its epoch. Writes result.json, report.html and a file of events"
            + " for TensorBoard.")
final class TrackCommand implements Callable<Integer> {
  private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)(?!.*\\d)");

  @Parameters(
      arity = "1..*",
      paramLabel = "MODELS",
      description =
          "ONNX files, or a folder of them; or folders of results of checkpoints that were analysed"
              + " before.")
  private List<Path> models = List.of();

  @Mixin private ImageOptions images = new ImageOptions();

  @Mixin private ObservationOptions observation = new ObservationOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder for result.json, report.html and events (default: a new one in 'out', named"
              + " after models and data).")
  private @Nullable Path folder;

  @Mixin private QuietOption quiet = new QuietOption();

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() throws IOException {
    Destination destination = destination();
    destination.requireWritable();
    AnalysisOptions options = observation.on(images);
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (Path file : files()) {
      AnalysisResult result =
          ResultFiles.isFolderOfOne(file)
              ? ResultJson.read(ResultFiles.of(file))
              : analyzed(file, options);
      checkpoints.add(new Checkpoint(epoch(file), result));
      if (!quiet.asked()) {
        Console.err().println(file + (result.isJudged() ? ": accuracy " + result.accuracy() : ""));
      }
    }
    AnalysisResult result = Tracking.over(checkpoints);
    Path out = destination.settle().orElseThrow();
    AnalysisRun.write(
        result, out, Map.of(TrainingEvents.FILE, TrainingEvents.of(result, checkpoints)));
    if (!quiet.asked()) {
      Console.out().println(EpochsText.of(Objects.requireNonNull(result.training())));
      Console.print(ResultText.of(result, Optional.of(out)));
      Console.out().flush();
    }
    open.show(out.resolve(AnalysisRun.REPORT));
    return 0;
  }

  private Destination destination() {
    if (folder != null) {
      return Destination.folder(folder);
    }
    Path data = images.data();
    return Destination.fresh(models.get(0), data == null ? Path.of("track") : data);
  }

  private AnalysisResult analyzed(Path file, AnalysisOptions options) throws IOException {
    return AnalysisRun.run(file, images.spec(), options, Destination.NOWHERE, quiet.asked())
        .result();
  }

  private List<Path> files() throws IOException {
    if (models.size() > 1
        || ResultFiles.isFolderOfOne(models.get(0))
        || !Files.isDirectory(models.get(0))) {
      return models;
    }
    try (Stream<Path> files = Files.list(models.get(0))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".onnx")).sorted().toList();
      if (found.isEmpty()) {
        throw new PlanException(models.get(0) + " holds no .onnx file; name the checkpoints");
      }
      return found;
    }
  }

  private static double epoch(Path file) {
    Matcher number = LAST_NUMBER.matcher(file.getFileName().toString().replace(".onnx", ""));
    if (!number.find()) {
      throw new PlanException(
          file + " has no number in its name to be its epoch; rename it, as epoch-3.onnx");
    }
    return Double.parseDouble(number.group(1));
  }
}
