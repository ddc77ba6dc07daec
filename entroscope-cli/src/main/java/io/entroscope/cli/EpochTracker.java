package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.IndicatorScope;
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
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Analyses a network after every epoch of its training on the same images. Each epoch's result is a
 * file, so that a training that is resumed is tracked as a whole.
 */
final class EpochTracker {
  private static final int PER_CLASS = 50;
  private static final Pattern FILE = Pattern.compile("epoch-(\\d+)\\.json");

  private final Path folder;
  private final DataSpec data;
  private final AnalysisOptions options;

  EpochTracker(Path folder, DataSpec data, int threads) {
    this.folder = folder;
    this.data = data.withSplit(Split.TEST);
    this.options =
        AnalysisOptions.builder()
            .selection(Selection.ALL.withPerClass(PER_CLASS))
            .threads(threads)
            .indicators(IndicatorScope.LAYERS)
            .build();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new PlanException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  void after(EpochResult epoch, OnnxModel model) {
    try (ImageDataSet images = DataSets.open(data)) {
      AnalysisResult result = Analyzer.run(Planner.plan(model, images, options), Progress.NONE);
      String name = String.format(Locale.ROOT, "epoch-%04d.json", epoch.epoch());
      ResultJson.write(result, folder.resolve(name));
    }
  }

  /** Writes the last epoch's result with the history of all, and its page. */
  void finish() {
    List<Tracking.Checkpoint> epochs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (name.matches()) {
          epochs.add(
              new Tracking.Checkpoint(Integer.parseInt(name.group(1)), ResultJson.read(file)));
        }
      }
      AnalysisRun.write(Tracking.over(epochs), folder);
    } catch (IOException e) {
      throw new PlanException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }
}
