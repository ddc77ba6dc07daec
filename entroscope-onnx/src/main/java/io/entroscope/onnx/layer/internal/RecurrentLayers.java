package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Reading;
import io.entroscope.onnx.layer.Reading.Form;
import io.entroscope.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Recurrent layers: the hidden state over the sequence, and that after the last step, which is a
 * layer of its own with {@link #LAST} behind its name.
 */
public final class RecurrentLayers {
  /** The part of a layer that is its state after the last step. */
  static final String LAST = "last";

  private static final Set<String> OPERATORS = Set.of("LSTM", "GRU", "RNN");
  private static final int WEIGHTS = 1;
  private static final int RECURRENT_WEIGHTS = 2;
  private static final int BIAS = 3;
  private static final int LENGTHS = 4;

  private RecurrentLayers() {}

  /** Whether a node steps along a sequence with a hidden state. */
  public static boolean isOne(NodeProto node) {
    return (Nodes.isDefaultDomain(node) && OPERATORS.contains(node.getOpType()))
        || Nodes.isMicrosoft(node, "DynamicQuantizeLSTM");
  }

  /** The name of an output of a recurrent node, also where the node leaves it out. */
  public static String output(NodeProto node, int index) {
    return index < node.getOutputCount() && !node.getOutput(index).isEmpty()
        ? node.getOutput(index)
        : Nodes.key(node) + (index == 0 ? "/steps" : "/last");
  }

  /** The layers of a node; none if it has no constant weights. */
  static List<LayerTrace> of(NodeProto node, Constants constants) {
    Constant weight = constants.input(node, WEIGHTS).orElse(null);
    Constant recurrent = constants.input(node, RECURRENT_WEIGHTS).orElse(null);
    long hidden = Attributes.longValue(node, "hidden_size", 0);
    if (weight == null || recurrent == null || weight.rank() != 3) {
      return List.of();
    }
    boolean both = Attributes.text(node, "direction", "forward").equals("bidirectional");
    long size = hidden > 0 ? hidden : recurrent.dims()[recurrent.rank() - 1];
    long units = (both ? 2 : 1) * size;
    long gates =
        switch (node.getOpType()) {
          case "GRU" -> 3;
          case "RNN" -> 1;
          default -> 4;
        };
    long inputs = weight.elements() / Math.max(1, gates * units);
    if (units < 1 || inputs < 1 || units > Integer.MAX_VALUE) {
      return List.of();
    }
    LayerHead head =
        new LayerHead(
            node,
            LayerKind.RECURRENT,
            WEIGHTS,
            weight,
            (int) units,
            Math.toIntExact(inputs + size),
            0,
            constants.input(node, BIAS).orElse(null),
            "");
    boolean examplesFirst = Attributes.longValue(node, "layout", 0) != 0;
    List<Constant> vectors = new ArrayList<>(List.of(recurrent));
    if (head.bias() != null) {
      vectors.add(head.bias());
    }
    return List.of(
        trace(
            head,
            vectors,
            output(node, 0),
            examplesFirst ? Form.STEPS_EXAMPLES_FIRST : Form.STEPS,
            ""),
        trace(
            head,
            vectors,
            output(node, 1),
            examplesFirst ? Form.LAST_EXAMPLES_FIRST : Form.LAST,
            LAST));
  }

  private static LayerTrace trace(
      LayerHead head, List<Constant> vectors, String tensor, Form form, String part) {
    Optional<String> lengths =
        part.isEmpty() ? Nodes.input(head.node(), LENGTHS) : Optional.empty();
    return new LayerTrace(
        head,
        List.of(),
        vectors,
        tensor,
        null,
        -1,
        new Reading(form, lengths, Map.of()),
        part,
        LayerTrace.Made.NOTHING);
  }
}
