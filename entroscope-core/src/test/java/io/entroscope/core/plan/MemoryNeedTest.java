package io.entroscope.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.run.LocalRunner;
import io.entroscope.core.run.StageTimes;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.stats.LayerState;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is thinned, refused and reckoned where memory is scarce. */
class MemoryNeedTest {
  private static final int IMAGES = 12_000;
  private static final int CLASSES = 8;
  private static final int WIDTH = 2000;

  @TempDir private Path folder;

  private final Random random = new Random(8);
  private final OnnxModel model =
      Network.random(random, 2, Fixtures.PIXELS, WIDTH, CLASSES).model();
  private ImageDataSet data = null;

  @BeforeEach
  void open() {
    Fixtures.write(
        folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 0, CLASSES).toArray());
    data = DataSets.open(DataSpec.of(folder));
  }

  @AfterEach
  void close() {
    data.close();
  }

  private AnalysisPlan plan(long mebibytes, int threads, int limit) {
    return plan(mebibytes, threads, limit, IndicatorScope.NONE);
  }

  private AnalysisPlan plan(long mebibytes, int threads, int limit, IndicatorScope indicators) {
    return Planner.plan(
        model,
        data,
        AnalysisOptions.builder()
            .memory(mebibytes << 20)
            .threads(threads)
            .batch(32)
            .indicators(indicators)
            .selection(Selection.ALL.withLimit(limit))
            .build());
  }

  @Test
  void twiceTheImagesAddOneLevelOfSumsAndTheirRows() {
    long half = MemoryNeed.of(plan(4000, 2, IMAGES / 2)).total();
    long whole = MemoryNeed.of(plan(4000, 2, IMAGES)).total();
    long level = (long) CLASSES * AnalysisOptions.GROUPS * (WIDTH + CLASSES) * Double.BYTES;
    // Position, content (64 bits), label, prediction, confidence, margin, two entropies; thrice.
    long rows = 3L * (IMAGES / 2) * 9 * Integer.BYTES;
    assertThat(whole - half).isEqualTo(level + rows);
    assertThat(level).isLessThan(half / 20);
  }

  @Test
  void histogramsAreThinnedWhateverTheNumberOfThreads() {
    for (int threads : new int[] {1, 4}) {
      assertThat(plan(4000, threads, 100).histograms()).isEqualTo(Histograms.PER_CLASS);
      assertThat(plan(100, threads, 100).histograms()).isEqualTo(Histograms.POOLED);
      assertThat(plan(14, threads, 100).histograms()).isEqualTo(Histograms.NONE);
    }
  }

  @Test
  void whatIsCountedTogetherChangesNothing() {
    AnalysisPlan scarce = plan(40, 1, 200, IndicatorScope.LAYERS).withHistograms(Histograms.POOLED);
    AnalysisPlan ample =
        plan(4000, 1, 200, IndicatorScope.LAYERS).withHistograms(Histograms.POOLED);
    assertThat(scarce.bundles().batches()).isEqualTo(4);
    assertThat(ample.bundles().batches()).isEqualTo(8);

    List<LayerState> few = LocalRunner.run(scarce, Progress.NONE, new StageTimes()).layers();
    List<LayerState> many = LocalRunner.run(ample, Progress.NONE, new StageTimes()).layers();
    for (int t = 0; t < many.size(); t++) {
      assertThat(few.get(t).sums()).isEqualTo(many.get(t).sums());
      assertThat(few.get(t).counts()).isEqualTo(many.get(t).counts());
      assertThat(few.get(t).moments()).isEqualTo(many.get(t).moments());
    }
  }

  @Test
  void whatIsThinnedIsSaid() {
    AnalysisResult pooled = Analyzer.run(plan(100, 1, 200), Progress.NONE);
    assertThat(pooled.caveats()).extracting(Caveat::code).contains("thinned-histograms");
    ClassStatistics all = pooled.layers().get(0).all();
    assertThat(pooled.layers().get(0).classes())
        .allSatisfy(of -> assertThat(of.activationHistogram()).isNull());
    AnalysisResult whole = Analyzer.run(plan(4000, 1, 200), Progress.NONE);
    assertThat(whole.caveats()).extracting(Caveat::code).doesNotContain("thinned-histograms");
    assertThat(whole.layers().get(0).all().activationHistogram())
        .isDeepEqualTo(all.activationHistogram());
  }

  @Test
  void refusesWhatDoesNotFitAtAll() {
    assertThatThrownBy(() -> plan(1, 1, 100))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("`memory` is 1 MiB")
        .hasMessageContaining("smaller `batch`");
  }
}
