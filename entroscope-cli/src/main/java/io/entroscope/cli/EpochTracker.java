package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.export.TrainingEvents;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.result.derived.Tracking;
import io.entroscope.torch.train.EpochResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Analyses a network after every epoch of its training on the same images. Each epoch's result is a
 * file, so that a training that is resumed is tracked as a whole.
 */
final class EpochTracker {
  /** With fewer images of a class there are no intervals. */
  private static final int PER_CLASS = 100;

  private static final Pattern FILE = Pattern.compile("epoch-(\\d+)\\.json");

  private final Path folder;
  private final DataSpec data;
  private final AnalysisOptions options;

  EpochTracker(Path folder, DataSpec data, int threads) {
    this.folder = folder;
    this.data = data.withSplit(Split.TEST);
    this.options =
        AnalysisOptions.builder()
            .selection(Selection.ALL.withPerClass(perClass(this.data)))
            .threads(threads)
            .indicators(IndicatorScope.LAYERS)
            .build();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PlanException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  /** As many of each class as intervals need, or as the smallest class has. */
  private static int perClass(DataSpec data) {
    try (ImageDataSet images = DataSets.open(data)) {
      int smallest = Arrays.stream(images.classCounts()).min().orElse(PER_CLASS);
      return Math.max(1, Math.min(PER_CLASS, smallest));
    }
  }

  void after(EpochResult epoch, OnnxModel model) {
    String name = String.format(Locale.ROOT, "epoch-%04d.json", epoch.epoch());
    ResultJson.write(analyzed(model), folder.resolve(name));
  }

  private AnalysisResult analyzed(OnnxModel model) {
    try (ImageDataSet images = DataSets.open(data)) {
      return Analyzer.run(Planner.plan(model, images, options), Progress.NONE);
    }
  }

  /**
   * Writes the result of the model that the training leaves, with the history of all epochs, and
   * its page.
   *
   * @param written the file of that model
   */
  void finish(Path written) {
    List<Tracking.Checkpoint> epochs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (name.matches()) {
          epochs.add(
              new Tracking.Checkpoint(Integer.parseInt(name.group(1)), ResultJson.read(file)));
        }
      }
      AnalysisResult last = analyzed(OnnxModel.read(written));
      AnalysisResult tracked = Tracking.over(epochs, last);
      AnalysisRun.write(
          tracked, folder, Map.of(TrainingEvents.FILE, TrainingEvents.of(tracked, epochs)));
    } catch (IOException e) {
      throw new PlanException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }
}
