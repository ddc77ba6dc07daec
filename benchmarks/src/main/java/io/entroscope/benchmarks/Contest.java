package io.entroscope.benchmarks;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Progress;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.run.LocalRunner;
import io.entroscope.core.run.StageTimes;
import io.entroscope.core.state.AnalysisState;
import io.entroscope.data.batch.BatchSource;
import io.entroscope.data.batch.DecodedImages;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.stats.LayerCounts.Histograms;
import java.nio.file.Path;

/** The contestants over the same images in memory, each once a round. */
final class Contest {
  private final AnalysisPlan plan;
  private final AnalysisPlan paper;
  private final AnalysisPlan everything;
  private final DecodedImages images;
  private final Path scratch;
  private final BestBare bare;

  /**
   * A contest over some images.
   *
   * @param plan with the default statistics
   * @param everything the same with spectra and probes too
   * @param bare the same model run bare
   * @param scratch where results are written
   */
  Contest(AnalysisPlan plan, AnalysisPlan everything, BestBare bare, Path scratch) {
    this.plan = plan;
    this.everything = everything;
    this.paper = plan.withHistograms(Histograms.NONE);
    this.images = Decoding.kept(plan);
    this.bare = bare;
    this.scratch = scratch;
  }

  /** One round. */
  Measurement.Round round() throws Exception {
    StageTimes stages = new StageTimes();
    StageTimes allStages = new StageTimes();
    AnalysisResult[] result = new AnalysisResult[1];
    return new Measurement.Round(
        Spent.by(bare::run),
        Spent.by(() -> analyze(paper, new StageTimes())),
        Spent.by(() -> result[0] = analyze(plan, stages)),
        Spent.by(() -> analyze(everything, allStages)),
        stages,
        allStages,
        Spent.by(() -> Decoding.bare(plan)),
        Spent.by(() -> ResultJson.write(result[0], scratch.resolve("result.json"))));
  }

  /** From images in memory to a finished result; loading the model counts too. */
  private AnalysisResult analyze(AnalysisPlan which, StageTimes stages) {
    try (BatchSource source = images.source()) {
      AnalysisState state = LocalRunner.run(which, source, Progress.NONE, stages);
      return Analyzer.result(which, state, stages);
    }
  }
}
