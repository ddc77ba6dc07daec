package io.entroscope.torch.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entroscope.data.image.ImageShape;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.ArchitectureWriter;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Networks with blocks as the notation makes them: loss and gradients beside those that PyTorch
 * computed in float64 ({@code block_networks.py}), and outputs beside ONNX Runtime's.
 */
class BlockNetworksTest {
  private static final ImageShape SHAPE = new ImageShape(1, 8, 8);
  private static final int CLASSES = 3;
  private static final int BATCH = 3;

  @BeforeAll
  static void oneThread() {
    Libtorch.threads(1);
  }

  @Test
  void lossAndGradientsAreThoseOfPyTorch() throws IOException {
    for (JsonNode reference : references()) {
      String notation = reference.get("notation").asText();
      OnnxModel model = filled(written(notation));
      Libtorch.scoped(
          () -> {
            try (TorchNetwork network = TorchNetwork.of(model, ElementTypes.FLOAT64)) {
              assertAgrees(network, reference, notation);
            }
          });
    }
  }

  private static void assertAgrees(TorchNetwork network, JsonNode reference, String notation) {
    Tensor input =
        Tensor.create(
            OperatorCases.doubles(values("input", BATCH * SHAPE.elements(), 0)), BATCH, 1, 8, 8);
    Tensor logits = network.run(input, Run.training(1));
    Tensor loss = torch.cross_entropy_loss(logits, Tensor.create(new long[] {0, 2, 1}, BATCH));
    assertThat(loss.item_double())
        .as(notation)
        .isCloseTo(reference.get("loss").asDouble(), within(1e-11));
    List<String> names = List.copyOf(network.parameters().keySet());
    assertThat(names).hasSameSizeAs(reference.get("gradients"));
    TensorVector gradients =
        torch.grad(
            new TensorVector(loss),
            new TensorVector(network.parameters().values().toArray(new Tensor[0])),
            new TensorVector(),
            new BoolOptional(),
            false,
            false);
    for (int i = 0; i < names.size(); i++) {
      JsonNode expected = reference.get("gradients").get(names.get(i));
      Tensor gradient = gradients.get(i);
      float[] direction = values(names.get(i) + ".direction", (int) gradient.numel(), 0);
      Tensor along =
          Tensor.create(OperatorCases.doubles(direction), gradient.shape()).mul(gradient).sum();
      double norm = expected.get("norm").asDouble();
      assertThat(gradient.norm().item_double())
          .as("%s: %s", notation, names.get(i))
          .isCloseTo(norm, within(1e-12 + 1e-9 * norm));
      assertThat(along.item_double())
          .as("%s: along %s", notation, names.get(i))
          .isCloseTo(expected.get("along").asDouble(), within(1e-12 + 1e-9 * norm));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"conv4 res4 res6/2 fc5", "res8/2 res8", "patch2 vit32x2", "conv4 patch4 vit64x1"})
  void outputsAreThoseOfOnnxRuntime(String notation) {
    OnnxModel model = new Initialization(5, 1).apply(written(notation));
    for (int count : new int[] {1, 4}) {
      long[] shape = {count, 1, 8, 8};
      float[] x = OperatorCases.random(OperatorCases.product(shape), 11);
      OnnxRuntime.Array expected =
          OnnxRuntime.run(model, Map.of("input", new OnnxRuntime.Array(x, shape))).get("logits");
      assertThat(expected.shape()).containsExactly(count, CLASSES);
      try (TorchNetwork network = TorchNetwork.of(model)) {
        float[] values =
            Libtorch.withoutGradients(
                () -> HostTensors.floats(network.run(Tensor.create(x, shape), Run.INFERENCE)));
        for (int i = 0; i < values.length; i++) {
          double wanted = expected.values()[i];
          assertThat((double) values[i])
              .as("logit %d of %d images", i, count)
              .isCloseTo(wanted, within(1e-5 + 1e-5 * Math.abs(wanted)));
        }
      }
    }
  }

  private static OnnxModel written(String notation) {
    return ArchitectureWriter.write(
        Architectures.parse(notation, Architecture.Options.NORMALISED), SHAPE, CLASSES);
  }

  /** The model with the reference's weights. */
  private static OnnxModel filled(OnnxModel model) {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto old = graph.getInitializer(i);
      long[] dims = Tensors.dims(old);
      if (Tensors.isFloating(old) && dims.length > 0) {
        // Batch normalisation and layer normalisation have scales about 1.
        double about = old.getName().endsWith(".scale") ? 1 : 0;
        float[] values = values(old.getName(), (int) Tensors.elements(dims), about);
        graph.setInitializer(i, Tensors.ofFloats(old.getName(), dims, values));
      }
    }
    return OnnxModel.of(model.proto().toBuilder().setGraph(graph).build());
  }

  /** As {@code fill} in the reference's program. */
  private static float[] values(String name, int count, double about) {
    int phase = name.chars().sum() % 97;
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (about + 0.3 * Math.sin(0.7 * i + phase));
    }
    return values;
  }

  private static List<JsonNode> references() throws IOException {
    try (InputStream in = BlockNetworksTest.class.getResourceAsStream("block-networks.json")) {
      List<JsonNode> references = new ArrayList<>();
      new ObjectMapper().readTree(in).forEach(references::add);
      assertThat(references).hasSize(2);
      return references;
    }
  }
}
