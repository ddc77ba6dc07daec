package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.proto.NodeProto;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
  @Test
  void namesOfItsOwnAreThoseThatCanBeAskedFor() {
    GraphBuilder builder = new GraphBuilder("g");
    assertThat(builder.unused("f\u00e4\u5c42")).isEqualTo("f\u00e4\u5c42");
    assertThat(builder.unused("fc\ud83d\ude00/sum")).isEqualTo("fc_/sum");
    assertThat(builder.unused("a\0b\ud83d")).isEqualTo("a_b_");
    builder.input("fc_", TensorType.floats(1));
    assertThat(builder.unused("fc\ud83d\ude00")).isEqualTo("fc__2");
  }

  @Test
  void aGraphWrittenStepByStepRuns() {
    GraphBuilder b = new GraphBuilder("steps");
    String x = b.input("x", TensorType.floats(-1, 2));
    String w = b.floats("w", new long[] {2, 2}, 1, 2, 3, 4);
    String c = b.floats("c", new long[] {2}, 10, 20);
    String y = b.node("Gemm", List.of(x, w, c), Attributes.of("transB", 1));
    String shape = b.longs("shape", new long[] {1}, -1);
    b.step("Reshape").named("flat").inputs(y, shape).outputs("out").add();
    OnnxModel model = b.output("out", TensorType.floats(-1)).build(17);

    Ort.Value input = Ort.Value.of(new long[] {2, 2}, 1, 0, 0, 1);
    assertThat(Ort.run(model, Map.of("x", input)).get("out").data())
        .containsExactly(11, 23, 12, 24);
    assertThat(model.opset()).isEqualTo(17);
    assertThat(model.proto().getProducerName()).isEqualTo("entroscope");
  }

  @Test
  void namesAreUniqueAndGivenNamesAreNotTakenTwice() {
    GraphBuilder b = new GraphBuilder("names");
    String x = b.input("x", TensorType.floats(1));
    String first = b.step("Relu").named("act").inputs(x).add();
    String second = b.step("Relu").named("act").inputs(first).add();
    assertThat(first).isNotEqualTo(second);
    OnnxModel model = b.output(second, TensorType.floats(1)).build(13);
    assertThat(model.graph().nodes())
        .extracting(NodeProto::getName)
        .containsExactly("act", "act_2");
    assertThat(b.unused("x")).isEqualTo("x_2");
    assertThatThrownBy(() -> b.floats("x", new long[] {1}, 1))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'x'");
    assertThatThrownBy(() -> b.floats("", new long[] {1}, 1)).isInstanceOf(OnnxException.class);
    assertThatThrownBy(() -> b.floats("short", new long[] {2}, 1))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'short'");
  }
}
