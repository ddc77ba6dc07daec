package io.entroscope.onnx.cost;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.internal.LayerFinder;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.proto.NodeProto;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
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
 * @param multiplyAdds the multiplications (each with an addition) of one example in convolutions
 *     and matrix products, those of attention included; activations, normalization and pooling are
 *     not counted. Empty if a shape that decides them is not known
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

  /**
   * The cost of a model for one example.
   *
   * @param shapes of the tensors {@link #wanted}, as they are when the model is run; −1 for a size
   *     that is not known
   * @param examples so many examples they are of
   */
  public static Cost of(OnnxModel model, Map<String, long[]> shapes, long examples) {
    Constants constants = new Constants(model);
    OptionalLong all =
        multiplyAdds(model.graph().nodes(), tensor -> shape(tensor, shapes, constants));
    return new Cost(
        parameters(model),
        all.isPresent() ? OptionalLong.of(all.getAsLong() / examples) : OptionalLong.empty());
  }

  /** The tensors whose shapes decide what a model costs: what its products take and give. */
  public static Set<String> wanted(OnnxModel model) {
    Constants constants = new Constants(model);
    Set<String> wanted = new LinkedHashSet<>();
    for (NodeProto node : model.graph().nodes()) {
      if (isProduct(node)) {
        Nodes.input(node, 0).ifPresent(wanted::add);
        Nodes.input(node, weightIndex(node)).ifPresent(wanted::add);
        wanted.add(node.getOutput(0));
      }
    }
    wanted.removeIf(tensor -> constants.find(tensor).isPresent());
    return wanted;
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

  /** The shape of a tensor, whole; empty if a size is not known. */
  private static Optional<long[]> shape(
      String tensor, Map<String, long[]> shapes, Constants constants) {
    return Optional.ofNullable(shapes.get(tensor))
        .or(() -> constants.find(tensor).map(Constant::dims))
        .filter(dims -> Arrays.stream(dims).allMatch(size -> size >= 0));
  }

  /**
   * The multiplications of the products among nodes; empty if one of them is not known.
   *
   * @param shapes of tensors, whole; empty for one that is not known
   */
  public static OptionalLong multiplyAdds(
      Collection<NodeProto> nodes, Function<String, Optional<long[]>> shapes) {
    long sum = 0;
    for (NodeProto node : nodes) {
      if (!isProduct(node)) {
        continue;
      }
      OptionalLong one = multiplyAdds(node, shapes);
      if (one.isEmpty()) {
        return one;
      }
      sum += one.getAsLong();
    }
    return OptionalLong.of(sum);
  }

  /** Whether a node is a convolution or a matrix product. */
  public static boolean isProduct(NodeProto node) {
    return PRODUCTS.contains(node.getOpType());
  }

  /** The input at which a product takes its second factor: the weights, where it has some. */
  public static int weightIndex(NodeProto node) {
    return node.getOpType().startsWith("QLinear") ? 3 : 1;
  }

  private static OptionalLong multiplyAdds(
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
