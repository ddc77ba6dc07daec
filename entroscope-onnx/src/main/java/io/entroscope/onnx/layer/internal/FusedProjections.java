package io.entroscope.onnx.layer.internal;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Reading;
import io.entroscope.onnx.layer.internal.LayerTrace.Made;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Layers that ONNX Runtime's optimizer has drawn into other operators: the projections to queries,
 * keys and values in Attention, and biases in the operator behind the product. Their outputs appear
 * nowhere in the model and are made beside it.
 */
final class FusedProjections {
  private static final List<String> PARTS = List.of("query", "key", "value");
  private static final int SLICE_TAKES_INPUTS = 10;
  private static final int ADDED_BIAS = 4;
  private static final int ATTENTION_BIAS = 3;

  private final Graph graph;
  private final Constants constants;
  private final int opset;

  FusedProjections(Graph graph, Constants constants, int opset) {
    this.graph = graph;
    this.constants = constants;
    this.opset = opset;
  }

  /** The layers in an Attention or QAttention; empty if it is none, or projects nothing. */
  List<LayerTrace> of(NodeProto node) {
    boolean quantized = Nodes.isMicrosoft(node, "QAttention");
    if (!quantized && !Nodes.isMicrosoft(node, "Attention")) {
      return List.of();
    }
    Constant weight = constants.input(node, 1).filter(of -> of.rank() == 2).orElse(null);
    Constant bias = constants.input(node, 2).orElse(null);
    if (weight == null || constants.input(node, 0).isPresent()) {
      return List.of();
    }
    long all = weight.dims()[1];
    long[] sizes =
        Attributes.longs(node, "qkv_hidden_sizes")
            .filter(given -> given.length == PARTS.size())
            .orElse(new long[] {all / 3, all / 3, all / 3});
    if (Arrays.stream(sizes).sum() != all || Arrays.stream(sizes).anyMatch(size -> size < 1)) {
      return List.of();
    }
    String base = Nodes.key(node) + "/projection";
    List<NodeProto> product =
        quantized ? quantizedProduct(node, base) : product(node, bias != null, base);
    List<LayerTrace> traces = new ArrayList<>();
    long from = 0;
    for (int i = 0; i < sizes.length; i++) {
      LayerHead head =
          new LayerHead(
              node,
              LayerKind.FULLY_CONNECTED,
              1,
              weight,
              Math.toIntExact(sizes[i]),
              Math.toIntExact(weight.dims()[0]),
              3,
              bias,
              "");
      String part = PARTS.get(i);
      String tensor = base + "/" + part;
      traces.add(
          new LayerTrace(
              head,
              List.of(),
              List.of(),
              tensor,
              null,
              -1,
              Reading.PLAIN,
              part,
              slice(product, base, tensor, from, from + sizes[i])));
      from += sizes[i];
    }
    return traces;
  }

  private static List<NodeProto> product(NodeProto node, boolean biased, String base) {
    List<NodeProto> nodes = new ArrayList<>();
    nodes.add(
        NodeProto.newBuilder()
            .setOpType("MatMul")
            .setName(base + "/product")
            .addInput(node.getInput(0))
            .addInput(node.getInput(1))
            .addOutput(biased ? base + "/product" : base)
            .build());
    if (biased) {
      nodes.add(sum(base + "/product", node.getInput(2), base));
    }
    return nodes;
  }

  /** QAttention takes data, weights, bias, two scales, mask and two zero points. */
  private static List<NodeProto> quantizedProduct(NodeProto node, String base) {
    NodeProto.Builder product =
        NodeProto.newBuilder()
            .setDomain(Nodes.MICROSOFT)
            .setOpType("MatMulIntegerToFloat")
            .setName(base + "/product");
    for (int index : new int[] {0, 1, 3, 4, 6, 7, 2}) {
      product.addInput(Nodes.input(node, index).orElse(""));
    }
    return List.of(product.addOutput(base).build());
  }

  private static NodeProto sum(String left, String right, String output) {
    return NodeProto.newBuilder()
        .setOpType("Add")
        .setName(output + "/sum")
        .addInput(left)
        .addInput(right)
        .addOutput(output)
        .build();
  }

  private Made slice(List<NodeProto> product, String base, String output, long from, long to) {
    NodeProto.Builder slice =
        NodeProto.newBuilder().setOpType("Slice").setName(output).addInput(base).addOutput(output);
    List<TensorProto> bounds = new ArrayList<>();
    if (opset < SLICE_TAKES_INPUTS) {
      slice
          .addAttribute(Attributes.of("starts", new long[] {from}))
          .addAttribute(Attributes.of("ends", new long[] {to}))
          .addAttribute(Attributes.of("axes", new long[] {2}));
    } else {
      long[] values = {from, to, 2};
      for (int i = 0; i < values.length; i++) {
        String name = output + "/" + List.of("from", "to", "axis").get(i);
        bounds.add(Tensors.ofLongs(name, new long[] {1}, values[i]));
        slice.addInput(name);
      }
    }
    List<NodeProto> nodes = new ArrayList<>(product);
    nodes.add(slice.build());
    return new Made(nodes, bounds);
  }

  /**
   * A layer with the bias that the operator behind it adds.
   *
   * @param taker the only node that takes the product
   * @return empty if that adds none
   */
  Optional<LayerTrace> withBiasBehind(LayerTrace trace, @Nullable NodeProto taker) {
    String product = trace.preactivation();
    if (taker == null || product == null || trace.head().bias() != null) {
      return Optional.empty();
    }
    int units = trace.head().units();
    if (addsBias(taker, product)) {
      Constant bias = constants.input(taker, ADDED_BIAS).orElse(null);
      return bias == null || bias.elements() != units
          ? Optional.empty()
          : Optional.of(biased(trace, product, taker.getInput(ADDED_BIAS), bias, List.of()));
    }
    int place = taker.getInputList().indexOf(product);
    Constant all =
        Nodes.isMicrosoft(taker, "MultiHeadAttention") && place < PARTS.size()
            ? constants.input(taker, ATTENTION_BIAS).orElse(null)
            : null;
    if (all == null || all.rank() != 1) {
      return Optional.empty();
    }
    // Queries and keys are of one width, which values need not be.
    int from = place < 2 ? place * units : Math.toIntExact(all.elements() - units);
    if (from + units > all.elements()) {
      return Optional.empty();
    }
    String name = product + "/bias";
    TensorProto bias =
        Tensors.of(
            name,
            all.type(),
            new long[] {units},
            Arrays.copyOfRange(all.values(), from, from + units));
    return Optional.of(biased(trace, product, name, all, List.of(bias)));
  }

  /** Whether a node adds a bias to a product: to its first input, or to the one that is none. */
  private boolean addsBias(NodeProto taker, String product) {
    if (!Nodes.isMicrosoft(taker, "SkipLayerNormalization")
        && !Nodes.isMicrosoft(taker, "SkipSimplifiedLayerNormalization")) {
      return false;
    }
    return taker.getInput(0).equals(product)
        || graph
            .producer(taker.getInput(0))
            .flatMap(maker -> LayerHead.of(maker, constants))
            .isEmpty();
  }

  private static LayerTrace biased(
      LayerTrace trace, String product, String bias, Constant values, List<TensorProto> made) {
    String tensor = product + "/biased";
    List<Constant> vectors = new ArrayList<>(trace.vectors());
    vectors.add(values);
    return new LayerTrace(
        trace.head(),
        trace.steps(),
        vectors,
        tensor,
        null,
        trace.unitAxis(),
        trace.reading(),
        trace.part(),
        new Made(List.of(sum(product, bias, tensor)), made));
  }
}
