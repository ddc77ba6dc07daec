package io.entroscope.onnx.block;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the sums of a tensor with a branch of it. */
final class ResidualFinder {
  /** What changes no value, or the form alone. */
  private static final Set<String> PASSING =
      Set.of(
          "Cast",
          "DequantizeLinear",
          "Dropout",
          "Flatten",
          "Identity",
          "QuantizeLinear",
          "Reshape",
          "Squeeze",
          "Transpose",
          "Unsqueeze");

  /** What a projection may be made of beside one product. */
  private static final Set<String> LINEAR =
      Set.of(
          "Add",
          "AveragePool",
          "BatchNormalization",
          "Concat",
          "ConstantOfShape",
          "DynamicQuantizeLinear",
          "GroupNormalization",
          "InstanceNormalization",
          "LayerNormalization",
          "MaxPool",
          "Mul",
          "Pad",
          "Resize",
          "Slice",
          "Sub",
          "Div");

  private static final Set<String> POOLING = Set.of("AveragePool", "MaxPool");
  private static final Set<String> TRANSFORMS = Set.of("DFT", "STFT", "FFT", "Rfft");
  private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");

  private final Graph graph;
  private final DataFlow flow;

  /** What was made with weights, or tensors that were. */
  private final Set<String> worked = new HashSet<>();

  ResidualFinder(Graph graph, DataFlow flow) {
    this.graph = graph;
    this.flow = flow;
    for (NodeProto node : graph.nodes()) {
      List<String> inputs = flow.inputs(node);
      boolean works = works(node) || embeds(node) || inputs.stream().anyMatch(worked::contains);
      if (works && !inputs.isEmpty()) {
        worked.addAll(node.getOutputList());
      }
    }
  }

  /** The residual sums in topological order. */
  List<Residual> find() {
    List<Residual> found = new ArrayList<>();
    for (NodeProto node : graph.nodes()) {
      ResidualSum.of(node).flatMap(this::residual).ifPresent(found::add);
    }
    return found;
  }

  private Optional<Residual> residual(ResidualSum sum) {
    List<String> operands = sum.operands().stream().filter(flow::depends).distinct().toList();
    if (operands.size() < 2) {
      return Optional.empty();
    }
    return identity(sum, operands)
        .or(() -> identity(sum, terms(operands)))
        .or(() -> projection(sum, operands));
  }

  private Optional<Residual> identity(ResidualSum sum, List<String> operands) {
    for (String skip : operands) {
      List<String> others = operands.stream().filter(other -> !other.equals(skip)).toList();
      for (String input : origins(skip)) {
        if (others.stream().anyMatch(branch -> works(input, branch))) {
          return Optional.of(new Residual(sum, input, skip, terms(others), false));
        }
      }
    }
    return Optional.empty();
  }

  /** A tensor, and those that it is another form of. */
  private List<String> origins(String tensor) {
    List<String> origins = new ArrayList<>(List.of(tensor));
    Optional<NodeProto> maker = graph.producer(tensor);
    while (maker.isPresent() && PASSING.contains(maker.get().getOpType())) {
      List<String> inputs = flow.inputs(maker.get());
      if (inputs.size() != 1) {
        break;
      }
      origins.add(inputs.get(0));
      maker = graph.producer(inputs.get(0));
    }
    return origins;
  }

  /**
   * Whether a tensor is made from another by more than arithmetic, such as Gelu written out, and
   * the other is not what enters from the side: a mask that all attention scores are added to.
   */
  private boolean works(String input, String branch) {
    if (!flow.comesBefore(input, branch)) {
      return false;
    }
    List<NodeProto> nodes = flow.between(input, branch);
    return nodes.stream().anyMatch(ResidualFinder::works)
        && (worked.contains(input) || sides(input, nodes).noneMatch(worked::contains));
  }

  /** The tensors that enter between x and a branch of it and do not come of x. */
  private Stream<String> sides(String input, List<NodeProto> nodes) {
    return nodes.stream()
        .flatMap(node -> flow.inputs(node).stream())
        .filter(tensor -> !tensor.equals(input) && !flow.comesBefore(input, tensor));
  }

  private boolean embeds(NodeProto node) {
    return (Nodes.is(node, "Gather") && !flow.depends(node.getInput(0)))
        || node.getOpType().startsWith("EmbedLayerNorm");
  }

  /** Whether a node has weights, mixes data with data, or places with places. */
  static boolean works(NodeProto node) {
    return Cost.isProduct(node)
        || node.getOpType().endsWith("Attention")
        || node.getOpType().startsWith("MatMul")
        || node.getOpType().contains("Pool")
        || TRANSFORMS.contains(node.getOpType())
        || RECURRENT.contains(node.getOpType());
  }

  /** The operands, with those that are sums and go nowhere else taken apart. */
  private List<String> terms(List<String> operands) {
    List<String> terms = new ArrayList<>();
    for (String operand : operands) {
      Optional<ResidualSum> inner =
          graph
              .producer(operand)
              .flatMap(ResidualSum::of)
              .filter(sum -> sum.sum().filter(operand::equals).isPresent())
              .filter(sum -> !sum.quantized())
              .filter(sum -> graph.consumers(operand).size() == 1 && !graph.isOutput(operand));
      if (inner.isPresent()) {
        terms.addAll(terms(inner.get().operands().stream().filter(flow::depends).toList()));
      } else {
        terms.add(operand);
      }
    }
    return terms.stream().distinct().toList();
  }

  private Optional<Residual> projection(ResidualSum sum, List<String> operands) {
    if (operands.size() != 2) {
      return Optional.empty();
    }
    Optional<String> input = flow.commonDominator(operands.get(0), operands.get(1));
    if (input.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      String skip = operands.get(i);
      String branch = operands.get(1 - i);
      if (projects(input.get(), skip) && !projects(input.get(), branch)) {
        return works(input.get(), branch)
            ? Optional.of(new Residual(sum, input.get(), skip, List.of(branch), true))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Whether the way between two tensors is linear, with at most one product in it. */
  private boolean projects(String input, String tensor) {
    List<NodeProto> way = flow.between(input, tensor);
    long products = way.stream().filter(Cost::isProduct).count();
    boolean fits =
        way.stream().anyMatch(node -> POOLING.contains(node.getOpType()) || Nodes.is(node, "Pad"));
    return way.stream()
            .allMatch(
                node ->
                    Cost.isProduct(node)
                        || LINEAR.contains(node.getOpType())
                        || PASSING.contains(node.getOpType()))
        && (products == 1 || (products == 0 && fits));
  }
}
