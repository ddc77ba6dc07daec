package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of other kinds are named, and models that make a tensor twice. */
class OtherFileTest {
  @ParameterizedTest
  @CsvSource({
    "version https://git-lfs.github.com/spec/v1, git lfs pull",
    "' <!DOCTYPE html><html>', is a web page",
    "PK\u0003\u0004 and so on, torch.onnx.export",
    "\u0089HDF and so on, tf2onnx",
    "'\u001f\u008b and so on', unpack it",
  })
  void isNamed(String content, String advice) {
    assertThatThrownBy(() -> OnnxModel.parse(content.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(advice);
  }

  @Test
  void aTensorMadeTwiceIsDamage() {
    GraphBuilder b = new GraphBuilder("twice");
    String x = b.input("x", TensorType.floats(-1, 2));
    b.step("Relu").named("one").inputs(x).outputs("y").add();
    OnnxModel model = b.output("y", TensorType.floats(-1, 2)).build(17);
    var twice = model.proto().toBuilder();
    twice.getGraphBuilder().addNode(model.graph().nodes().get(0).toBuilder().setName("two"));
    assertThatThrownBy(() -> OnnxModel.parse(twice.build().toByteArray()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContainingAll("'one' and 'two'", "'y'");
  }
}
