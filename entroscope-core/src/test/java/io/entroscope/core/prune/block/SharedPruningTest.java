package io.entroscope.core.prune.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.Progress;
import io.entroscope.core.ablate.ModelPair;
import io.entroscope.core.ablate.OutputComparison;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.testing.SharedFiles;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What trained networks lose without a block, as an independent program counted it. */
class SharedPruningTest {
  /** One image in ten thousand may fall to the other side by rounding. */
  private static final double ONE_IMAGE = 1.5e-4;

  @Test
  void aVisionTransformerWithoutHalvesOfItsLayers() {
    OnnxModel model = OnnxModel.read(SharedFiles.of("blocks/vit.onnx"));
    AnalysisOptions options =
        AnalysisOptions.builder()
            .pixels(new Pixels(null, List.of(0.1307), List.of(0.3081), null, null))
            .build();
    DataSpec spec = DataSpec.of(SharedFiles.of("data/mnist"));
    Selection few = Selection.ALL.withLimit(400);
    try (DataSet test = DataSets.openAny(spec);
        DataSet training = DataSets.openAny(spec.withSplit(Split.TRAIN))) {
      Calibration calibration = new Calibration(training, few.positions(training), 0);
      OutputPlan plan = OutputPlan.of(model, test, options);
      OutputComparison bypassed =
          ModelPair.compare(plan, without(model, calibration, options, Repair.NONE), Progress.NONE);
      assertThat(bypassed.firstAccuracy().get()).isCloseTo(0.9265, within(ONE_IMAGE));
      assertThat(bypassed.secondAccuracy().get()).isCloseTo(0.7565, within(ONE_IMAGE));
      OutputComparison mapped =
          ModelPair.compare(
              plan, without(model, calibration, options, Repair.LINEAR), Progress.NONE);
      assertThat(mapped.secondAccuracy().get()).isGreaterThan(0.85);
    }
  }

  private static OnnxModel without(
      OnnxModel model, Calibration calibration, AnalysisOptions options, Repair repair) {
    try (BlockPruner pruner =
        new BlockPruner(model, calibration, options, repair, UnaryOperator.identity())) {
      return pruner.drop(List.of("blocks.0.feed-forward")).model();
    }
  }
}
