package io.entroscope.core;

import io.entroscope.core.estimate.ResultBuilder;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.BatchDependence;
import io.entroscope.core.run.FeatureMaps;
import io.entroscope.core.run.LocalRunner;
import io.entroscope.core.run.StageTimes;
import io.entroscope.core.run.Witness;
import io.entroscope.core.state.AnalysisState;
import io.entroscope.data.DataSet;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;

/**
 * The analysis of a model on images, from the plan to the result.
 *
 * <pre>{@code
 * OnnxModel model = OnnxModel.read(Path.of("model.onnx"));
 * try (ImageDataSet data = DataSets.open(DataSpec.of(Path.of("mnist")))) {
 *   AnalysisPlan plan = Planner.plan(model, data, AnalysisOptions.builder().build());
 *   AnalysisResult result = Analyzer.run(plan, Progress.NONE);
 * }
 * }</pre>
 */
public final class Analyzer {
  private Analyzer() {}

  /**
   * Runs a plan on this machine.
   *
   * @throws AnalysisException if it fails
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public static AnalysisResult run(AnalysisPlan plan, Progress progress) {
    return run(plan, progress, new StageTimes());
  }

  /**
   * Runs a plan on this machine, and measures the time of its stages.
   *
   * @throws AnalysisException if it fails
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public static AnalysisResult run(AnalysisPlan plan, Progress progress, StageTimes times) {
    return run(plan, progress, times, Witness.NONE);
  }

  /**
   * The same, while somebody watches what every image gives.
   *
   * @throws AnalysisException if it fails
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public static AnalysisResult run(
      AnalysisPlan plan, Progress progress, StageTimes times, Witness witness) {
    return result(plan, LocalRunner.run(plan, progress, times, witness), times);
  }

  /**
   * The result of a finished state.
   *
   * @throws AnalysisException if no image could be decoded, or a layer gave no finite activation
   */
  public static AnalysisResult result(AnalysisPlan plan, AnalysisState state, StageTimes times) {
    long start = System.nanoTime();
    int[] shown = state.shown(plan.samples());
    AnalysisResult result =
        ResultBuilder.build(plan, state, FeatureMaps.of(plan, shown), BatchDependence.of(plan));
    times.add(StageTimes.Stage.ESTIMATE, start);
    return result;
  }

  /** Plans and runs in one go. */
  public static AnalysisResult analyze(OnnxModel model, DataSet data, AnalysisOptions options) {
    return run(Planner.plan(model, data, options), Progress.NONE);
  }
}
