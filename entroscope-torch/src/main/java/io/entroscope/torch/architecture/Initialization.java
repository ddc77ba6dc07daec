package io.entroscope.torch.architecture;

import io.entroscope.data.PositionHash;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Initial weights: kernels and matrices normal with variance {@code gain² · 2 / fan-in} before a
 * rectifier (K. He et al.: "Delving Deep into Rectifiers", 2015, eq. 10) and {@code gain² / fan-in}
 * elsewhere (Y. LeCun et al.: "Efficient BackProp", 1998), positions of tokens normal with
 * deviation {@code gain · 0.5}, biases zero, normalisation the identity.
 *
 * @param seed of the random numbers; each tensor has its own stream, chosen by its name
 * @param gain multiplies every random value; 1 is the published rule
 */
public record Initialization(long seed, double gain) {
  private static final double POSITIONS = 0.5;
  private static final Set<String> RECTIFIERS =
      Set.of("Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Gelu", "HardSwish", "Mish");
  private static final Set<String> PASSING =
      Set.of("BatchNormalization", "Dropout", "Add", "Identity", "MaxPool", "AveragePool");
  private static final Set<String> NORMALISATIONS =
      Set.of(
          "BatchNormalization",
          "LayerNormalization",
          "InstanceNormalization",
          "GroupNormalization");

  /** The model with new random weights and reset running statistics. */
  public OnnxModel apply(OnnxModel model) {
    return apply(model, node -> true);
  }

  /** The model with new random weights in the node of this name, and all others as they are. */
  public OnnxModel apply(OnnxModel model, String nodeName) {
    return apply(model, node -> node.getName().equals(nodeName));
  }

  private OnnxModel apply(OnnxModel model, Predicate<NodeProto> chosen) {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      places.put(graph.getInitializer(i).getName(), i);
    }
    for (NodeProto node : model.graph().nodes().stream().filter(chosen).toList()) {
      for (int input = 0; input < node.getInputCount(); input++) {
        Integer place = places.get(node.getInput(input));
        if (place != null && Tensors.isFloating(graph.getInitializer(place))) {
          TensorProto old = graph.getInitializer(place);
          values(model, node, input, old)
              .ifPresent(
                  values ->
                      graph.setInitializer(
                          place,
                          Tensors.of(old.getName(), Tensors.type(old), Tensors.dims(old), values)));
        }
      }
    }
    return OnnxModel.of(model.proto().toBuilder().setGraph(graph).build());
  }

  private Optional<double[]> values(
      OnnxModel model, NodeProto node, int input, TensorProto tensor) {
    long[] dims = Tensors.dims(tensor);
    String operator = node.getOpType();
    if (NORMALISATIONS.contains(operator)) {
      return Optional.of(filled(dims, input == 1 || input == 4 ? 1 : 0));
    }
    boolean literal = Tensors.elements(dims) <= 1;
    return switch (operator) {
      case "Conv", "ConvTranspose", "Gemm" ->
          input == 1
              ? Optional.of(random(model, node, tensor.getName(), dims))
              : Optional.of(filled(dims, 0));
      case "MatMul" -> Optional.of(random(model, node, tensor.getName(), dims));
      case "Add" ->
          isTable(dims)
              ? Optional.of(normal(tensor.getName(), dims, gain * POSITIONS))
              : literal ? Optional.empty() : Optional.of(filled(dims, 0));
      case "Sub" -> literal ? Optional.empty() : Optional.of(filled(dims, 0));
      case "PRelu" -> Optional.of(filled(dims, 0.25));
      default -> Optional.empty();
    };
  }

  private double[] random(OnnxModel model, NodeProto node, String name, long[] dims) {
    double spread = gain * Math.sqrt((rectified(model, node) ? 2.0 : 1.0) / fanIn(node, dims));
    return normal(name, dims, spread);
  }

  /** Whether an addend has several rows, as the positions of tokens have, and is no bias. */
  private static boolean isTable(long[] dims) {
    return Arrays.stream(dims).filter(size -> size > 1).count() > 1;
  }

  private double[] normal(String name, long[] dims, double spread) {
    Random random = new Random(PositionHash.hash(seed, name.hashCode()));
    double[] values = new double[Math.toIntExact(Tensors.elements(dims))];
    for (int i = 0; i < values.length; i++) {
      values[i] = spread * random.nextGaussian();
    }
    return values;
  }

  private static long fanIn(NodeProto node, long[] dims) {
    long fanIn =
        switch (node.getOpType()) {
          case "Gemm" -> dims[Attributes.longValue(node, "transB", 0) == 1 ? 1 : 0];
          case "MatMul" -> dims.length < 2 ? dims[0] : dims[dims.length - 2];
          case "ConvTranspose" -> Tensors.elements(dims) / dims[1];
          default -> Tensors.elements(dims) / dims[0];
        };
    return Math.max(1, fanIn);
  }

  /** Whether the output of a node enters a rectifier before any other layer. */
  private static boolean rectified(OnnxModel model, NodeProto node) {
    NodeProto at = node;
    while (true) {
      List<NodeProto> next = model.graph().consumers(at.getOutput(0));
      if (next.size() != 1) {
        return false;
      }
      at = next.get(0);
      if (RECTIFIERS.contains(at.getOpType())) {
        return true;
      }
      if (!PASSING.contains(at.getOpType())) {
        return false;
      }
    }
  }

  private static double[] filled(long[] dims, double value) {
    double[] values = new double[Math.toIntExact(Tensors.elements(dims))];
    Arrays.fill(values, value);
    return values;
  }
}
