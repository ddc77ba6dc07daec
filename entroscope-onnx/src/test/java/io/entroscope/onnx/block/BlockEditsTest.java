package io.entroscope.onnx.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.edit.RemoveUnused;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockEditsTest {
  private static final float TOLERANCE = 2e-6f;

  static Stream<Named<OnnxModel>> networks() {
    return Stream.of(
        Named.of("ResNet", BlockNetworks.resNet()),
        Named.of("MobileNet", BlockNetworks.mobileNet()),
        Named.of("ConvNeXt", BlockNetworks.convNext()),
        Named.of("mixer", BlockNetworks.mixer()),
        Named.of("pre-norm", BlockNetworks.preNorm()),
        Named.of("pre-norm, fused", BlockNetworks.preNormFused()),
        Named.of("post-norm", BlockNetworks.encoder(BlockNetworks.Norm.OPERATOR)),
        Named.of("post-norm, written out", BlockNetworks.encoder(BlockNetworks.Norm.WRITTEN_OUT)),
        Named.of("post-norm, fused", BlockNetworks.encoder(BlockNetworks.Norm.FUSED)),
        Named.of("windows", BlockNetworks.windows()),
        Named.of("outer skip", BlockNetworks.outerSkip()),
        Named.of("parallel", BlockNetworks.parallel()),
        Named.of("decoder", BlockNetworks.decoder()));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void withoutABlockWhatFollowsTakesItsInput(OnnxModel model) {
    for (Block block : Blocks.find(model)) {
      for (Bypass way : block.bypasses()) {
        OnnxModel bypassed = new BypassBlock(block, way).apply(model);
        assertThat(bypassed.graph().inputs()).isEqualTo(model.graph().inputs());
        assertThat(bypassed.graph().outputs()).isEqualTo(model.graph().outputs());
        assertThat(bypassed.graph().nodes()).hasSizeLessThan(model.graph().nodes().size());
        assertThat(new RemoveUnused().apply(bypassed)).as("nothing dead").isSameAs(bypassed);
        assertThat(bypassed.graph().hasTensor(way == Bypass.OUTPUT ? block.output() : "no sum"))
            .isFalse();
        Map<String, Ort.Value> inputs = inputs(model);
        float[] without = scores(Ort.run(bypassed, inputs));
        assertThat(without).isNotEqualTo(scores(Ort.run(model, inputs)));
        assertThat(without).doesNotContain(Float.NaN);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void openGatesChangeNothingAndAClosedOneBypasses(OnnxModel model) throws OrtException {
    List<Block> blocks = Blocks.find(model);
    GatedModel gated = new GateBlocks(blocks).gate(model);
    assertThat(gated.gates().keySet())
        .containsExactlyElementsOf(
            blocks.stream().filter(Block::isDroppable).map(Block::name).toList());
    assertThat(gated.model().graph().inputs())
        .startsWith(model.graph().inputs().toArray(ValueInfoProto[]::new));
    assertThat(gated.model().graph().outputs()).isEqualTo(model.graph().outputs());
    Map<String, Ort.Value> inputs = inputs(model);
    Map<String, Ort.Value> open = new HashMap<>(inputs);
    gated.gates().values().forEach(gate -> open.put(gate, Ort.Value.of(new long[0], 1)));
    assertThat(exact(gated.model(), open)).isEqualTo(exact(model, inputs));
    for (Block block : blocks) {
      if (block.isDroppable()) {
        Bypass way = block.bypasses().contains(Bypass.SUM) ? Bypass.SUM : Bypass.OUTPUT;
        OnnxModel bypassed = new BypassBlock(block, way).apply(model);
        Map<String, Ort.Value> closed = new HashMap<>(open);
        closed.put(gated.gates().get(block.name()), Ort.Value.of(new long[0], 0));
        assertThat(exact(gated.model(), closed))
            .as(block.name())
            .containsExactly(exact(bypassed, inputs), within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void theMapThatChangesNothingIsAsGoodAsNothing(OnnxModel model) {
    Map<String, Ort.Value> inputs = inputs(model);
    for (Block block : Blocks.find(model)) {
      for (Bypass way : block.bypasses()) {
        int d = units(model, block, inputs);
        double[] identity = new double[d * d];
        for (int i = 0; i < d; i++) {
          identity[i * d + i] = 1;
        }
        StreamMap map = new StreamMap(identity, new double[d]);
        OnnxModel mapped = BypassBlock.by(map, block, way).apply(model);
        assertThat(mapped.graph().inputs()).isEqualTo(model.graph().inputs());
        assertThat(mapped.graph().outputs()).isEqualTo(model.graph().outputs());
        assertThat(new RemoveUnused().apply(mapped)).as("nothing dead").isSameAs(mapped);
        assertThat(scores(Ort.run(mapped, inputs)))
            .as(block.name() + " " + way)
            .containsExactly(
                scores(Ort.run(new BypassBlock(block, way).apply(model), inputs)),
                within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aMapGivesEachPlaceItsProductAndSum(OnnxModel model) {
    Map<String, Ort.Value> inputs = inputs(model);
    for (Block block : Blocks.find(model)) {
      if (!block.bypasses().contains(Bypass.OUTPUT)) {
        continue;
      }
      int d = units(model, block, inputs);
      RandomValues values = new RandomValues(d);
      double[] weights = doubles(values.gaussian(d * d, 1));
      double[] shift = doubles(values.gaussian(d, 1));
      OnnxModel mapped =
          BypassBlock.by(new StreamMap(weights, shift), block, Bypass.OUTPUT).apply(model);
      Ort.Value x = tensor(mapped, block.skip(), inputs);
      Ort.Value y = tensor(mapped, block.output(), inputs);
      assertThat(y.shape()).isEqualTo(x.shape());
      int axis = Spans.unitAxis(model, block, x.shape().length) == 1 ? 1 : x.shape().length - 1;
      int stride = 1;
      for (int i = axis + 1; i < x.shape().length; i++) {
        stride *= (int) x.shape()[i];
      }
      for (int at = 0; at < y.data().length; at++) {
        int unit = at / stride % d;
        int start = at - unit * stride;
        double expected = shift[unit];
        for (int i = 0; i < d; i++) {
          expected += x.data()[start + i * stride] * weights[i * d + unit];
        }
        assertThat(y.data()[at]).isCloseTo((float) expected, within(2e-4f));
      }
    }
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static int units(OnnxModel model, Block block, Map<String, Ort.Value> inputs) {
    long[] shape = tensor(model, block.skip(), inputs).shape();
    return (int) shape[Spans.unitAxis(model, block, shape.length) == 1 ? 1 : shape.length - 1];
  }

  private static Ort.Value tensor(OnnxModel model, String name, Map<String, Ort.Value> inputs) {
    Map<String, Ort.Value> outputs = Ort.run(new ExposeTensors(List.of(name)).apply(model), inputs);
    return Objects.requireNonNull(outputs.get(name));
  }

  @Test
  void aSpanIsOneBlock() {
    OnnxModel model = BlockNetworks.encoder(BlockNetworks.Norm.OPERATOR);
    List<Block> layers =
        Blocks.find(model).stream().filter(block -> block.kind() == BlockKind.LAYER).toList();
    assertThat(Spans.of(layers)).containsExactly(layers);
    Block span = Spans.join(layers);
    assertThat(span.input()).isEqualTo(layers.get(0).input());
    assertThat(span.output()).isEqualTo(layers.get(1).output());
    assertThat(span.parameters())
        .isEqualTo(layers.get(0).parameters() + layers.get(1).parameters());
    assertThat(new BypassBlock(span, Bypass.OUTPUT).apply(model).proto())
        .isEqualTo(BypassBlock.of(layers).apply(model).proto());
    assertThat(normalisations(new BypassBlock(span, Bypass.SUM).apply(model)))
        .isEqualTo(normalisations(BypassBlock.of(layers).apply(model)) + 1);
    assertThatThrownBy(() -> Spans.join(List.of(layers.get(1), layers.get(0))))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("does not follow");
    assertThatThrownBy(() -> Spans.join(Blocks.find(BlockNetworks.resNet())))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'layer2.0' cannot be taken out");
    List<Block> resNet =
        Blocks.find(BlockNetworks.resNet()).stream().filter(Block::isDroppable).toList();
    assertThat(Spans.of(resNet)).hasSize(2);
  }

  @Test
  void allBlocksOfAPreNormNetworkTogetherLeaveWhatIsAroundThem() {
    OnnxModel model = BlockNetworks.preNorm();
    List<Block> blocks = Blocks.find(model);
    OnnxModel halves =
        BypassBlock.of(blocks.stream().filter(Block::isElementary).toList()).apply(model);
    OnnxModel layers =
        BypassBlock.of(blocks.stream().filter(block -> !block.isElementary()).toList())
            .apply(model);
    assertThat(halves.graph().nodes())
        .extracting(NodeProto::getOpType)
        .containsExactly("MatMul", "Add", "LayerNormalization", "ReduceMean", "Gemm");
    assertThat(layers.proto()).isEqualTo(halves.proto());
  }

  @Test
  void aPostNormLayerLeavesItsNormalisationOrNot() {
    OnnxModel model = BlockNetworks.encoder(BlockNetworks.Norm.OPERATOR);
    Block last = Blocks.find(model).get(5);
    long all = normalisations(model);
    assertThat(normalisations(new BypassBlock(last, Bypass.OUTPUT).apply(model)))
        .isEqualTo(all - 2);
    assertThat(normalisations(new BypassBlock(last, Bypass.SUM).apply(model))).isEqualTo(all - 1);
  }

  private static long normalisations(OnnxModel model) {
    return model.graph().nodes().stream()
        .filter(node -> node.getOpType().equals("LayerNormalization"))
        .count();
  }

  @Test
  void whatIsLeftOfAFusedNormalisationGivesWhatTheOperatorGave() {
    OnnxModel model = BlockNetworks.encoder(BlockNetworks.Norm.FUSED);
    Block last = Blocks.find(model).get(4);
    OnnxModel bypassed = new BypassBlock(last, Bypass.SUM).apply(model);
    NodeProto left =
        bypassed.graph().producer(last.output()).orElseThrow(() -> new AssertionError("gone"));
    assertThat(left.getOpType()).isEqualTo("LayerNormalization");
    assertThat(left.getInput(0)).isEqualTo(last.input());
    NodeProto fused = model.graph().producer(last.output()).orElseThrow();
    assertThat(left.getInputList().subList(1, 3)).isEqualTo(fused.getInputList().subList(2, 4));
  }

  @Test
  void metadataStayAndABlockThatIsGoneIsMissed() {
    OnnxModel model = BlockNetworks.resNet().withMetadata(Map.of("key", "value"));
    Block block = Blocks.find(model).get(0);
    OnnxModel bypassed = new BypassBlock(block, Bypass.OUTPUT).apply(model);
    assertThat(bypassed.metadata()).containsEntry("key", "value");
    assertThat(Blocks.find(bypassed)).extracting(Block::name).doesNotContain(block.name());
    assertThatThrownBy(() -> new BypassBlock(block, Bypass.OUTPUT).apply(bypassed))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no block 'layer1.0' (any more)");
    assertThatThrownBy(() -> new GateBlocks(List.of(block)).apply(bypassed))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no block 'layer1.0'");
  }

  @Test
  void whatCannotBeDoneIsRefused() {
    OnnxModel model = BlockNetworks.preNorm();
    List<Block> blocks = Blocks.find(model);
    assertThatThrownBy(() -> new BypassBlock(blocks.get(0), Bypass.SUM).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'blocks.0.attn' has nothing behind its sum that could stay");
    assertThatThrownBy(() -> BypassBlock.of(blocks).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("overlap");
    OnnxModel projecting = BlockNetworks.resNet();
    Block projection = Blocks.find(projecting).get(2);
    assertThatThrownBy(() -> BypassBlock.of(List.of(projection)).apply(projecting))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'layer2.0' cannot be taken out");
    assertThat(BypassBlock.of(List.of()).apply(model)).isSameAs(model);
    assertThat(new GateBlocks(List.of(projection)).apply(projecting)).isSameAs(projecting);
  }

  /** The last output: a decoder has others before its scores. */
  private static float[] scores(Map<String, Ort.Value> outputs) {
    return List.copyOf(outputs.values()).get(outputs.size() - 1).data();
  }

  /** The scores of a model that the engine does not optimise. */
  private static float[] exact(OnnxModel model, Map<String, Ort.Value> inputs) throws OrtException {
    try (OrtSession session = Ort.session(model, OrtSession.SessionOptions.OptLevel.NO_OPT)) {
      return scores(Ort.run(session, inputs));
    }
  }

  private static Map<String, Ort.Value> inputs(OnnxModel model) {
    RandomValues values = new RandomValues(3);
    Map<String, Ort.Value> inputs = new LinkedHashMap<>();
    for (ValueInfoProto input : model.graph().inputs()) {
      TensorType type = TensorType.of(input).orElseThrow();
      long[] shape = new long[type.rank()];
      for (int axis = 0; axis < shape.length; axis++) {
        shape[axis] = Math.max(2, type.size(axis));
      }
      Ort.Value value = values.input(shape);
      if (input.getName().equals("input_ids")) {
        value = whole(value, 19, 0);
      } else if (input.getName().equals("attention_mask")) {
        value = whole(value, 1, 1);
      }
      inputs.put(input.getName(), value);
    }
    return inputs;
  }

  /** Whole numbers up to a largest one; the first of each row is as given, if not 0. */
  private static Ort.Value whole(Ort.Value value, int largest, int first) {
    float[] numbers = value.data().clone();
    int row = (int) value.shape()[1];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.min(largest, Math.round(10 * Math.abs(numbers[i])) % (largest + 1));
      numbers[i] = i % row == 0 && first != 0 ? first : numbers[i];
    }
    return Ort.Value.of(value.shape(), numbers);
  }
}
