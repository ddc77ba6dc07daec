package io.entroscope.onnx;

import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.testing.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** No model, however damaged, does more to the reader of its graph than be refused in one line. */
class OnnxFuzzTest {
  private static final int EXECUTIONS = 1_000;

  @Test
  void onnx() throws IOException {
    Fuzz fuzz = Fuzz.of("onnx", OnnxException.class);
    for (String name :
        List.of("residual.onnx", "squeeze-excite.onnx", "mlp-silu.onnx", "cnn-batchnorm.onnx")) {
      try (InputStream in = OnnxFuzzTest.class.getResourceAsStream(name)) {
        fuzz.from(in.readAllBytes());
      }
    }
    fuzz.from(
            Networks.of(Networks.Style.GEMM, "Relu")
                .perceptron(Set.of(), Set.of(), 4, 5, 3)
                .bytes())
        .with(ProtoMutations::change)
        .with(ProtoMutations::change)
        .run(EXECUTIONS, OnnxFuzzTest::read);
  }

  private static void read(byte[] input) {
    OnnxModel model = OnnxModel.parse(input);
    Layers.find(model);
    Blocks.find(model);
    Predictions.find(model, 3);
  }
}
