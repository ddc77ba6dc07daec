package io.entroscope.onnx.layer;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks of a model's weights. */
public final class Weights {
  /** Operators by which a constant only masks, where minus infinity is a proper value. */
  private static final Set<String> MASKING =
      Set.of("Where", "Add", "Sub", "Clip", "Max", "Min", "Pad", "Expand", "ConstantOfShape");

  private Weights() {}

  /**
   * The first weight that is NaN or infinite, in file order; empty if all are finite. An infinity
   * in a constant that only goes where attention masks go (Where, Add, Clip, ...) and is not a
   * layer's bias counts as intended.
   *
   * @throws OnnxException if weights kept beside the model cannot be read
   */
  public static Optional<NonFiniteWeight> firstNonFinite(FoundLayers found) {
    OnnxModel model = found.model();
    Graph graph = model.graph();
    Set<String> biases = new HashSet<>();
    for (LayerTrace trace : found.traces()) {
      trace.vectors().forEach(vector -> biases.add(vector.origin()));
    }
    for (Map.Entry<String, TensorProto> entry : graph.initializers().entrySet()) {
      if (!Tensors.isFloating(entry.getValue())
          || Tensors.isPlainlyFinite(model, entry.getValue())) {
        continue;
      }
      boolean mask = !biases.contains(entry.getKey()) && onlyMasks(graph, entry.getKey());
      int bad =
          Tensors.firstIndex(
              model,
              entry.getValue(),
              value -> Double.isNaN(value) || (Double.isInfinite(value) && !mask));
      if (bad >= 0) {
        double value = Tensors.valueAt(model, entry.getValue(), bad);
        return Optional.of(new NonFiniteWeight(entry.getKey(), bad, value));
      }
    }
    return Optional.empty();
  }

  private static boolean onlyMasks(Graph graph, String tensor) {
    for (NodeProto taker : graph.consumers(tensor)) {
      if (!MASKING.contains(taker.getOpType())) {
        return false;
      }
    }
    return true;
  }
}
