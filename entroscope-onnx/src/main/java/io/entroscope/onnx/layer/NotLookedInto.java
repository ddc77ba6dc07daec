package io.entroscope.onnx.layer;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The nodes that hold weights and are no layer that can be observed, such as recurrent layers, and
 * branches and bodies with layers in them: what follows from a model's other layers does not speak
 * of these.
 */
public final class NotLookedInto {
  /** What is only added, multiplied, compared or shaped by constants has no units of its own. */
  private static final Set<String> NO_LAYERS =
      Set.of(
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Pow",
          "Min",
          "Max",
          "Mod",
          "Where",
          "Clip",
          "Equal",
          "Greater",
          "Less",
          "GreaterOrEqual",
          "LessOrEqual",
          "And",
          "Or",
          "Xor",
          "Pad",
          "Slice",
          "Expand",
          "Reshape",
          "Tile",
          "Concat",
          "ScatterND",
          "ScatterElements",
          "OneHot",
          "Resize",
          "QuantizeLinear",
          "DequantizeLinear",
          "DynamicQuantizeLinear",
          "PRelu");

  /** Of these, a constant that is indexed is a table of weights only if it is a matrix. */
  private static final int MATRIX = 2;

  private final OnnxModel model;
  private final Graph graph;
  private final Set<String> layers;
  private final Set<String> matrices;

  private NotLookedInto(FoundLayers found) {
    this.model = found.model();
    this.graph = model.graph();
    this.layers = found.layers().stream().map(Layer::node).collect(Collectors.toSet());
    this.matrices = matrices(graph);
  }

  /** How many nodes of each operator there are, by its name. */
  public static Map<String, Integer> of(FoundLayers found) {
    return new NotLookedInto(found).counts();
  }

  /** The counts in words, such as "2 LSTM, 25 If"; empty if there is nothing left. */
  public static Optional<String> text(FoundLayers found) {
    Map<String, Integer> counts = of(found);
    return counts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ")));
  }

  private Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    for (NodeProto node : graph.nodes()) {
      boolean constant =
          node.getInputList().stream().allMatch(input -> input.isEmpty() || isConstant(input));
      if (!layers.contains(Nodes.name(node))
          && (holdsWeights(node, constant) || holdsLayers(node))) {
        counts.merge(node.getOpType(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private boolean isConstant(String tensor) {
    return graph.initializers().containsKey(tensor)
        || graph.producer(tensor).map(NotLookedInto::isConstantNode).orElse(false);
  }

  private static boolean isConstantNode(NodeProto node) {
    return node.getOpType().equals("Constant");
  }

  private boolean holdsWeights(NodeProto node, boolean constant) {
    return !constant
        && !NO_LAYERS.contains(node.getOpType())
        && !Nodes.changesForm(node)
        && node.getInputList().stream().anyMatch(matrices::contains);
  }

  /** Whether a graph inside of a node, or a function that it calls, holds weights. */
  private boolean holdsLayers(NodeProto node) {
    return graphs(node.getAttributeList()).stream().anyMatch(this::holdsLayers)
        || model.proto().getFunctionsList().stream()
            .filter(
                function ->
                    function.getName().equals(node.getOpType())
                        && function.getDomain().equals(node.getDomain()))
            .anyMatch(
                function ->
                    node.getInputList().stream().anyMatch(matrices::contains)
                        || function.getNodeList().stream().anyMatch(this::makesMatrix));
  }

  private boolean holdsLayers(GraphProto body) {
    Set<String> inner = matrices(new Graph(body));
    inner.addAll(matrices);
    for (NodeProto node : body.getNodeList()) {
      boolean weights =
          !NO_LAYERS.contains(node.getOpType())
              && !Nodes.changesForm(node)
              && node.getInputList().stream().anyMatch(inner::contains);
      if (weights || holdsLayers(node)) {
        return true;
      }
    }
    return false;
  }

  private static List<GraphProto> graphs(List<AttributeProto> attributes) {
    List<GraphProto> graphs = new ArrayList<>();
    for (AttributeProto attribute : attributes) {
      if (attribute.hasG()) {
        graphs.add(attribute.getG());
      }
      graphs.addAll(attribute.getGraphsList());
    }
    return graphs;
  }

  private boolean makesMatrix(NodeProto node) {
    return isConstantNode(node)
        && node.getAttributeList().stream()
            .anyMatch(attribute -> attribute.hasT() && isMatrix(attribute.getT()));
  }

  /** The tensors that are weights: constants with two axes or more, whatever makes them of them. */
  private Set<String> matrices(Graph of) {
    Set<String> found = new HashSet<>();
    Set<String> constants = new HashSet<>(of.initializers().keySet());
    addMatrices(of.initializers().values(), found);
    for (NodeProto node : of.nodes()) {
      boolean constant =
          !isCall(node)
              && node.getInputList().stream()
                  .allMatch(input -> input.isEmpty() || constants.contains(input));
      if (constant) {
        constants.addAll(node.getOutputList());
        if (makesMatrix(node) || node.getInputList().stream().anyMatch(found::contains)) {
          found.addAll(node.getOutputList());
        }
      }
    }
    found.remove("");
    return found;
  }

  private static boolean isCall(NodeProto node) {
    return !graphs(node.getAttributeList()).isEmpty() || node.getOpType().startsWith("Random");
  }

  private static void addMatrices(Collection<TensorProto> constants, Set<String> into) {
    constants.stream().filter(NotLookedInto::isMatrix).map(TensorProto::getName).forEach(into::add);
  }

  private static boolean isMatrix(TensorProto constant) {
    return constant.getDimsList().stream().filter(size -> size > 1).count() >= MATRIX;
  }
}
