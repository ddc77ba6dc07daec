package io.entroscope.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.StringStringEntryProto;
import io.entroscope.onnx.proto.TensorProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedModelTest {
  private static final int WIDTH = 64;

  @TempDir private Path folder;

  private static OnnxModel network() {
    GraphBuilder graph = new GraphBuilder("net");
    String x = graph.input("x", TensorType.floats(-1, WIDTH));
    float[] weights = new float[WIDTH * WIDTH];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i;
    }
    String w = graph.floats("w", new long[] {WIDTH, WIDTH}, weights);
    String b = graph.floats("b", new long[] {WIDTH}, new float[WIDTH]);
    String y = graph.node("Gemm", List.of(x, w, b));
    return graph.output(y, TensorType.floats(-1, WIDTH)).build(17);
  }

  private OnnxModel read() throws IOException {
    Path file = folder.resolve("net.onnx");
    Files.write(file, network().bytes());
    return OnnxModel.read(file);
  }

  @Test
  void largeWeightsLieBesideTheModelAndAllElseStaysInIt() throws IOException {
    DetachedModel detached = read().detached().orElseThrow();

    assertThat(detached.weights()).hasSize(1);
    DetachedModel.Weight weight = detached.weights().get(0);
    FloatBuffer values = weight.values().asFloatBuffer();
    assertThat(weight.shape()).containsExactly((long) WIDTH, (long) WIDTH);
    assertThat(weight.values().isDirect()).isTrue();
    assertThat(values.remaining()).isEqualTo(WIDTH * WIDTH);
    assertThat(values.get(WIDTH + 1)).isEqualTo(WIDTH + 1);
    GraphProto left = ModelProto.parseFrom(detached.bytes()).getGraph();
    assertThat(left.getInitializerList())
        .extracting(TensorProto::getName, tensor -> tensor.getRawData().isEmpty())
        .containsExactly(tuple("w", true), tuple("b", false));
  }

  @Test
  void whatIsAppendedSharesTheWeights() throws IOException {
    OnnxModel model = read();
    ModelProto more =
        ModelProto.newBuilder()
            .setGraph(GraphProto.newBuilder().setDocString("more").build())
            .build();

    DetachedModel longer = model.append(more).detached().orElseThrow();

    assertThat(longer.weights().get(0).values())
        .isSameAs(model.detached().orElseThrow().weights().get(0).values());
    assertThat(ModelProto.parseFrom(longer.bytes()).getGraph().getDocString()).isEqualTo("more");
  }

  @Test
  void aModelThatWasMadeInMemoryKeepsItsWeights() {
    assertThat(network().detached()).isEmpty();
  }

  @Test
  void weightsThatAreInputsStay() throws IOException {
    ModelProto.Builder fed = network().proto().toBuilder();
    fed.getGraphBuilder().addInput(ValueInfoProto.newBuilder().setName("w"));
    Path file = folder.resolve("fed.onnx");
    Files.write(file, fed.build().toByteArray());

    assertThat(OnnxModel.read(file).detached().orElseThrow().weights()).isEmpty();
  }

  /** The network with its weights in a file beside it, cut to so many bytes. */
  private OnnxModel external(int bytes) throws IOException {
    ModelProto.Builder model = network().proto().toBuilder();
    byte[] weights = model.getGraph().getInitializer(0).getRawData().toByteArray();
    Files.write(folder.resolve("net.data"), Arrays.copyOf(weights, bytes));
    // The bias, which is too small to be handed over, has the first of the same values.
    for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
      tensor
          .clearRawData()
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(
              StringStringEntryProto.newBuilder().setKey("location").setValue("net.data"));
    }
    Path file = folder.resolve("net.onnx");
    Files.write(file, model.build().toByteArray());
    return OnnxModel.read(file);
  }

  @Test
  void weightsBesideTheModelAreReadSoThatNothingMapsTheirFile() throws IOException {
    DetachedModel detached = external(WIDTH * WIDTH * Float.BYTES).detached().orElseThrow();

    assertThat(detached.weights().get(0).values().asFloatBuffer().get(WIDTH + 1))
        .isEqualTo(WIDTH + 1);
    GraphProto left = ModelProto.parseFrom(detached.bytes()).getGraph();
    assertThat(left.getInitializer(0).getExternalDataList())
        .filteredOn(entry -> entry.getKey().equals("location"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.getValue()).isNotEqualTo("net.data"));
    assertThat(Tensors.isExternal(left.getInitializer(1))).isFalse();
    assertThat(Tensors.floats(OnnxModel.of(network().proto()), left.getInitializer(1)))
        .startsWith(0, 1, 2);
  }

  @Test
  void weightsBesideTheModelThatAreCutAreRefused() throws IOException {
    OnnxModel model = external(WIDTH * WIDTH * Float.BYTES - 1);

    assertThatThrownBy(model::detached)
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("net.data")
        .hasMessageContaining("too short");
  }
}
