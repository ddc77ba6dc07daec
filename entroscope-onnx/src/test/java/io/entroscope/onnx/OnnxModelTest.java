package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.edit.DropLayer;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.layer.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxModelTest {
  private final OnnxModel model = model();

  @Test
  void whatIsWrittenIsRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    model.write(file);
    OnnxModel read = OnnxModel.read(file);
    assertThat(read.bytes()).isEqualTo(model.bytes());
    assertThat(read.sha256()).isEqualTo(model.sha256()).matches("[0-9a-f]{64}");
    assertThat(read.path()).contains(file);
    assertThat(read.opset()).isEqualTo(13);
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void whatIsNoModelIsRefusedInOneLine(@TempDir Path folder) throws IOException {
    byte[] bytes = model.bytes();
    Path file = folder.resolve("bad.onnx");
    byte[] noise = new byte[1000];
    new Random(1).nextBytes(noise);
    for (byte[] bad :
        List.of(
            new byte[0],
            noise,
            Arrays.copyOf(bytes, bytes.length / 2),
            "PK text".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      Files.write(file, bad);
      refused(file);
    }
    refused(folder);
    refused(folder.resolve("none.onnx"));
  }

  private static void refused(Path path) {
    assertThatThrownBy(() -> OnnxModel.read(path))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(path.toString())
        .hasMessageNotContaining("\n");
  }

  @Test
  void everyTruncationIsRefusedOrIsAModel(@TempDir Path folder) {
    byte[] bytes = model.bytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      try {
        Layers.find(OnnxModel.parse(cut));
      } catch (OnnxException e) {
        assertThat(e).hasMessageNotContaining("\n");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"residual", "cnn-batchnorm", "mlp-silu", "transformer-encoder"})
  void aDamagedModelIsRefusedInOneLineOrRead(String file) {
    byte[] whole = ExportedModelsTest.read(file).bytes();
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      byte[] damaged = whole.clone();
      for (int i = 0; i < 3; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        OnnxModel read = OnnxModel.parse(damaged);
        Cost.wanted(read);
        Cost.of(read, Map.of(), 1);
        Weights.firstNonFinite(FoundLayers.of(read));
        for (Layer layer : Layers.find(read)) {
          new DropLayer(layer).apply(read);
        }
      } catch (OnnxException e) {
        assertThat(e).as("seed %d", seed).hasMessageNotContaining("\n");
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  @Test
  void metadataIsAddedOnce() {
    OnnxModel described = model.withMetadata(Map.of("mean", "0.5"));
    assertThat(described.metadata()).containsExactly(Map.entry("mean", "0.5"));
    assertThat(described.withMetadata(Map.of("mean", "0.5"))).isSameAs(described);
    assertThat(described.withMetadata(Map.of("mean", "1")).metadata())
        .containsExactly(Map.entry("mean", "1"));
    assertThat(OnnxModel.parse(described.bytes()).metadata()).isEqualTo(described.metadata());
    assertThat(described.graph().nodes()).isEqualTo(model.graph().nodes());
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException {
    Path occupied = Files.createDirectories(folder.resolve("taken/inner")).getParent();
    assertThatThrownBy(() -> model.write(occupied))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("taken");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(occupied);
    }
  }

  @Test
  void theGraphKnowsWhoMakesAndTakesATensor() {
    Graph graph = model.graph();
    assertThat(graph.inputs()).extracting(input -> input.getName()).containsExactly("input");
    assertThat(graph.initializers()).containsOnlyKeys("w");
    assertThat(graph.producer("y").map(node -> node.getOpType())).contains("MatMul");
    assertThat(graph.producer("input")).isEmpty();
    assertThat(graph.consumers("y")).hasSize(1);
    assertThat(graph.isOutput("z")).isTrue();
    assertThat(graph.isOutput("y")).isFalse();
    assertThat(graph.hasTensor("w")).isTrue();
    assertThat(graph.hasTensor("v")).isFalse();
    assertThat(graph.declaredType("input")).contains(TensorType.floats(-1, 2));
  }

  private static OnnxModel model() {
    GraphBuilder b = new GraphBuilder("model");
    String x = b.input("input", TensorType.floats(-1, 2));
    String w = b.floats("w", new long[] {2, 2}, 1, 2, 3, 4);
    b.step("MatMul").inputs(x, w).outputs("y").add();
    b.step("Mul").inputs("y", "y").outputs("z").add();
    return b.output("z", TensorType.floats(-1, 2)).build(13);
  }
}
