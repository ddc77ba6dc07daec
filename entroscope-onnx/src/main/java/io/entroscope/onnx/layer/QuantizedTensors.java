package io.entroscope.onnx.layer;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.Reading.Scale;
import io.entroscope.onnx.proto.NodeProto;
import java.util.Optional;

/**
 * What the integers of a quantised layer stand for, where a model says it in constants. For one
 * thread: what has been read of constants is kept.
 */
public final class QuantizedTensors {
  private final OnnxModel model;
  private final Constants constants;

  /** Of a model that may have none. */
  public QuantizedTensors(OnnxModel model) {
    this.model = model;
    this.constants = new Constants(model);
  }

  /**
   * How integers q are real numbers: (q − zero point) · scale.
   *
   * @param zeroPoint empty: 0, since the model has none
   */
  public record Quantization(double scale, Optional<Long> zeroPoint) {}

  /**
   * That of a layer's tensor, which holds integers, is made of them or goes on as them; empty if it
   * does nothing of the kind, or the scale depends on the input.
   *
   * @param tensor one that the layer is observed at
   */
  public Optional<Quantization> of(Layer layer, String tensor) {
    return layer
        .reading()
        .scale(tensor)
        .or(() -> made(tensor))
        .or(() -> layer.preactivation().flatMap(this::made))
        .or(() -> goesOn(tensor))
        .flatMap(this::known);
  }

  private Optional<Scale> made(String tensor) {
    return model
        .graph()
        .producer(tensor)
        .filter(node -> Nodes.is(node, "DequantizeLinear"))
        .map(QuantizedTensors::scale);
  }

  private Optional<Scale> goesOn(String tensor) {
    return model.graph().consumers(tensor).stream()
        .filter(node -> Nodes.is(node, "QuantizeLinear"))
        .findFirst()
        .map(QuantizedTensors::scale);
  }

  private static Scale scale(NodeProto node) {
    return new Scale(node.getInput(1), Nodes.input(node, 2));
  }

  private Optional<Quantization> known(Scale names) {
    return scalar(names.scale())
        .map(
            scale ->
                new Quantization(
                    scale, names.zeroPoint().flatMap(this::scalar).map(Double::longValue)));
  }

  private Optional<Double> scalar(String tensor) {
    return constants.find(tensor).filter(Constant::isScalar).map(Constant::scalar);
  }
}
