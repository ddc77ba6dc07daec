package io.entroscope.onnx.edit;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.FoundLayers;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.internal.AffineStep;
import io.entroscope.onnx.layer.internal.LayerHead;
import io.entroscope.onnx.layer.internal.LayerTrace;
import io.entroscope.onnx.layer.internal.Units;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A layer about to be edited, and what could stand against it. */
final class LayerSurgery {
  private static final Set<String> MERGING =
      Set.of("Add", "Sub", "Mul", "Div", "Sum", "Max", "Min", "Mean", "Concat", "MatMul", "Where");

  private static final Set<String> EDITABLE = Set.of("Gemm", "MatMul", "FusedGemm", "FusedMatMul");

  private final FoundLayers found;
  private final Graph graph;
  private final LayerTrace trace;
  private final Layer layer;
  private final String verb;

  private LayerSurgery(FoundLayers found, LayerTrace trace, Layer layer, String verb) {
    this.found = found;
    this.graph = found.model().graph();
    this.trace = trace;
    this.layer = layer;
    this.verb = verb;
  }

  /**
   * A layer of a model, found by its node; empty if the model does not have it (any more).
   *
   * @param found the layers of the model
   * @param verb what is to be done with it, for messages: "dropped"
   */
  static Optional<LayerSurgery> of(FoundLayers found, Layer layer, String verb) {
    return found.traces().stream()
        .filter(trace -> Nodes.name(trace.head().node()).equals(layer.node()))
        .filter(trace -> layer.aliases().contains(Nodes.key(trace.head().node())))
        .findFirst()
        .map(trace -> new LayerSurgery(found, trace, layer, verb));
  }

  LayerTrace trace() {
    return trace;
  }

  Graph graph() {
    return graph;
  }

  Constants constants() {
    return found.finder().constants();
  }

  GraphRewrite rewrite() {
    return new GraphRewrite(found.model());
  }

  OnnxException refuse(String reason) {
    return new OnnxException("layer '" + layer.name() + "' cannot be " + verb + ": " + reason);
  }

  /** Refuses convolutions, quantized layers, and a bias that is no constant vector. */
  void requireFullyConnected() {
    if (trace.head().kind() != LayerKind.FULLY_CONNECTED) {
      throw refuse(
          "it is "
              + (trace.head().kind() == LayerKind.CONVOLUTION ? "a convolution" : "recurrent")
              + ", and only fully connected layers can be");
    }
    if (trace.head().weightIndex() == 0) {
      throw refuse("its weights stand on the left of the product; write it as x·W");
    }
    String op = trace.head().node().getOpType();
    boolean quantized = trace.steps().stream().anyMatch(step -> Nodes.is(step, "QuantizeLinear"));
    if (quantized || !EDITABLE.contains(op)) {
      throw refuse(
          "it is quantized or written in another way than as Gemm or MatMul ("
              + op
              + "); edit the model as it was before");
    }
    if (!hasPlainBias(trace.head())) {
      throw refuse("what it adds to its product is not a constant vector");
    }
  }

  /** Whether a head adds nothing, or a constant with one value for each unit or one for all. */
  static boolean hasPlainBias(LayerHead head) {
    if (head.bias() == null) {
      return Nodes.input(head.node(), 2).isEmpty();
    }
    return head.bias().elements() == head.units() || head.bias().isScalar();
  }

  /** Refuses the layer that gives the output. */
  void requireNotLast() {
    Set<String> heads =
        found.traces().stream()
            .map(other -> Nodes.key(other.head().node()))
            .collect(Collectors.toSet());
    if (reached(trace.exit()).stream().noneMatch(node -> heads.contains(Nodes.key(node)))) {
      throw refuse("it is the last layer, which gives the model's output");
    }
  }

  /** Refuses weights that another node uses too. */
  void requireOwnWeights() {
    String head = Nodes.key(trace.head().node());
    Deque<String> waiting = new ArrayDeque<>(List.of(trace.head().weight().origin()));
    while (!waiting.isEmpty()) {
      for (NodeProto taker : graph.consumers(waiting.remove())) {
        if (taker.getOutputList().stream().anyMatch(out -> constants().find(out).isPresent())) {
          waiting.add(Nodes.key(taker));
        } else if (!Nodes.key(taker).equals(head)) {
          throw refuse("its weights are shared with the node '" + Nodes.name(taker) + "'");
        }
      }
    }
  }

  /** Refuses a layer whose input goes past it, or whose output is merged with something else. */
  void requireNoResidual() {
    String tensor = trace.head().node().getInput(0);
    String user = Nodes.key(trace.head().node());
    while (true) {
      for (NodeProto taker : graph.consumers(tensor)) {
        if (!Nodes.key(taker).equals(user) && !Nodes.asksForm(taker)) {
          throw refuse(
              "its input also goes to the node '"
                  + Nodes.name(taker)
                  + "', as in a residual connection");
        }
      }
      NodeProto maker = graph.producer(tensor).orElse(null);
      if (maker == null || !Nodes.changesForm(maker)) {
        break;
      }
      user = Nodes.key(maker);
      tensor = maker.getInput(0);
    }
    requireNoMerging();
  }

  private void requireNoMerging() {
    Set<String> heads =
        found.traces().stream()
            .map(other -> Nodes.key(other.head().node()))
            .collect(Collectors.toSet());
    Set<String> varying = new HashSet<>(Set.of(trace.exit()));
    for (NodeProto node : graph.nodes()) {
      boolean takes = Nodes.taken(node).stream().anyMatch(varying::contains);
      if (!takes || heads.contains(Nodes.key(node)) || Nodes.asksForm(node)) {
        continue;
      }
      boolean merges =
          MERGING.contains(node.getOpType())
              && node.getInputList().stream()
                  .anyMatch(input -> !varying.contains(input) && constants().find(input).isEmpty());
      if (merges) {
        throw refuse(
            "its output is merged with another tensor in the node '"
                + Nodes.name(node)
                + "', as in a residual connection");
      }
      varying.addAll(node.getOutputList());
    }
  }

  /** Refuses a layer with a tensor inside that something outside takes. */
  void requireInnerUnused() {
    List<NodeProto> nodes = trace.nodes();
    Set<String> keys = nodes.stream().map(Nodes::key).collect(Collectors.toSet());
    for (NodeProto node : nodes) {
      String tensor = node.getOutput(0);
      if (tensor.equals(trace.exit())) {
        continue;
      }
      if (graph.isOutput(tensor)) {
        throw refuse("its inner tensor '" + tensor + "' is an output of the model");
      }
      for (NodeProto taker : graph.consumers(tensor)) {
        if (!keys.contains(Nodes.key(taker)) && !Nodes.asksForm(taker)) {
          throw refuse(
              "its inner tensor '"
                  + tensor
                  + "' is also used by the node '"
                  + Nodes.name(taker)
                  + "'");
        }
      }
    }
  }

  private List<NodeProto> reached(String tensor) {
    Set<String> varying = new HashSet<>(Set.of(tensor));
    List<NodeProto> reached = new ArrayList<>();
    for (NodeProto node : graph.nodes()) {
      if (!Nodes.asksForm(node) && Nodes.taken(node).stream().anyMatch(varying::contains)) {
        reached.add(node);
        varying.addAll(node.getOutputList());
      }
    }
    return reached;
  }

  /** The next fully connected layer, and the steps that lead to it. */
  record Following(LayerTrace next, List<AffineStep> between) {}

  /**
   * The fully connected layer that alone takes this one's output, perhaps after affine steps.
   *
   * @throws OnnxException if something else comes before it
   */
  Following following() {
    Units units = new Units(trace.head().units(), trace.unitAxis(), 0);
    List<AffineStep> between = new ArrayList<>();
    String tensor = trace.exit();
    while (true) {
      if (graph.isOutput(tensor)) {
        throw refuse("its output '" + tensor + "' is an output of the model");
      }
      NodeProto taker = found.finder().onlyTaker(tensor);
      if (taker == null) {
        throw refuse("its output goes to several nodes");
      }
      LayerTrace next = headedBy(taker);
      if (next != null && next.head().kind() == LayerKind.FULLY_CONNECTED) {
        return new Following(next, between);
      }
      String at = tensor;
      Units here = units;
      AffineStep step =
          found
              .finder()
              .step(at, here)
              .orElseThrow(
                  () ->
                      refuse(
                          "the node '"
                              + Nodes.name(taker)
                              + "' ("
                              + taker.getOpType()
                              + ") comes between it and the next fully connected layer"));
      between.add(step);
      units = step.units();
      tensor = step.output();
    }
  }

  private @Nullable LayerTrace headedBy(NodeProto node) {
    return found.traces().stream()
        .filter(other -> Nodes.key(other.head().node()).equals(Nodes.key(node)))
        .findFirst()
        .orElse(null);
  }
}
