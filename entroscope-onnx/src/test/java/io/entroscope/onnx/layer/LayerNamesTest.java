package io.entroscope.onnx.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read out of the names that exporters write. */
class LayerNamesTest {
  /** Java's regular expressions take a stack as deep as what they may give back is long. */
  @Test
  @Timeout(20)
  void longNamesTakeNoStack() {
    assertThat(LayerNames.parse("x" + "_1".repeat(100_000))).isEmpty();
    assertThat(LayerNames.parse("MatMul" + "_quant1".repeat(100_000))).isEmpty();
    assertThat(LayerNames.parse("fc" + "_1".repeat(100_000) + "x/MatMul")).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "fc1.weight, fc1",
    "module.features.0.weight, module.features.0",
    "a.weight, a",
    "fc1.weight_quantized, fc1",
    "/fc1/Gemm, fc1",
    "/q/MatMul, q",
    "/conv/conv.0/Conv, conv.0",
    "/layer1/layer1.0/conv1/Conv, layer1.0.conv1",
    "/encoder/layer.0/attention/self/query/MatMul, encoder.layer.0.attention.self.query",
    "node_linear_3, linear_3",
    "sequential/dense_1/MatMul, sequential.dense_1",
    "sequential/dense_1/MatMul/ReadVariableOp:0, sequential.dense_1",
    "sequential_1/dense_1/Cast/ReadVariableOp:0, sequential_1.dense_1",
    "sequential/dense_1/kernel/Read/ReadVariableOp:0, sequential.dense_1",
    "sequential/dense_1/kernel:0, sequential.dense_1",
    "StatefulPartitionedCall/model/dense/MatMul__12, StatefulPartitionedCall.model.dense",
    "model/conv2d_1/Conv2D/ReadVariableOp:0, model.conv2d_1",
    "model/dense/Tensordot/MatMul, model.dense",
    "model/dense/MatMul;model/dense/BiasAdd, model.dense"
  })
  void pathsOfModules(String name, String path) {
    assertThat(LayerNames.parse(name)).hasValue(List.of(path.split("\\.")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "onnx::MatMul_123",
        "MatMul",
        "MatMul_4",
        "MatMul4",
        "Gemm_12",
        "Conv_0",
        "12",
        "node_MatMul_5",
        "node_Gemm",
        "val_3",
        "const_fold_opt__35",
        "W",
        "W1",
        "coefficient",
        "coefficient1",
        "weight",
        "0.weight",
        "/0/Gemm",
        "n12",
        "tensor_7"
      })
  void madeUpNames(String name) {
    assertThat(LayerNames.parse(name)).isEmpty();
  }
}
