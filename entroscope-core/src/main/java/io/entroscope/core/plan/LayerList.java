package io.entroscope.core.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.entroscope.core.PlanException;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Activation;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.QuantizedTensors;
import io.entroscope.onnx.observe.ExposeTensors;
import io.entroscope.result.layer.Quantization;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The layers of a model that can be observed, with the shapes that ONNX Runtime infers. */
public final class LayerList {
  private LayerList() {}

  /**
   * One layer.
   *
   * @param name short and unique
   * @param kind {@code fully-connected}, {@code convolution} or {@code recurrent}
   * @param shape of its output, −1 where a size is free; empty if it cannot be inferred
   * @param units neurons, or channels
   * @param parameters weights and biases
   * @param activation the activation function that follows; null: none
   * @param preactivation whether it can be observed before the activation function
   * @param node its ONNX node
   * @param tensor its output after the activation function
   * @param quantization what the integers stand for that this holds, is made of or goes on as;
   *     null: none, or it depends on the input
   */
  @JsonPropertyOrder({
    "name",
    "kind",
    "shape",
    "units",
    "parameters",
    "activation",
    "preactivation",
    "node",
    "tensor",
    "quantization"
  })
  public record Row(
      String name,
      String kind,
      List<Long> shape,
      int units,
      long parameters,
      @Nullable String activation,
      boolean preactivation,
      String node,
      String tensor,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Quantization quantization) {
    public Row {
      shape = List.copyOf(shape);
    }
  }

  /**
   * The layers in order of depth.
   *
   * @throws PlanException if ONNX Runtime cannot load the model
   */
  public static List<Row> of(OnnxModel model) {
    return of(FoundLayers.of(model));
  }

  /**
   * The layers that were found in a model, in order of depth.
   *
   * @throws PlanException if ONNX Runtime cannot load the model
   */
  public static List<Row> of(FoundLayers found) {
    List<Layer> layers = found.layers();
    Set<String> tensors =
        layers.stream().map(Layer::output).collect(Collectors.toCollection(LinkedHashSet::new));
    OnnxModel exposed = new ExposeTensors(tensors).apply(found.observable());
    try (OrtEngine engine = OrtEngine.open(exposed, Device.CPU, Optimization.NONE)) {
      Map<String, TensorInfo> infos =
          engine.outputs().stream()
              .collect(Collectors.toMap(TensorInfo::name, Function.identity()));
      QuantizedTensors quantized = new QuantizedTensors(found.model());
      return layers.stream()
          .map(layer -> row(layer, infos.get(layer.output()), quantized))
          .toList();
    }
  }

  private static Row row(Layer layer, @Nullable TensorInfo info, QuantizedTensors quantized) {
    return new Row(
        layer.name(),
        layer.kind().label(),
        info == null ? List.of() : info.shape(),
        layer.units(),
        layer.parameters(),
        layer.activation().map(Activation::name).orElse(null),
        layer.preactivation().isPresent(),
        layer.node(),
        layer.output(),
        quantized
            .of(layer, layer.output())
            .map(of -> new Quantization(of.scale(), of.zeroPoint().orElse(null)))
            .orElse(null));
  }
}
