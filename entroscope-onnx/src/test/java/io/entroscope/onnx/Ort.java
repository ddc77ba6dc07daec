package io.entroscope.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.observe.ExposeTensors;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs models in ONNX Runtime, one thread, spinning off. */
public final class Ort {
  private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

  private Ort() {}

  /** A tensor that goes in or comes out: whole numbers are given as floats. */
  public record Value(long[] shape, float[] data) {
    public static Value of(long[] shape, float... data) {
      return new Value(shape, data);
    }

    public float at(int row, int column) {
      return data[row * (int) shape[1] + column];
    }
  }

  /** The newest operator set that ONNX Runtime reads. */
  public static int newestOpset() {
    for (int opset = 40; opset > 21; opset--) {
      GraphBuilder builder = new GraphBuilder("probe");
      String x = builder.input("x", TensorType.floats(1));
      builder.output(builder.node("Relu", List.of(x)), TensorType.floats(1));
      try {
        session(builder.build(opset), OrtSession.SessionOptions.OptLevel.NO_OPT).close();
        return opset;
      } catch (OrtException e) {
        // Not this one: it is still under development, or does not exist.
      }
    }
    return 21;
  }

  /** All outputs of the model, in order. */
  public static Map<String, Value> run(OnnxModel model, Map<String, Value> inputs) {
    try (OrtSession session = session(model, OrtSession.SessionOptions.OptLevel.ALL_OPT)) {
      return run(session, inputs);
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  /** What one example costs the model, by the shapes that it has when it is run on these inputs. */
  public static Cost cost(OnnxModel model, Map<String, Value> inputs) {
    Set<String> wanted = Cost.wanted(model);
    Map<String, long[]> shapes = new HashMap<>();
    run(new ExposeTensors(wanted).apply(model), inputs)
        .forEach((tensor, value) -> shapes.put(tensor, value.shape()));
    shapes.keySet().retainAll(wanted);
    return Cost.of(model, shapes, inputs.values().iterator().next().shape()[0]);
  }

  public static OrtSession session(OnnxModel model, OrtSession.SessionOptions.OptLevel level)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setOptimizationLevel(level);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return ENVIRONMENT.createSession(model.bytes(), options);
    }
  }

  public static Map<String, Value> run(OrtSession session, Map<String, Value> inputs)
      throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Value> input : inputs.entrySet()) {
        tensors.put(input.getKey(), tensor(session, input.getKey(), input.getValue()));
      }
      Map<String, Value> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(tensors)) {
        result.forEach(entry -> outputs.put(entry.getKey(), read((OnnxTensor) entry.getValue())));
      }
      return outputs;
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(OrtSession session, String name, Value value)
      throws OrtException {
    var info = (ai.onnxruntime.TensorInfo) session.getInputInfo().get(name).getInfo();
    return switch (info.type) {
      case INT64 -> {
        long[] longs = new long[value.data.length];
        for (int i = 0; i < longs.length; i++) {
          longs[i] = (long) value.data[i];
        }
        yield OnnxTensor.createTensor(ENVIRONMENT, LongBuffer.wrap(longs), value.shape);
      }
      case DOUBLE -> {
        double[] doubles = new double[value.data.length];
        for (int i = 0; i < doubles.length; i++) {
          doubles[i] = value.data[i];
        }
        yield OnnxTensor.createTensor(
            ENVIRONMENT, java.nio.DoubleBuffer.wrap(doubles), value.shape);
      }
      case FLOAT16 -> {
        java.nio.ByteBuffer halves =
            java.nio.ByteBuffer.allocateDirect(2 * value.data.length)
                .order(java.nio.ByteOrder.nativeOrder());
        for (float x : value.data) {
          halves.putShort(HalfFloats.toHalf(x));
        }
        yield OnnxTensor.createTensor(
            ENVIRONMENT, halves.rewind(), value.shape, ai.onnxruntime.OnnxJavaType.FLOAT16);
      }
      default -> OnnxTensor.createTensor(ENVIRONMENT, FloatBuffer.wrap(value.data), value.shape);
    };
  }

  private static Value read(OnnxTensor tensor) {
    long[] shape = tensor.getInfo().getShape();
    return switch (tensor.getInfo().type) {
      case FLOAT, FLOAT16 -> new Value(shape, array(tensor.getFloatBuffer()));
      case DOUBLE -> {
        java.nio.DoubleBuffer buffer = tensor.getDoubleBuffer();
        float[] data = new float[buffer.remaining()];
        for (int i = 0; i < data.length; i++) {
          data[i] = (float) buffer.get(i);
        }
        yield new Value(shape, data);
      }
      case INT64 -> {
        LongBuffer buffer = tensor.getLongBuffer();
        float[] data = new float[buffer.remaining()];
        for (int i = 0; i < data.length; i++) {
          data[i] = buffer.get(i);
        }
        yield new Value(shape, data);
      }
      default -> throw new AssertionError("output of type " + tensor.getInfo().type);
    };
  }

  private static float[] array(FloatBuffer buffer) {
    float[] data = new float[buffer.remaining()];
    buffer.get(data);
    return data;
  }
}
