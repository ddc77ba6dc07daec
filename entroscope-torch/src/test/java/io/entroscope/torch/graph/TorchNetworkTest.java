package io.entroscope.torch.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.testing.SharedFiles;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.TorchException;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class TorchNetworkTest {
  private static OnnxModel twoLayers() {
    GraphBuilder graph = new GraphBuilder("two layers");
    graph.input("x", TensorType.floats(-1, 3));
    graph.floats("w", new long[] {3, 2}, 1, 2, 3, 4, 5, 6);
    graph.floats("b", new long[] {2}, 0.5f, -0.5f);
    graph.floats("half", new long[] {}, 0.5f);
    String h = graph.node("MatMul", List.of("x", "w"));
    h = graph.node("Add", List.of(h, "b"));
    h = graph.node("Mul", List.of(h, "half"));
    graph.step("Relu").inputs(h).outputs("y").add();
    graph.output("y", TensorType.floats(-1, 2));
    return graph.build(17);
  }

  @Test
  void weightsAreTheInitializersThatATrainingChanges() {
    try (TorchNetwork network = TorchNetwork.of(twoLayers())) {
      assertThat(network.parameters().keySet()).containsExactly("w", "b");
      assertThat(network.parameterCount()).isEqualTo(8);
    }
  }

  @Test
  void theModelWithChangedWeightsIsWrittenBack() {
    OnnxModel model = twoLayers();
    try (TorchNetwork network = TorchNetwork.of(model)) {
      assertThat(network.toModel().sha256()).isEqualTo(model.sha256());
      Libtorch.withoutGradients(() -> network.parameters().get("b").copy_(Tensor.create(7f, 8f)));
      OnnxModel changed = network.toModel();
      OnnxRuntime.Array y =
          OnnxRuntime.run(changed, Map.of("x", new OnnxRuntime.Array(new float[3], 1, 3))).get("y");
      assertThat(y.values()).containsExactly(3.5f, 4f);
    }
  }

  @Test
  void whatTheExecutorLacksIsRefusedAtOnceAndByName() {
    GraphBuilder graph = new GraphBuilder("missing");
    graph.input("x", TensorType.floats(-1, 3));
    String a = graph.node("NonZero", List.of("x"));
    String b = graph.node("Hardmax", List.of("x"));
    graph.step("Conv").named("odd").inputs("x", "x").attribute(Attributes.of("surprise", 1)).add();
    graph.output(a, TensorType.longs(-1, -1)).output(b, TensorType.floats(-1, 3));
    assertThatThrownBy(() -> TorchNetwork.of(graph.build(17)))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("Hardmax, NonZero")
        .hasMessageContaining("Conv 'odd': its attribute 'surprise' is not supported")
        .hasMessageNotContaining("\n");
  }

  @Test
  void aFailureNamesTheNode() {
    try (TorchNetwork network = TorchNetwork.of(twoLayers())) {
      assertThatThrownBy(() -> Libtorch.scoped(() -> network.run(torch.ones(2, 5), Run.INFERENCE)))
          .isInstanceOf(TorchException.class)
          .hasMessageStartingWith("MatMul 'MatMul_0': ")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void onlyWhatTheOutputsNeedIsRun() {
    try (TorchNetwork network = TorchNetwork.of(twoLayers())) {
      Libtorch.scoped(
          () -> {
            Map<String, Tensor> out =
                network.run(
                    Map.of("x", torch.ones(2, 3)), List.of("MatMul_0_output_0"), Run.INFERENCE);
            assertThat(HostTensors.floats(out.get("MatMul_0_output_0")))
                .containsExactly(9, 12, 9, 12);
          });
      assertThatThrownBy(
              () -> Libtorch.scoped(() -> network.run(Map.of(), List.of("nowhere"), Run.INFERENCE)))
          .hasMessage("the model has no tensor named 'nowhere'");
    }
  }

  @Test
  void aModelTrainedElsewhereGivesWhatOnnxRuntimeGives() {
    OnnxModel model = OnnxModel.read(SharedFiles.of("models/mnist-cnn-3fc.onnx"));
    float[] x = OperatorCases.random(7 * 28 * 28, 1);
    OnnxRuntime.Array expected =
        OnnxRuntime.run(
                model,
                Map.of(
                    model.graph().inputs().get(0).getName(),
                    new OnnxRuntime.Array(x, 7, 1, 28, 28)))
            .values()
            .iterator()
            .next();
    try (TorchNetwork network = TorchNetwork.of(model)) {
      float[] y =
          Libtorch.withoutGradients(
              () -> HostTensors.floats(network.run(Tensor.create(x, 7, 1, 28, 28), Run.INFERENCE)));
      for (int i = 0; i < y.length; i++) {
        assertThat(y[i]).isCloseTo(expected.values()[i], within(2e-5f));
      }
      assertThat(network.toModel().sha256()).isEqualTo(model.sha256());
    }
  }
}
