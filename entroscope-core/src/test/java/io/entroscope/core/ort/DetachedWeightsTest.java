package io.entroscope.core.ort;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.ModelProto;
import io.entroscope.onnx.proto.TensorProto;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights that are handed over where they lie are the same weights. */
class DetachedWeightsTest {
  private static final int IN = 80;
  private static final int OUT = 96;
  private static final int ROWS = 5;

  @TempDir private Path folder;

  private final Random random = new Random(5);

  /** x · cast(w), so that weights of every type come to something. */
  private OnnxModel network(ElementType type) {
    GraphBuilder graph = new GraphBuilder("net");
    String x = graph.input("x", TensorType.floats(-1, IN));
    graph
        .step("Cast")
        .inputs("w")
        .outputs("cast")
        .attribute(Attributes.of("to", ElementType.FLOAT.number()))
        .add();
    String y = graph.node("MatMul", List.of(x, "cast"));
    ModelProto.Builder model =
        graph.output(y, TensorType.floats(-1, OUT)).build(17).proto().toBuilder();
    model.getGraphBuilder().addInitializer(weights(type));
    return OnnxModel.of(model.build());
  }

  private TensorProto weights(ElementType type) {
    long[] shape = {IN, OUT};
    if (type == ElementType.FLOAT || type == ElementType.FLOAT16) {
      return Tensors.of("w", type, shape, random.doubles(IN * OUT, -1, 1).toArray());
    }
    byte[] values = new byte[IN * OUT];
    random.nextBytes(values);
    return TensorProto.newBuilder()
        .setName("w")
        .setDataType(type.number())
        .addDims(IN)
        .addDims(OUT)
        .setRawData(ByteString.copyFrom(values))
        .build();
  }

  private static float[] run(OnnxModel model, Optimization optimization, float[] x)
      throws OrtException {
    try (OrtEngine engine = OrtEngine.open(model, Device.CPU, optimization)) {
      System.gc();
      try (OnnxTensor input =
              OnnxTensor.createTensor(
                  OrtEngine.environment(), FloatBuffer.wrap(x), new long[] {ROWS, IN});
          OrtSession.Result result = engine.session().run(Map.of("x", input))) {
        FloatBuffer y = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] values = new float[y.remaining()];
        y.get(values);
        return values;
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "FLOAT16", "INT8", "UINT8"})
  void outputsAreTheSameBits(ElementType type) throws IOException, OrtException {
    OnnxModel made = network(type);
    Path file = folder.resolve("net.onnx");
    Files.write(file, made.bytes());
    OnnxModel read = OnnxModel.read(file);
    assertThat(read.detached().orElseThrow().weights()).hasSize(1);
    float[] x = new float[ROWS * IN];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }

    for (Optimization optimization : Optimization.values()) {
      assertThat(run(read, optimization, x)).isEqualTo(run(made, optimization, x));
    }
  }
}
