package io.entroscope.app;

import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.LocalRunner;
import io.entroscope.core.run.Shard;
import io.entroscope.core.run.StageTimes;
import io.entroscope.core.state.PartialState;
import io.entroscope.core.state.StateFile;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parts of an analysis, each to a file, and the files to one result. */
public final class ShardRun {
  private ShardRun() {}

  /**
   * An analysis that is asked for.
   *
   * @param model an ONNX file
   * @param images where they lie and which are meant
   * @param options how they are analysed
   */
  public record Request(Path model, DataSpec images, AnalysisOptions options) {}

  /** Runs a part and returns the file that it wrote. */
  public static Path run(Request request, Shard shard, Path out, boolean quiet) {
    Path file = out.resolve("shard-" + shard.number() + "-of-" + shard.of() + ".state");
    OnnxModel model = OnnxModel.read(request.model());
    try (DataSet data = DataSets.openUnlabelled(request.images());
        ProgressBar bar = ProgressBar.start()) {
      AnalysisPlan plan = Planner.plan(model, data, request.options());
      PartialState state =
          LocalRunner.run(plan, shard, quiet ? Progress.NONE : bar, new StageTimes());
      AnalysisRun.noteIfChanged(model);
      StateFile.write(file, plan, state);
    }
    return file;
  }

  /** Merges the parts of an analysis. */
  public static AnalysisResult merge(Request request, List<Path> files) {
    OnnxModel model = OnnxModel.read(request.model());
    try (DataSet data = DataSets.openUnlabelled(request.images())) {
      AnalysisPlan plan = Planner.plan(model, data, request.options());
      Map<String, PartialState> parts = new LinkedHashMap<>();
      for (Path file : files) {
        if (parts.put(file.toString(), StateFile.read(file, plan)) != null) {
          throw new PlanException(file + " is named twice; give each state once");
        }
      }
      return Analyzer.result(plan, PartialState.merge(plan, parts), new StageTimes());
    }
  }
}
