package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.Reading;
import io.entroscope.onnx.layer.Reading.Scale;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows every layer of a model from the node with its weights to its activation. */
public final class LayerFinder {
  private final Graph graph;
  private final Constants constants;
  private final ActivationFinder activations;
  private final FusedProjections projections;

  public LayerFinder(OnnxModel model) {
    this.graph = model.graph();
    this.constants = new Constants(model);
    this.activations = new ActivationFinder(graph, constants);
    this.projections = new FusedProjections(graph, constants, model.opset());
  }

  public Constants constants() {
    return constants;
  }

  /** The layers, in file order. */
  public List<LayerTrace> find() {
    List<LayerTrace> traces = new ArrayList<>();
    for (NodeProto node : graph.nodes()) {
      if (RecurrentLayers.isOne(node)) {
        traces.addAll(RecurrentLayers.of(node, constants));
      } else {
        LayerHead.of(node, constants).map(this::trace).ifPresent(traces::add);
        traces.addAll(projections.of(node));
      }
    }
    return traces;
  }

  private LayerTrace trace(LayerHead head) {
    if (!head.fused().isEmpty()) {
      String output = head.node().getOutput(0);
      ActivationRegion fused =
          new ActivationRegion(head.fused(), true, List.of(head.node()), output);
      return new Way(head).ended(null, fused);
    }
    Way way = new Way(head);
    QuantizedTail tail = new QuantizedTail(head, constants, this::onlyTaker);
    way.steps.addAll(tail.steps());
    way.scales.putAll(tail.scales());
    String tensor = tail.tensor();
    if (!tail.isReal()) {
      return way.ended(tensor, tail.activation());
    }
    while (true) {
      Units here = way.units;
      ActivationRegion region = activations.find(tensor, here::fits).orElse(null);
      AffineStep step =
          region != null && region.recognised() ? null : step(tensor, here).orElse(null);
      if (step == null) {
        return ended(way, tensor, region);
      }
      way.take(step);
      tensor = step.output();
    }
  }

  private LayerTrace ended(Way way, String tensor, @Nullable ActivationRegion region) {
    if (region != null && addsBias(region.nodes().get(0))) {
      // The bias is inside of the activation's node, so the sum of both appears nowhere.
      return way.ended(null, region);
    }
    LayerTrace trace = way.ended(tensor, region);
    return region == null
        ? projections.withBiasBehind(trace, onlyTaker(tensor)).orElse(trace)
        : trace;
  }

  /** The way from a head to its activation, as far as it has been followed. */
  private static final class Way {
    private final LayerHead head;
    private final List<NodeProto> steps = new ArrayList<>();
    private final List<Constant> vectors = new ArrayList<>();
    private final Map<String, Scale> scales = new HashMap<>();
    private Units units;

    Way(LayerHead head) {
      this.head = head;
      this.units = new Units(head.units(), head.unitAxis(), head.rank());
      if (head.bias() != null) {
        vectors.add(head.bias());
      }
    }

    void take(AffineStep step) {
      steps.addAll(step.nodes());
      vectors.addAll(step.vectors());
      units = step.units();
    }

    LayerTrace ended(@Nullable String preactivation, @Nullable ActivationRegion activation) {
      return new LayerTrace(
          head,
          steps,
          vectors,
          preactivation,
          activation,
          units.axis(),
          new Reading(Reading.Form.UNITS, Optional.empty(), scales),
          "",
          LayerTrace.Made.NOTHING);
    }
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
