package io.entroscope.core.ablate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.testing.SharedFiles;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whole models against edited ones, with what an independent program counted. */
class ModelPairTest {
  @Test
  void aTransformerWithoutTwoOfItsHalvesLosesWhatAnotherProgramCounted() {
    OnnxModel model = OnnxModel.read(SharedFiles.of("blocks/vit.onnx"));
    List<Block> halves = Blocks.find(model).stream().filter(Block::isElementary).toList();
    OnnxModel without = BypassBlock.of(List.of(halves.get(0))).apply(model);
    Pixels pixels = new Pixels(null, List.of(0.1307), List.of(0.3081), null, null);
    AnalysisOptions options = AnalysisOptions.builder().pixels(pixels).threads(2).build();
    try (DataSet data = DataSets.open(DataSpec.of(SharedFiles.of("data/mnist")))) {
      OutputPlan plan = OutputPlan.of(model, data, options);
      OutputComparison pair = ModelPair.compare(plan, without, Progress.NONE);

      assertThat(pair.examples()).isEqualTo(10_000);
      assertThat(pair.firstAccuracy().get()).isEqualTo(0.9265, within(3e-4));
      assertThat(pair.secondAccuracy().get()).isEqualTo(0.4766, within(3e-4));
      assertThat(pair.accuracyChange().get()).isEqualTo(0.4766 - 0.9265, within(5e-4));

      int[] some = IntStream.range(0, 600).toArray();
      OutputPlan one = OutputPlan.of(model, data, options.withThreads(1)).on(some);
      assertThat(ModelPair.compare(one, without, Progress.NONE))
          .isEqualTo(ModelPair.compare(plan.on(some), without, Progress.NONE));

      ModelPair kept = new ModelPair(plan.on(some));
      assertThat(kept.with(model, Progress.NONE).flips().value()).isZero();
      assertThat(kept.with(without, Progress.NONE))
          .isEqualTo(ModelPair.compare(plan.on(some), without, Progress.NONE));
    }
  }
}
