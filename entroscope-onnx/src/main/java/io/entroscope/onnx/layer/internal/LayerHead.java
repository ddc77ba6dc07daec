package io.entroscope.onnx.layer.internal;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.internal.Constant;
import io.entroscope.onnx.internal.Constants;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.layer.LayerKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node that multiplies with constant weights, which makes it the head of a layer.
 *
 * @param node the node
 * @param kind fully connected or convolution
 * @param weightIndex which of its inputs holds the weights
 * @param weight the weights
 * @param units the number of units or channels
 * @param inputs the inputs of each
 * @param rank the rank of its output; 0 if not known
 * @param bias the bias that the node adds itself; null if it has none
 * @param fused the name of the activation that an optimizer put into the node; empty if none
 */
public record LayerHead(
    NodeProto node,
    LayerKind kind,
    int weightIndex,
    Constant weight,
    int units,
    int inputs,
    int rank,
    @Nullable Constant bias,
    String fused) {
  private static final Pattern PRODUCT =
      Pattern.compile(
          "(?<front>[a-zA-Z.]+)(?<in>[a-zA-Z]),(?<from>[a-zA-Z])(?<to>[a-zA-Z])"
              + "->(?<kept>[a-zA-Z.]+)(?<out>[a-zA-Z])");

  /** What a node is the head of; empty if it does not multiply with constant weights. */
  static Optional<LayerHead> of(NodeProto node, Constants constants) {
    boolean microsoft = node.getDomain().equals(Nodes.MICROSOFT);
    if (!microsoft && !Nodes.isDefaultDomain(node)) {
      return Optional.empty();
    }
    if (Nodes.input(node, 0).flatMap(constants::find).isPresent()) {
      return Optional.empty();
    }
    Constant weight = constants.input(node, 1).orElse(null);
    if (weight == null) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        switch (node.getOpType()) {
          case "Gemm", "FusedGemm" -> gemm(node, weight, constants);
          case "MatMul", "MatMulInteger", "FusedMatMul" -> matMul(node, weight, null);
          case "DynamicQuantizeMatMul" ->
              matMul(node, weight, constants.input(node, 4).orElse(null));
          case "MatMulIntegerToFloat" ->
              matMul(node, weight, constants.input(node, 6).orElse(null));
          case "Conv", "FusedConv" -> convolution(node, weight, constants);
          case "Einsum" -> einsum(node, weight);
          case "ConvTranspose" -> transposed(node, weight, constants);
          default -> null;
        });
  }

  private static @Nullable LayerHead gemm(NodeProto node, Constant weight, Constants constants) {
    if (weight.rank() != 2 || Attributes.longValue(node, "transA", 0) != 0) {
      return null;
    }
    boolean unitsFirst = Attributes.longValue(node, "transB", 0) != 0;
    return sized(
        node,
        LayerKind.FULLY_CONNECTED,
        weight,
        weight.dims()[unitsFirst ? 0 : 1],
        2,
        constants.input(node, 2).orElse(null));
  }

  private static @Nullable LayerHead matMul(
      NodeProto node, Constant weight, @Nullable Constant bias) {
    long[] dims = weight.dims();
    boolean oneMatrix =
        dims.length >= 2 && Arrays.stream(dims, 0, dims.length - 2).allMatch(dim -> dim == 1);
    if (!oneMatrix
        || Attributes.longValue(node, "transA", 0) != 0
        || Attributes.longValue(node, "transBatchA", 0) != 0
        || Attributes.longValue(node, "transBatchB", 0) != 0) {
      return null;
    }
    boolean unitsFirst = Attributes.longValue(node, "transB", 0) != 0;
    long units = dims[dims.length - (unitsFirst ? 2 : 1)];
    return sized(node, LayerKind.FULLY_CONNECTED, weight, units, 0, bias);
  }

  /** A product written as an equation, such as bti,io->bto. */
  private static @Nullable LayerHead einsum(NodeProto node, Constant weight) {
    String equation = Attributes.text(node, "equation", "").replace(" ", "");
    boolean product = node.getInputCount() == 2 && weight.rank() == 2 && isProduct(equation);
    return product
        ? sized(node, LayerKind.FULLY_CONNECTED, weight, weight.dims()[1], 0, null)
        : null;
  }

  private static boolean isProduct(String equation) {
    Matcher parts = PRODUCT.matcher(equation);
    return parts.matches()
        && parts.group("in").equals(parts.group("from"))
        && parts.group("to").equals(parts.group("out"))
        && parts.group("front").equals(parts.group("kept"))
        && !parts.group("front").contains(parts.group("in"));
  }

  private static @Nullable LayerHead convolution(
      NodeProto node, Constant weight, Constants constants) {
    if (weight.rank() < 3) {
      return null;
    }
    return sized(
        node,
        LayerKind.CONVOLUTION,
        weight,
        weight.dims()[0],
        weight.rank(),
        constants.input(node, 2).orElse(null));
  }

  private static @Nullable LayerHead transposed(
      NodeProto node, Constant weight, Constants constants) {
    if (weight.rank() < 3) {
      return null;
    }
    long groups = Attributes.longValue(node, "group", 1);
    return sized(
        node,
        LayerKind.CONVOLUTION,
        weight,
        weight.dims()[1] * groups,
        weight.rank(),
        constants.input(node, 2).orElse(null));
  }

  private static @Nullable LayerHead sized(
      NodeProto node,
      LayerKind kind,
      Constant weight,
      long units,
      int rank,
      @Nullable Constant bias) {
    if (units < 1 || units > Integer.MAX_VALUE || weight.elements() < units) {
      return null;
    }
    return new LayerHead(
        node,
        kind,
        1,
        weight,
        (int) units,
        Math.toIntExact(weight.elements() / units),
        rank,
        bias,
        Attributes.text(node, "activation", ""));
  }
}
