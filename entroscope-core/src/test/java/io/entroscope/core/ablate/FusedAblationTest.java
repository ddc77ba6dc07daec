package io.entroscope.core.ablate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.result.ablation.Removal;
import io.entroscope.result.ablation.Sequence;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Networks whose sums and normalisations an optimizer has fused: one node makes the stream and what
 * the next branch takes. Without a block they give what the edited model gives.
 */
class FusedAblationTest {
  private static final int EXAMPLES = 40;
  private static final int TOKENS = 2;
  private static final int WIDTH = 4;

  @TempDir private Path folder;

  @Test
  void normalisationsBeforeBranches() {
    assertLikeEdited(network(true));
  }

  @Test
  void normalisationsBehindSums() {
    assertLikeEdited(network(false));
  }

  private void assertLikeEdited(OnnxModel model) {
    List<Block> blocks = Blocks.find(model).stream().filter(Block::isDroppable).toList();
    assertThat(blocks).hasSizeGreaterThanOrEqualTo(3);
    try (DataSet data = data()) {
      OutputPlan plan = OutputPlan.of(model, data, AnalysisOptions.builder().threads(1).build());
      AblationOptions asked = new AblationOptions(List.of(), Bypass.OUTPUT, 2, 5, 1);
      AblationResult result = Ablator.run(plan, asked, Progress.NONE).result();

      assertThat(result.removals()).hasSameSizeAs(blocks);
      for (Removal removal : result.removals()) {
        assertSame(plan, blocks, List.of(removal.part().name()), removal.outputs());
      }
      OutputPlan other = plan.on(Ablator.halves(plan.positions(), 1).measuring());
      for (Sequence.Curve curve : result.sequence().curves()) {
        List<String> out = curve.steps().stream().map(Sequence.Step::removed).toList();
        assertSame(other, blocks, out, curve.steps().get(1).outputs());
      }
    }
  }

  private static void assertSame(
      OutputPlan plan, List<Block> blocks, List<String> out, OutputChange ablated) {
    OnnxModel without =
        BypassBlock.of(blocks.stream().filter(block -> out.contains(block.name())).toList())
            .apply(plan.model());
    OutputChange edited = ModelPair.compare(plan, without, Progress.NONE).change();
    assertThat(edited.kl().get()).as(out.toString()).isGreaterThan(1e-4);
    assertThat(ablated.kl().get()).as(out.toString()).isEqualTo(edited.kl().get(), within(1e-5));
  }

  private static OnnxModel network(boolean before) {
    Random random = new Random(8);
    GraphBuilder b = new GraphBuilder("fused").domain("com.microsoft", 1);
    String stream = b.input("x", TensorType.floats(-1, TOKENS, WIDTH));
    float[] ones = new float[WIDTH];
    Arrays.fill(ones, 1);
    String scale = b.floats("scale", new long[] {WIDTH}, ones);
    String taken =
        before
            ? b.node("LayerNormalization", List.of(stream, scale), Attributes.of("axis", -1L))
            : stream;
    for (int i = 0; i < 3; i++) {
      String w = b.floats("layers." + i + ".weight", new long[] {WIDTH, WIDTH}, normal(random, 16));
      String branch = b.node("Tanh", List.of(b.node("MatMul", List.of(taken, w))));
      String norm = "norm" + i;
      GraphBuilder.Step sum =
          b.step("SkipLayerNormalization")
              .domain("com.microsoft")
              .inputs(stream, branch, scale)
              .attribute(Attributes.of("epsilon", 1e-5f));
      if (before) {
        sum.outputs(norm, "", "", "sum" + i).add();
        stream = "sum" + i;
      } else {
        sum.outputs(norm).add();
        stream = norm;
      }
      taken = norm;
    }
    String head = b.floats("head.weight", new long[] {WIDTH, 3}, normal(random, 12));
    String mean =
        b.node(
            "ReduceMean",
            List.of(taken),
            Attributes.of("axes", new long[] {1}),
            Attributes.of("keepdims", 0L));
    String scores = b.node("MatMul", List.of(mean, head));
    return b.output(scores, TensorType.floats(-1, 3)).build(17);
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private DataSet data() {
    float[] values = normal(new Random(4), EXAMPLES * TOKENS * WIDTH);
    NpyWriter.floats(folder.resolve("x.npy"), new int[] {EXAMPLES, TOKENS, WIDTH}, values);
    return DataSets.openUnlabelled(DataSpec.of(folder));
  }
}
