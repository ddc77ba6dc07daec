package io.entroscope.onnx.cost;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.internal.LayerFinder;
import io.entroscope.onnx.layer.internal.LayerTrace;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * What a model costs.
 *
 * @param parameters the numbers in its weights, biases and scales; the running statistics of batch
 *     normalization are not parameters, and weights that are shared count once
 * @param multiplyAdds the multiplications (each with an addition) of one image in convolutions and
 *     matrix products, those of attention included; activations, normalization and pooling are not
 *     counted. Empty if the shape of one of these does not follow from the shapes of the inputs
 */
public record Cost(long parameters, OptionalLong multiplyAdds) {
  private static final Set<String> PRODUCTS =
      Set.of(
          "Conv",
          "ConvInteger",
          "ConvTranspose",
          "DynamicQuantizeMatMul",
          "Einsum",
          "FusedConv",
          "FusedGemm",
          "FusedMatMul",
          "Gemm",
          "MatMul",
          "MatMulInteger",
          "MatMulIntegerToFloat",
          "QLinearConv",
          "QLinearMatMul");

  /** The cost of a model for one image of the shape that it declares. */
  public static Cost of(OnnxModel model) {
    return of(model, Map.of());
  }

  /**
   * The cost of a model for one image.
   *
   * @param inputs the shapes of inputs for which the model leaves sizes open; those not named have
   *     the declared shape. Axis 0 is taken to be the batch, and its size to be 1
   */
  public static Cost of(OnnxModel model, Map<String, List<Long>> inputs) {
    return new Cost(parameters(model), multiplyAdds(model, inputs));
  }

  private static long parameters(OnnxModel model) {
    Graph graph = model.graph();
    Set<String> statistics = new HashSet<>();
    for (NodeProto node : graph.nodes()) {
      if (Nodes.is(node, "BatchNormalization")) {
        Nodes.input(node, 3).ifPresent(statistics::add);
        Nodes.input(node, 4).ifPresent(statistics::add);
      }
    }
    Map<String, Long> counts = new HashMap<>();
    graph
        .initializers()
        .forEach(
            (name, tensor) -> {
              if (Tensors.isFloating(tensor) && !statistics.contains(name)) {
                counts.put(name, Tensors.elements(Tensors.dims(tensor)));
              }
            });
    for (LayerTrace trace : new LayerFinder(model).find()) {
      Constant weight = trace.head().weight();
      counts.putIfAbsent(weight.origin(), weight.elements());
      trace.vectors().forEach(vector -> counts.putIfAbsent(vector.origin(), vector.elements()));
    }
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static OptionalLong multiplyAdds(OnnxModel model, Map<String, List<Long>> inputs) {
    Optional<Map<String, long[]>> shapes = inputShapes(model, inputs);
    if (shapes.isEmpty()) {
      return OptionalLong.empty();
    }
    ShapeFinder finder = new ShapeFinder(model, shapes.get());
    long sum = 0;
    for (NodeProto node : model.graph().nodes()) {
      if (!isProduct(node)) {
        continue;
      }
      OptionalLong one = multiplyAdds(node, finder::find);
      if (one.isEmpty()) {
        return OptionalLong.empty();
      }
      sum += one.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  private static Optional<Map<String, long[]>> inputShapes(
      OnnxModel model, Map<String, List<Long>> given) {
    Map<String, long[]> shapes = new HashMap<>();
    for (ValueInfoProto input : model.graph().inputs()) {
      List<Long> sizes =
          Optional.ofNullable(given.get(input.getName()))
              .or(() -> TensorType.of(input).flatMap(TensorType::shape))
              .orElse(List.of());
      long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
      if (shape.length > 0) {
        shape[0] = 1;
      }
      if (Arrays.stream(shape).anyMatch(size -> size < 1)) {
        return Optional.empty();
      }
      shapes.put(input.getName(), shape);
    }
    return Optional.of(shapes);
  }

  /** Whether a node is a convolution or a matrix product. */
  public static boolean isProduct(NodeProto node) {
    return PRODUCTS.contains(node.getOpType());
  }

  /** The input at which a product takes its second factor: the weights, where it has some. */
  public static int weightIndex(NodeProto node) {
    return node.getOpType().startsWith("QLinear") ? 3 : 1;
  }

  /**
   * The multiplications of a product ({@link #isProduct}) for tensors of these shapes; empty if a
   * shape that decides it is not known.
   */
  public static OptionalLong multiplyAdds(
      NodeProto node, Function<String, Optional<long[]>> shapes) {
    String op = node.getOpType();
    long[] x = shapes.apply(node.getInput(0)).orElse(null);
    long[] w = Nodes.input(node, weightIndex(node)).flatMap(shapes).orElse(null);
    long[] y = shapes.apply(node.getOutput(0)).orElse(null);
    if (x == null || w == null || y == null || w.length < 2 || w[0] < 1) {
      return OptionalLong.empty();
    }
    if (op.equals("ConvTranspose")) {
      return OptionalLong.of(Tensors.elements(x) * (Tensors.elements(w) / w[0]));
    }
    if (op.contains("Conv")) {
      return OptionalLong.of(Tensors.elements(y) * (Tensors.elements(w) / w[0]));
    }
    boolean inputsLast = Attributes.longValue(node, "transB", 0) != 0;
    long inner = w[w.length - (inputsLast ? 1 : 2)];
    return OptionalLong.of(Tensors.elements(y) * inner);
  }
}
