package io.entroscope.core.ablate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxException;
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
import io.entroscope.testing.SharedFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ablations against another program's counts, against edited models, and against plain sums. */
class AblatorTest {
  @TempDir private Path folder;

  private static AnalysisOptions options(double mean, double std, Selection selection) {
    return AnalysisOptions.builder()
        .pixels(new Pixels(null, List.of(mean), List.of(std), null, null))
        .selection(selection)
        .threads(2)
        .build();
  }

  private static AblationResult ablate(
      OnnxModel model, String data, AnalysisOptions options, AblationOptions asked) {
    try (DataSet set = DataSets.openUnlabelled(DataSpec.of(SharedFiles.of(data)))) {
      return Ablator.run(OutputPlan.of(model, set, options), asked, Progress.NONE).result();
    }
  }

  private static double accuracyWithout(AblationResult result, String name) {
    return outputs(result, name).accuracy().get();
  }

  private static OutputChange outputs(AblationResult result, String name) {
    return result.removals().stream()
        .filter(removal -> removal.part().name().equals(name))
        .findFirst()
        .orElseThrow()
        .outputs();
  }

  @Test
  void theVisionTransformerLosesWhatAnotherProgramCounted() {
    OnnxModel model = OnnxModel.read(SharedFiles.of("blocks/vit.onnx"));
    AblationResult result =
        ablate(model, "data/mnist", options(0.1307, 0.3081, Selection.ALL), AblationOptions.ALONE);
    double[] counted = {
      0.4766, 0.7565, 0.8835, 0.9026, 0.9084, 0.9075, 0.9140, 0.9209, 0.9080, 0.9258, 0.9194, 0.9240
    };
    List<Removal> halves =
        result.removals().stream().filter(one -> !one.part().kind().equals("layer")).toList();

    assertThat(result.baseline().accuracy().get()).isEqualTo(0.9265, within(3e-4));
    assertThat(halves).hasSize(counted.length);
    for (int i = 0; i < counted.length; i++) {
      assertThat(halves.get(i).outputs().accuracy().get())
          .as(halves.get(i).part().name())
          .isEqualTo(counted[i], within(3e-4));
    }
  }

  @Test
  void theResNetLosesWhatAnotherProgramCounted() {
    OnnxModel model = OnnxModel.read(SharedFiles.of("blocks/resnet.onnx"));
    AblationResult result =
        ablate(
            model,
            "data/cifar10-jpeg.tar",
            options(0.5, 0.25, Selection.ALL),
            AblationOptions.ALONE);
    int[] blocks = {0, 1, 2, 4, 5, 7, 8};
    double[] counted = {0.2461, 0.3592, 0.4188, 0.4413, 0.4999, 0.5187, 0.5518};

    assertThat(result.baseline().accuracy().get()).isEqualTo(0.5660, within(1e-3));
    for (int i = 0; i < blocks.length; i++) {
      assertThat(accuracyWithout(result, "blocks." + blocks[i]))
          .isEqualTo(counted[i], within(1e-3));
    }
    assertThat(result.kept())
        .extracting(kept -> kept.name() + " " + kept.depth())
        .containsExactly("blocks.3 4", "blocks.6 7");
  }

  @Test
  void everyRemovalIsWhatTheEditedModelGives() {
    OnnxModel model = OnnxModel.read(SharedFiles.of("blocks/vit.onnx"));
    AnalysisOptions options = options(0.1307, 0.3081, Selection.ALL.withLimit(150));
    AblationResult result = ablate(model, "data/mnist", options, AblationOptions.ALONE);
    try (DataSet data = DataSets.open(DataSpec.of(SharedFiles.of("data/mnist")))) {
      OutputPlan plan = OutputPlan.of(model, data, options);
      for (Block block : Blocks.find(model)) {
        OnnxModel without = BypassBlock.of(List.of(block)).apply(model);
        OutputChange edited = ModelPair.compare(plan, without, Progress.NONE).change();
        OutputChange ablated = outputs(result, block.name());
        assertThat(ablated.accuracy()).isEqualTo(edited.accuracy());
        assertThat(ablated.flips()).isEqualTo(edited.flips());
        assertThat(ablated.kl().get()).isEqualTo(edited.kl().get(), within(1e-4));
      }
    }
  }

  @Test
  void sequencesAreWhatModelsWithoutAllOfThemGive() {
    OnnxModel model = OnnxModel.read(SharedFiles.of("blocks/vit.onnx"));
    AnalysisOptions options = options(0.1307, 0.3081, Selection.ALL.withLimit(120));
    AblationOptions asked = new AblationOptions(List.of(), Bypass.OUTPUT, 3, 5, 4);
    List<Block> blocks = Blocks.find(model);
    try (DataSet data = DataSets.open(DataSpec.of(SharedFiles.of("data/mnist")))) {
      OutputPlan plan = OutputPlan.of(model, data, options);
      AblationResult result = Ablator.run(plan, asked, Progress.NONE).result();
      Sequence sequence = result.sequence();

      assertThat(sequence.chosenBy()).isEqualTo("accuracy");
      assertThat(sequence.chosenOn() + sequence.measuredOn()).isEqualTo(120);
      assertThat(sequence.curves()).hasSize(8);
      OutputPlan other = plan.on(Ablator.halves(plan.positions(), 4).measuring());
      for (Sequence.Curve curve : sequence.curves()) {
        List<String> out = curve.steps().stream().map(Sequence.Step::removed).toList();
        assertThat(out).hasSize(3).doesNotHaveDuplicates();
        OnnxModel without =
            BypassBlock.of(blocks.stream().filter(b -> out.contains(b.name())).toList())
                .apply(model);
        OutputChange edited = ModelPair.compare(other, without, Progress.NONE).change();
        assertThat(curve.steps().get(2).outputs().accuracy()).isEqualTo(edited.accuracy());
        assertThat(curve.steps().get(2).outputs().kl().get())
            .isEqualTo(edited.kl().get(), within(1e-4));
      }
      assertThat(steps(sequence, Sequence.LAST))
          .containsExactly("blocks.5.feed-forward", "blocks.5.attn", "blocks.4.feed-forward");
      AblationResult again = Ablator.run(plan.on(plan.positions()), asked, Progress.NONE).result();
      assertThat(again).isEqualTo(result);
    }
  }

  private static List<String> steps(Sequence sequence, String order) {
    return sequence.curves().stream()
        .filter(curve -> curve.order().equals(order))
        .flatMap(curve -> curve.steps().stream())
        .map(Sequence.Step::removed)
        .toList();
  }

  /** Blocks y = x + relu(x W): the second's weights are 0, so it does nothing. */
  private static OnnxModel blocks(boolean scores) {
    Random random = new Random(3);
    GraphBuilder graph = new GraphBuilder("net");
    String x = graph.input("x", TensorType.floats(-1, 4));
    for (int block = 0; block < 3; block++) {
      float[] weights = new float[16];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = block == 1 ? 0 : (float) random.nextGaussian();
      }
      String w = graph.floats("blocks." + block + ".weight", new long[] {4, 4}, weights);
      String branch = graph.node("Relu", List.of(graph.node("MatMul", List.of(x, w))));
      x = graph.node("Add", List.of(x, branch));
    }
    if (scores) {
      float[] head = new float[12];
      for (int i = 0; i < head.length; i++) {
        head[i] = (float) random.nextGaussian();
      }
      x = graph.node("MatMul", List.of(x, graph.floats("head.weight", new long[] {4, 3}, head)));
      return graph.output(x, TensorType.floats(-1, 3)).build(13);
    }
    String norm = graph.node("ReduceL2", List.of(x), Attributes.of("axes", new long[] {1}));
    return graph.output(graph.node("Div", List.of(x, norm)), TensorType.floats(-1, 4)).build(13);
  }

  private DataSet data(int examples, boolean labelled) {
    Random random = new Random(9);
    float[] values = new float[4 * examples];
    int[] labels = new int[examples];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < examples; i++) {
      labels[i] = random.nextInt(3);
    }
    NpyWriter.floats(folder.resolve("x.npy"), new int[] {examples, 4}, values);
    if (labelled) {
      NpyWriter.longs(folder.resolve("labels.npy"), labels);
    }
    return DataSets.openUnlabelled(DataSpec.of(folder));
  }

  @Test
  void aBlockThatDoesNothingCostsNothing() {
    try (DataSet data = data(50, true)) {
      OutputPlan plan =
          OutputPlan.of(blocks(true), data, AnalysisOptions.builder().threads(1).build());
      AblationResult result = Ablator.run(plan, AblationOptions.ALONE, Progress.NONE).result();
      Removal idle = result.removals().get(1);

      assertThat(result.removals()).hasSize(3);
      assertThat(idle.outputs().change().get()).isZero();
      assertThat(idle.outputs().flips().get()).isZero();
      assertThat(idle.outputs().kl().get()).isEqualTo(0, within(1e-7));
      assertThat(idle.part().blockInfluence().get()).isEqualTo(0, within(1e-7));
      assertThat(result.removals().get(0).outputs().kl().get()).isGreaterThan(0.01);
      assertThat(result.summary()).contains("On so few examples", "765 could show it");
    }
  }

  @Test
  void withoutLabelsThereAreFlipsAndDivergencesAndSequencesGoByThese() {
    try (DataSet data = data(40, false)) {
      OutputPlan plan =
          OutputPlan.of(blocks(true), data, AnalysisOptions.builder().threads(1).build());
      AblationOptions asked = new AblationOptions(List.of(), Bypass.OUTPUT, 2, 5, 0);
      AblationResult result = Ablator.run(plan, asked, Progress.NONE).result();

      assertThat(result.data().labelled()).isFalse();
      assertThat(result.baseline().accuracy().isThere()).isFalse();
      assertThat(result.removals().get(0).outputs().change().isThere()).isFalse();
      assertThat(result.sequence().chosenBy()).isEqualTo("kl");
      assertThat(steps(result.sequence(), Sequence.GREEDY).get(0))
          .isEqualTo(result.removals().get(1).part().name());
      assertThat(steps(result.sequence(), Sequence.INFLUENCE).get(0))
          .isEqualTo(result.removals().get(1).part().name());
      assertThat(result.summary()).contains("without labels it is not known");
    }
  }

  @Test
  void vectorsAreComparedByTheirDirection() {
    try (DataSet data = data(40, true)) {
      OutputPlan plan =
          OutputPlan.of(blocks(false), data, AnalysisOptions.builder().threads(1).build());
      AblationResult result = Ablator.run(plan, AblationOptions.ALONE, Progress.NONE).result();

      assertThat(result.baseline().outputKind()).isEqualTo("vectors");
      assertThat(result.removals().get(1).outputs().cosine().get()).isEqualTo(1, within(1e-6));
      assertThat(result.removals().get(0).outputs().cosine().get()).isLessThan(0.99);
      assertThat(result.removals().get(0).outputs().accuracy().isThere()).isFalse();
    }
  }

  @Test
  void channelsOfSeriesAreTurnedAtEachPlace() {
    GraphBuilder graph = new GraphBuilder("series");
    String x = graph.node("Relu", List.of(graph.input("x", TensorType.floats(-1, 2, 2))));
    String w = graph.floats("conv.weight", new long[] {2, 2, 1}, new float[] {0, -2, 1, 0});
    String sum = graph.node("Add", List.of(x, graph.node("Conv", List.of(x, w))));
    String last = graph.node("Flatten", List.of(graph.node("Relu", List.of(sum))));
    String head = graph.floats("head.weight", new long[] {4, 3}, new float[12]);
    OnnxModel model =
        graph.output(graph.node("MatMul", List.of(last, head)), TensorType.floats(-1, 3)).build(13);
    // Two examples of two channels: place 1 is (1, 0), place 2 is (0, 2).
    float[] values = {1, 0, 0, 2, 1, 0, 0, 2};
    NpyWriter.floats(folder.resolve("x.npy"), new int[] {2, 2, 2}, values);
    try (DataSet data = DataSets.openUnlabelled(DataSpec.of(folder))) {
      AnalysisOptions options = AnalysisOptions.builder().threads(1).build();
      OutputPlan plan = OutputPlan.of(model, data, options);
      AblationOptions asked = new AblationOptions(List.of(), Bypass.SUM, 0, 5, 0);
      Removal removal = Ablator.run(plan, asked, Progress.NONE).result().removals().get(0);
      // (1, 0) becomes (1, 1), and (0, 2) becomes (-4, 2), which Relu makes (0, 2).
      assertThat(removal.part().blockInfluence().get())
          .isEqualTo(1 - (Math.sqrt(0.5) + 1) / 2, within(1e-6));
    }
  }

  @Test
  void whatMakesNoSenseIsRefusedInOneLine() {
    try (DataSet data = data(40, true)) {
      AnalysisOptions options = AnalysisOptions.builder().threads(1).build();
      OutputPlan plan = OutputPlan.of(blocks(true), data, options);
      assertThatThrownBy(
              () ->
                  Ablator.run(
                      plan,
                      new AblationOptions(List.of("attention"), Bypass.OUTPUT, 0, 5, 0),
                      Progress.NONE))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("no candidates of kind 'attention'; it has feed-forward");
      assertThatThrownBy(
              () ->
                  Ablator.run(
                      plan, new AblationOptions(List.of(), Bypass.OUTPUT, 4, 5, 0), Progress.NONE))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("more than can be taken out; there are 3 candidates");
      assertThatThrownBy(() -> new AblationOptions(List.of(), Bypass.OUTPUT, 2, 1, 0))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("give 5 or more random orders");

      GraphBuilder graph = new GraphBuilder("one");
      String x = graph.input("x", TensorType.floats(-1, 4));
      String w = graph.floats("w", new long[] {4, 3}, new float[12]);
      OnnxModel plain =
          graph.output(graph.node("MatMul", List.of(x, w)), TensorType.floats(-1, 3)).build(13);
      OutputPlan without = OutputPlan.of(plain, data, options);
      assertThatThrownBy(() -> Ablator.run(without, AblationOptions.ALONE, Progress.NONE))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining(
              "no residual blocks, and no fully connected layer before its last layer");

      GraphBuilder counts = new GraphBuilder("none");
      String y = counts.input("x", TensorType.floats(-1, 4));
      OnnxModel neither =
          counts.output(counts.node("Shape", List.of(y)), TensorType.longs(2, 3)).build(13);
      assertThatThrownBy(() -> OutputPlan.of(neither, data, options))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("neither class scores");
    }
  }
}
