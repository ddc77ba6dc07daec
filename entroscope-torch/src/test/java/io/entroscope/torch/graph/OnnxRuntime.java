package io.entroscope.torch.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.onnx.OnnxModel;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The other engine, which the executor is held against. */
final class OnnxRuntime {
  private OnnxRuntime() {}

  /** A dense float tensor. */
  record Array(float[] values, long... shape) {}

  /** Runs a model with float inputs; float outputs by name. */
  static Map<String, Array> run(OnnxModel model, Map<String, Array> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(model.bytes())) {
      Map<String, OnnxTensor> feed = new LinkedHashMap<>();
      for (Map.Entry<String, Array> input : inputs.entrySet()) {
        feed.put(
            input.getKey(),
            OnnxTensor.createTensor(
                environment,
                FloatBuffer.wrap(input.getValue().values()),
                input.getValue().shape()));
      }
      Map<String, Array> outputs = new LinkedHashMap<>();
      try (OrtSession.Result result = session.run(feed)) {
        for (Map.Entry<String, OnnxValue> output : result) {
          OnnxTensor tensor = (OnnxTensor) output.getValue();
          FloatBuffer buffer = tensor.getFloatBuffer();
          float[] values = new float[buffer.remaining()];
          buffer.get(values);
          outputs.put(output.getKey(), new Array(values, tensor.getInfo().getShape()));
        }
      }
      feed.values().forEach(OnnxTensor::close);
      return outputs;
    } catch (OrtException e) {
      throw new AssertionError("ONNX Runtime refuses the model: " + e.getMessage(), e);
    }
  }
}
