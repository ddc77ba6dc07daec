package io.entroscope.onnx.layer.internal;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.LayerKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows every layer of a model from the node with its weights to its activation. */
public final class LayerFinder {
  private final Graph graph;
  private final Constants constants;
  private final ActivationFinder activations;

  public LayerFinder(OnnxModel model) {
    this.graph = model.graph();
    this.constants = new Constants(model);
    this.activations = new ActivationFinder(graph, constants);
  }

  public Constants constants() {
    return constants;
  }

  /** The layers, in file order. */
  public List<LayerTrace> find() {
    List<LayerTrace> traces = new ArrayList<>();
    for (NodeProto node : graph.nodes()) {
      LayerHead.of(node, constants).map(this::trace).ifPresent(traces::add);
    }
    return traces;
  }

  private LayerTrace trace(LayerHead head) {
    List<NodeProto> steps = new ArrayList<>();
    List<Constant> vectors = new ArrayList<>();
    if (head.bias() != null) {
      vectors.add(head.bias());
    }
    String output = head.node().getOutput(0);
    int unitAxis = head.kind() == LayerKind.CONVOLUTION ? 1 : -1;
    if (!head.fused().isEmpty()) {
      ActivationRegion fused =
          new ActivationRegion(head.fused(), true, List.of(head.node()), output);
      return new LayerTrace(head, steps, vectors, null, fused, unitAxis);
    }
    Units units = new Units(head.units(), unitAxis, head.rank());
    String tensor = output;
    while (true) {
      Units here = units;
      ActivationRegion region = activations.find(tensor, here::fits).orElse(null);
      if (region != null && region.recognised()) {
        return ended(head, steps, vectors, tensor, region, units);
      }
      AffineStep step = step(tensor, units).orElse(null);
      if (step == null) {
        return ended(head, steps, vectors, tensor, region, units);
      }
      steps.addAll(step.nodes());
      vectors.addAll(step.vectors());
      units = step.units();
      tensor = step.output();
    }
  }

  private static LayerTrace ended(
      LayerHead head,
      List<NodeProto> steps,
      List<Constant> vectors,
      String tensor,
      @Nullable ActivationRegion region,
      Units units) {
    if (region != null && addsBias(region.nodes().get(0))) {
      // The bias is inside of the activation's node, so the sum of both appears nowhere.
      return new LayerTrace(head, steps, vectors, null, region, units.axis());
    }
    return new LayerTrace(head, steps, vectors, tensor, region, units.axis());
  }

  private static boolean addsBias(NodeProto node) {
    return (Nodes.isMicrosoft(node, "BiasGelu") || Nodes.isMicrosoft(node, "FastGelu"))
        && Nodes.input(node, 1).isPresent();
  }

  /** The step that is all that happens to a tensor; empty if something else does. */
  public Optional<AffineStep> step(String tensor, Units units) {
    NodeProto node = onlyTaker(tensor);
    if (node == null) {
      return Optional.empty();
    }
    if (!Nodes.isDefaultDomain(node)) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (node.getOpType()) {
          case "Identity" -> AffineStep.of(node, units);
          case "Dropout" -> isTraining(node, 2) ? null : AffineStep.of(node, units);
          case "Cast" ->
              ElementType.of((int) Attributes.longValue(node, "to", 0)).isFloating()
                  ? AffineStep.of(node, units)
                  : null;
          case "Add", "Mul", "Sum" -> arithmetic(node, tensor, units);
          case "Sub", "Div" ->
              node.getInput(0).equals(tensor) ? arithmetic(node, tensor, units) : null;
          case "BatchNormalization" -> normalization(node, tensor, units);
          case "Reshape", "Flatten", "Squeeze", "Unsqueeze" -> form(node, tensor, units);
          case "Transpose" ->
              Attributes.longs(node, "perm")
                  .flatMap(units::permuted)
                  .map(after -> AffineStep.of(node, after))
                  .orElse(null);
          case "QuantizeLinear" -> throughQuantization(node, units);
          default -> null;
        });
  }

  /** The only node that takes the values of a tensor; null if there is none or several. */
  public @Nullable NodeProto onlyTaker(String tensor) {
    List<NodeProto> takers =
        graph.consumers(tensor).stream().filter(node -> !Nodes.asksForm(node)).toList();
    return takers.size() == 1 ? takers.get(0) : null;
  }

  private boolean isTraining(NodeProto node, int modeInput) {
    return Nodes.input(node, modeInput).isPresent()
        && constants
            .input(node, modeInput)
            .filter(Constant::isScalar)
            .map(mode -> mode.scalar() != 0)
            .orElse(true);
  }

  private @Nullable AffineStep arithmetic(NodeProto node, String tensor, Units units) {
    if (node.getInputCount() != 2) {
      return null;
    }
    String other = node.getInput(node.getInput(0).equals(tensor) ? 1 : 0);
    if (node.getOpType().equals("Mul") && isDynamicScale(other, units)) {
      return AffineStep.of(node, units);
    }
    Constant constant = constants.find(other).filter(units::fits).orElse(null);
    return constant == null ? null : AffineStep.of(node, units, constant);
  }

  /** Whether a tensor is the scale of an input that is quantized anew for each batch. */
  private boolean isDynamicScale(String tensor, Units units) {
    NodeProto maker = graph.producer(tensor).orElse(null);
    if (maker == null) {
      return false;
    }
    if (Nodes.is(maker, "DynamicQuantizeLinear")) {
      return maker.getOutputCount() > 1 && maker.getOutput(1).equals(tensor);
    }
    return Nodes.is(maker, "Mul")
        && maker.getInputList().stream()
            .allMatch(
                input ->
                    constants.find(input).map(units::fits).orElse(false)
                        || (constants.find(input).isEmpty() && isDynamicScale(input, units)));
  }

  private @Nullable AffineStep normalization(NodeProto node, String tensor, Units units) {
    Constant scale = constants.input(node, 1).orElse(null);
    Constant shift = constants.input(node, 2).orElse(null);
    if (scale == null || shift == null) {
      return null;
    }
    boolean fits =
        constants.input(node, 3).isPresent()
            && constants.input(node, 4).isPresent()
            && node.getInput(0).equals(tensor)
            && scale.elements() == units.count()
            && units.canBeAxisOne()
            && Attributes.longValue(node, "training_mode", 0) == 0;
    return fits ? AffineStep.of(node, units, scale, shift) : null;
  }

  private @Nullable AffineStep throughQuantization(NodeProto node, Units units) {
    NodeProto back = onlyTaker(node.getOutput(0));
    return back != null && Nodes.is(back, "DequantizeLinear")
        ? new AffineStep(List.of(node, back), List.of(), units, back.getOutput(0))
        : null;
  }

  /** A change of form that leaves the units on the last axis. */
  private @Nullable AffineStep form(NodeProto node, String tensor, Units units) {
    if (units.axis() != -1 || !node.getInput(0).equals(tensor)) {
      return null;
    }
    String output = node.getOutput(0);
    TensorType declared = graph.declaredType(output).orElse(null);
    long last = declared == null ? -1 : declared.size(declared.rank() - 1);
    if (declared != null && last > 0) {
      return last == units.count() ? AffineStep.of(node, units.ofRank(declared.rank())) : null;
    }
    return switch (node.getOpType()) {
      case "Reshape" -> reshape(node, units);
      case "Flatten" ->
          units.rank() == 2 && Attributes.longValue(node, "axis", 1) == 1
              ? AffineStep.of(node, units)
              : null;
      case "Squeeze" -> axes(node, units, -1);
      default -> axes(node, units, 1);
    };
  }

  private @Nullable AffineStep axes(NodeProto node, Units units, int direction) {
    long[] axes =
        Attributes.longs(node, "axes")
            .or(() -> constants.input(node, 1).map(Constant::longs))
            .orElse(null);
    if (axes == null || units.rank() == 0) {
      return null;
    }
    int larger = direction > 0 ? units.rank() + axes.length : units.rank();
    for (long axis : axes) {
      if ((axis < 0 ? axis + larger : axis) >= larger - 1) {
        return null;
      }
    }
    return AffineStep.of(node, units.ofRank(units.rank() + direction * axes.length));
  }

  private @Nullable AffineStep reshape(NodeProto node, Units units) {
    long[] target =
        Attributes.longs(node, "shape")
            .or(() -> constants.input(node, 1).map(Constant::longs))
            .orElse(null);
    if (target != null && target.length > 0 && target[target.length - 1] == units.count()) {
      return AffineStep.of(node, units.ofRank(target.length));
    }
    if (target == null && keepsLastSize(node, units)) {
      return AffineStep.of(node, units.ofRank(0));
    }
    // A bias of as many values as there are units, added afterwards, shows where the units are.
    NodeProto next = onlyTaker(node.getOutput(0));
    if (next == null || !Nodes.is(next, "Add")) {
      return null;
    }
    AffineStep bias = arithmetic(next, node.getOutput(0), units.ofRank(0));
    boolean shown =
        bias != null && bias.vectors().stream().anyMatch(vector -> vector.elements() > 1);
    return shown ? AffineStep.of(node, units.ofRank(0)) : null;
  }

  /** Whether a form that is put together at run time ends in the number of units. */
  private boolean keepsLastSize(NodeProto reshape, Units units) {
    NodeProto maker = Nodes.input(reshape, 1).flatMap(graph::producer).orElse(null);
    if (maker == null || !Nodes.is(maker, "Concat")) {
      return false;
    }
    String last = maker.getInput(maker.getInputCount() - 1);
    long[] fixed = constants.find(last).map(Constant::longs).orElse(new long[0]);
    return fixed.length > 0
        ? fixed[fixed.length - 1] == units.count()
        : isLastSizeOf(last, reshape.getInput(0), units);
  }

  /** Whether a number is read off the form of a tensor, from its last axis. */
  private boolean isLastSizeOf(String number, String tensor, Units units) {
    NodeProto node = graph.producer(number).orElse(null);
    while (node != null && (Nodes.is(node, "Unsqueeze") || Nodes.is(node, "Cast"))) {
      node = graph.producer(node.getInput(0)).orElse(null);
    }
    if (node == null || !Nodes.is(node, "Gather")) {
      return false;
    }
    NodeProto shape = graph.producer(node.getInput(0)).orElse(null);
    long index =
        constants.input(node, 1).filter(Constant::isScalar).map(c -> (long) c.scalar()).orElse(0L);
    return shape != null
        && Nodes.is(shape, "Shape")
        && shape.getInput(0).equals(tensor)
        && (index == -1 || (units.rank() > 0 && index == units.rank() - 1));
  }
}
