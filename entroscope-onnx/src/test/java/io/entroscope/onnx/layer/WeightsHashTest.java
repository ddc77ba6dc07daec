package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.proto.TensorProto;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A layer is known again by its weights alone. */
class WeightsHashTest {
  /** Two layers; the weights of the second pass through an Identity if that is asked for. */
  private static OnnxModel model(String name, float last, boolean indirect) {
    GraphBuilder graph = new GraphBuilder("two");
    String x = graph.input("x", TensorType.floats(-1, 2));
    String first = graph.floats(name + "1.weight", new long[] {2, 2}, 1, 2, 3, 4);
    String second = graph.floats(name + "2.weight", new long[] {2, 2}, 1, 2, 3, last);
    if (indirect) {
      second = graph.node("Identity", List.of(second));
    }
    String hidden = graph.node("Gemm", List.of(x, first), Attributes.of("transB", 1L));
    String relu = graph.node("Relu", List.of(hidden));
    String out = graph.node("Gemm", List.of(relu, second), Attributes.of("transB", 1L));
    return graph.output(out, TensorType.floats(-1, 2)).build(13);
  }

  private static List<Optional<String>> hashes(OnnxModel model) {
    WeightsHash hash = new WeightsHash(model);
    return Layers.find(model).stream().map(hash::of).toList();
  }

  @Test
  void namesDoNotCountAndValuesDo() {
    List<Optional<String>> base = hashes(model("fc", 5, false));
    assertThat(base).hasSize(2).allMatch(Optional::isPresent).doesNotHaveDuplicates();
    assertThat(hashes(model("dense", 5, false))).isEqualTo(base);
    assertThat(hashes(model("fc", 6, false)).get(0)).isEqualTo(base.get(0));
    assertThat(hashes(model("fc", 6, false)).get(1)).isNotEqualTo(base.get(1));
    assertThat(hashes(model("fc", 4, false)).get(1)).isEqualTo(base.get(0));
  }

  @Test
  void constantsAreFollowedThroughNodes() {
    assertThat(hashes(model("fc", 5, true))).isEqualTo(hashes(model("fc", 5, false)));
  }

  /** One quantised layer with weights 1, −2, stored as raw bytes or as a list of numbers. */
  private static OnnxModel quantized(TensorProto.Builder weights) {
    GraphBuilder graph = new GraphBuilder("quantized");
    String x = graph.input("x", TensorType.of(ElementType.UINT8, -1, 2));
    String w =
        graph.initializer(
            weights
                .setName("w")
                .setDataType(ElementType.INT8.number())
                .addDims(2)
                .addDims(1)
                .build());
    String out = graph.node("MatMulInteger", List.of(x, w));
    return graph.output(out, TensorType.of(ElementType.INT32, -1, 1)).build(13);
  }

  @Test
  void wholeNumbersCountHoweverTheyAreStored() {
    List<Optional<String>> raw =
        hashes(
            quantized(
                TensorProto.newBuilder().setRawData(ByteString.copyFrom(new byte[] {1, -2}))));
    assertThat(raw).hasSize(1).allMatch(Optional::isPresent);
    assertThat(hashes(quantized(TensorProto.newBuilder().addInt32Data(1).addInt32Data(-2))))
        .isEqualTo(raw);
    assertThat(hashes(quantized(TensorProto.newBuilder().addInt32Data(1).addInt32Data(-3))))
        .isNotEqualTo(raw);
  }
}
