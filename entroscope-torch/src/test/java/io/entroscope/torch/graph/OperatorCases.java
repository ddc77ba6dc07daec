package io.entroscope.torch.graph;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.LongStream;

/** Small graphs of one operator each, of odd shapes, for several operator sets. */
final class OperatorCases {
  private final List<Case> cases = new ArrayList<>();

  /** A model with the float input "x" of this shape and the float output "y". */
  record Case(String name, OnnxModel model, long... shape) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> all() {
    OperatorCases cases = new OperatorCases();
    cases.elementwise();
    cases.activations();
    cases.convolutions();
    cases.pooling();
    cases.matrices();
    cases.normalization();
    cases.reductions();
    cases.shapes();
    ResizeCases.addTo(cases);
    return cases.cases;
  }

  static float[] random(long count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  static long product(long... dims) {
    return LongStream.of(dims).reduce(1, (a, b) -> a * b);
  }

  /** A case whose body takes the builder and the input's name, and names the result. */
  void add(String name, int opset, long[] shape, BiFunction<GraphBuilder, String, String> body) {
    GraphBuilder graph = new GraphBuilder("case");
    long[] free = shape.clone();
    free[0] = -1;
    graph.input("x", TensorType.floats(free));
    String y = body.apply(graph, "x");
    graph.output(y, new TensorType(TensorType.floats().element(), Optional.empty()));
    cases.add(new Case(name + " in operator set " + opset, graph.build(opset), shape));
  }

  private void unary(String operator, int[] opsets, AttributeProto... attributes) {
    for (int opset : opsets) {
      StringBuilder name = new StringBuilder(operator);
      for (AttributeProto attribute : attributes) {
        name.append(' ').append(attribute.getName());
      }
      add(
          name.toString(),
          opset,
          dims(3, 5, 7),
          (g, x) -> g.node(operator, List.of(x), attributes));
    }
  }

  private static AttributeProto attribute(String name, long value) {
    return Attributes.of(name, value);
  }

  private static AttributeProto attribute(String name, float value) {
    return Attributes.of(name, value);
  }

  private static AttributeProto attribute(String name, String value) {
    return Attributes.of(name, value);
  }

  private static AttributeProto attribute(String name, long[] value) {
    return Attributes.of(name, value);
  }

  private static long[] dims(long... dims) {
    return dims;
  }

  private static int[] sets(int... opsets) {
    return opsets;
  }

  private static String weight(GraphBuilder graph, String name, long... shape) {
    return graph.floats(name, shape, random(product(shape), name.hashCode()));
  }

  private static String positive(GraphBuilder graph, String name, long... shape) {
    float[] values = random(product(shape), name.hashCode());
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + Math.abs(values[i]);
    }
    return graph.floats(name, shape, values);
  }

  private void elementwise() {
    for (String operator : new String[] {"Add", "Sub", "Mul", "Div"}) {
      for (int opset : sets(7, 13, 14)) {
        add(
            operator,
            opset,
            dims(3, 5, 7),
            (g, x) -> g.node(operator, List.of(x, positive(g, "w", 5, 1))));
        add(
            operator + " from the left",
            opset,
            dims(3, 5, 7),
            (g, x) ->
                g.node(operator, List.of(weight(g, "w", 2, 1, 1, 7), g.node("Exp", List.of(x)))));
      }
    }
    add(
        "Pow",
        13,
        dims(3, 5),
        (g, x) -> g.node("Pow", List.of(g.node("Abs", List.of(x)), g.floats("e", dims(), 1.5f))));
    add(
        "Pow of a whole exponent",
        15,
        dims(3, 5),
        (g, x) -> g.node("Pow", List.of(x, g.longs("e", dims(), 3))));
    add("Sqrt", 13, dims(3, 5), (g, x) -> g.node("Sqrt", List.of(g.node("Exp", List.of(x)))));
    for (String operator : new String[] {"Max", "Min", "Sum", "Mean"}) {
      add(
          operator,
          13,
          dims(3, 5, 7),
          (g, x) -> g.node(operator, List.of(x, weight(g, "w", 5, 1), weight(g, "v", 7))));
    }
    add(
        "Where",
        16,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Where",
                List.of(
                    g.node("Greater", List.of(x, g.floats("zero", dims(), 0f))),
                    x,
                    weight(g, "w", 5))));
  }

  private void activations() {
    for (String operator :
        new String[] {"Relu", "Sigmoid", "Tanh", "Erf", "Exp", "Abs", "Neg", "Identity"}) {
      unary(operator, sets(9, 13));
    }
    for (String operator :
        new String[] {"Elu", "Selu", "LeakyRelu", "Softplus", "Softsign", "HardSigmoid"}) {
      unary(operator, sets(7, 14));
    }
    unary("Elu", sets(9), attribute("alpha", 0.7f));
    unary("Celu", sets(12), attribute("alpha", 1.3f));
    unary("LeakyRelu", sets(9), attribute("alpha", 0.2f));
    unary("HardSwish", sets(14));
    unary("Mish", sets(18));
    unary("ThresholdedRelu", sets(10), attribute("alpha", 0.3f));
    unary("Gelu", sets(20));
    unary("Gelu", sets(20), attribute("approximate", "tanh"));
    unary("Clip", sets(7, 9), attribute("min", -0.5f), attribute("max", 0.25f));
    add(
        "Clip by inputs",
        13,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Clip",
                List.of(x, g.floats("low", dims(), -0.5f), g.floats("high", dims(), 0.25f))));
    add(
        "Clip from above",
        11,
        dims(3, 5),
        (g, x) -> g.node("Clip", List.of(x, "", g.floats("high", dims(), 0.25f))));
    add("PRelu", 9, dims(3, 5, 7), (g, x) -> g.node("PRelu", List.of(x, weight(g, "w", 5, 1))));
    for (String operator : new String[] {"Softmax", "LogSoftmax"}) {
      unary(operator, sets(7, 11, 13));
      unary(operator, sets(9, 13), attribute("axis", 2));
      unary(operator, sets(11, 13), attribute("axis", -2));
    }
  }

  private void convolutions() {
    for (int opset : sets(7, 11, 22)) {
      add(
          "Conv",
          opset,
          dims(2, 3, 9, 11),
          (g, x) ->
              g.node(
                  "Conv",
                  List.of(x, weight(g, "w", 4, 3, 3, 2), weight(g, "b", 4)),
                  attribute("kernel_shape", dims(3, 2))));
    }
    add(
        "Conv strided, dilated, unevenly padded",
        11,
        dims(2, 3, 9, 11),
        (g, x) ->
            g.node(
                "Conv",
                List.of(x, weight(g, "w", 4, 3, 3, 3)),
                attribute("strides", dims(2, 3)),
                attribute("dilations", dims(2, 1)),
                attribute("pads", dims(1, 0, 2, 3))));
    add(
        "Conv in groups",
        11,
        dims(2, 6, 5, 7),
        (g, x) ->
            g.node(
                "Conv",
                List.of(x, weight(g, "w", 4, 3, 3, 3)),
                attribute("group", 2),
                attribute("pads", dims(1, 1, 1, 1))));
    for (String pad : new String[] {"SAME_UPPER", "SAME_LOWER", "VALID"}) {
      add(
          "Conv " + pad,
          11,
          dims(1, 2, 8, 9),
          (g, x) ->
              g.node(
                  "Conv",
                  List.of(x, weight(g, "w", 3, 2, 4, 3)),
                  attribute("auto_pad", pad),
                  attribute("strides", dims(2, 2))));
    }
    add(
        "Conv over one dimension",
        11,
        dims(2, 3, 13),
        (g, x) ->
            g.node(
                "Conv",
                List.of(x, weight(g, "w", 4, 3, 5), weight(g, "b", 4)),
                attribute("pads", dims(2, 1))));
    add(
        "Conv over three dimensions",
        11,
        dims(1, 2, 5, 4, 6),
        (g, x) ->
            g.node(
                "Conv",
                List.of(x, weight(g, "w", 3, 2, 2, 3, 3)),
                attribute("pads", dims(1, 1, 1, 1, 1, 1))));
    for (int opset : sets(7, 11)) {
      add(
          "ConvTranspose",
          opset,
          dims(2, 3, 5, 4),
          (g, x) ->
              g.node(
                  "ConvTranspose",
                  List.of(x, weight(g, "w", 3, 4, 3, 2), weight(g, "b", 4)),
                  attribute("strides", dims(2, 3)),
                  attribute("pads", dims(1, 0, 1, 0)),
                  attribute("output_padding", dims(1, 2))));
    }
    add(
        "ConvTranspose unevenly padded",
        11,
        dims(2, 4, 5, 4),
        (g, x) ->
            g.node(
                "ConvTranspose",
                List.of(x, weight(g, "w", 4, 2, 3, 3), weight(g, "b", 4)),
                attribute("group", 2),
                attribute("strides", dims(2, 2)),
                attribute("pads", dims(1, 0, 0, 2))));
    for (String pad : new String[] {"SAME_UPPER", "SAME_LOWER"}) {
      add(
          "ConvTranspose " + pad,
          11,
          dims(1, 2, 5, 4),
          (g, x) ->
              g.node(
                  "ConvTranspose",
                  List.of(x, weight(g, "w", 2, 3, 3, 4)),
                  attribute("auto_pad", pad),
                  attribute("strides", dims(2, 3))));
    }
  }

  private void pooling() {
    for (String operator : new String[] {"MaxPool", "AveragePool"}) {
      for (int opset : sets(7, 10, 22)) {
        add(
            operator,
            opset,
            dims(2, 3, 9, 11),
            (g, x) ->
                g.node(
                    operator,
                    List.of(x),
                    attribute("kernel_shape", dims(3, 2)),
                    attribute("strides", dims(2, 1)),
                    attribute("pads", dims(1, 0, 1, 1))));
      }
      for (String pad : new String[] {"SAME_UPPER", "SAME_LOWER", "VALID"}) {
        add(
            operator + " " + pad,
            11,
            dims(2, 3, 8, 7),
            (g, x) ->
                g.node(
                    operator,
                    List.of(x),
                    attribute("kernel_shape", dims(3, 2)),
                    attribute("strides", dims(2, 2)),
                    attribute("auto_pad", pad)));
      }
      add(
          operator + " rounding up",
          19,
          dims(2, 3, 8, 11),
          (g, x) ->
              g.node(
                  operator,
                  List.of(x),
                  attribute("kernel_shape", dims(3, 3)),
                  attribute("strides", dims(2, 3)),
                  attribute("pads", dims(0, 1, 1, 1)),
                  attribute("ceil_mode", 1)));
      add(
          operator + " over one dimension",
          11,
          dims(2, 3, 13),
          (g, x) ->
              g.node(
                  operator,
                  List.of(x),
                  attribute("kernel_shape", dims(4)),
                  attribute("strides", dims(3)),
                  attribute("pads", dims(1, 2))));
      add(
          operator + " over three dimensions",
          11,
          dims(1, 2, 5, 6, 7),
          (g, x) ->
              g.node(
                  operator,
                  List.of(x),
                  attribute("kernel_shape", dims(2, 3, 2)),
                  attribute("pads", dims(1, 1, 0, 0, 1, 1))));
    }
    add(
        "MaxPool dilated",
        11,
        dims(1, 2, 9, 9),
        (g, x) ->
            g.node(
                "MaxPool",
                List.of(x),
                attribute("kernel_shape", dims(3, 3)),
                attribute("dilations", dims(2, 3))));
    add(
        "AveragePool counting padding",
        11,
        dims(1, 2, 7, 9),
        (g, x) ->
            g.node(
                "AveragePool",
                List.of(x),
                attribute("kernel_shape", dims(3, 3)),
                attribute("pads", dims(1, 0, 2, 1)),
                attribute("count_include_pad", 1)));
    add(
        "GlobalAveragePool",
        9,
        dims(2, 3, 5, 7),
        (g, x) -> g.node("GlobalAveragePool", List.of(x)));
    add("GlobalMaxPool", 9, dims(2, 3, 5, 7), (g, x) -> g.node("GlobalMaxPool", List.of(x)));
  }

  private void matrices() {
    for (int opset : sets(7, 13)) {
      add(
          "MatMul",
          opset,
          dims(3, 5, 7),
          (g, x) -> g.node("MatMul", List.of(x, weight(g, "w", 7, 4))));
      add(
          "Gemm of transposed weights",
          opset,
          dims(3, 7),
          (g, x) ->
              g.node(
                  "Gemm",
                  List.of(x, weight(g, "w", 5, 7), weight(g, "b", 5)),
                  attribute("transB", 1)));
      add(
          "Gemm scaled",
          opset,
          dims(3, 7),
          (g, x) ->
              g.node(
                  "Gemm",
                  List.of(x, weight(g, "w", 7, 5), weight(g, "b", 1, 5)),
                  attribute("alpha", 0.3f),
                  attribute("beta", 1.7f)));
    }
    add(
        "MatMul of stacks",
        13,
        dims(3, 5, 7),
        (g, x) -> g.node("MatMul", List.of(x, weight(g, "w", 3, 7, 2))));
    add(
        "Gemm of transposed input",
        11,
        dims(7, 3),
        (g, x) -> g.node("Gemm", List.of(x, weight(g, "w", 7, 5)), attribute("transA", 1)));
    add(
        "Einsum",
        12,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "Einsum", List.of(x, weight(g, "w", 7, 2)), attribute("equation", "bij,jk->bik")));
  }

  private void normalization() {
    for (int opset : sets(7, 9, 15)) {
      add(
          "BatchNormalization",
          opset,
          dims(3, 4, 5, 2),
          (g, x) ->
              g.node(
                  "BatchNormalization",
                  List.of(
                      x,
                      weight(g, "s", 4),
                      weight(g, "b", 4),
                      weight(g, "m", 4),
                      positive(g, "v", 4)),
                  attribute("epsilon", 1e-3f)));
    }
    add(
        "BatchNormalization of vectors",
        15,
        dims(3, 4),
        (g, x) ->
            g.node(
                "BatchNormalization",
                List.of(
                    x,
                    weight(g, "s", 4),
                    weight(g, "b", 4),
                    weight(g, "m", 4),
                    positive(g, "v", 4))));
    add(
        "LayerNormalization",
        17,
        dims(3, 5, 7),
        (g, x) -> g.node("LayerNormalization", List.of(x, weight(g, "s", 7), weight(g, "b", 7))));
    add(
        "LayerNormalization over two axes",
        17,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "LayerNormalization",
                List.of(x, weight(g, "s", 5, 7)),
                attribute("axis", 1),
                attribute("epsilon", 1e-2f)));
    add(
        "InstanceNormalization",
        9,
        dims(3, 4, 5, 2),
        (g, x) ->
            g.node("InstanceNormalization", List.of(x, weight(g, "s", 4), weight(g, "b", 4))));
    add(
        "GroupNormalization",
        21,
        dims(3, 6, 5, 2),
        (g, x) ->
            g.node(
                "GroupNormalization",
                List.of(x, weight(g, "s", 6), weight(g, "b", 6)),
                attribute("num_groups", 3)));
    add(
        "LRN",
        13,
        dims(2, 7, 3, 4),
        (g, x) -> g.node("LRN", List.of(x), attribute("size", 5), attribute("alpha", 0.02f)));
    add(
        "Dropout by attribute",
        10,
        dims(3, 5),
        (g, x) -> g.node("Dropout", List.of(x), attribute("ratio", 0.3f)));
    add(
        "Dropout by input",
        13,
        dims(3, 5),
        (g, x) -> g.node("Dropout", List.of(x, g.floats("r", dims(), 0.3f))));
  }

  private void reductions() {
    for (String operator :
        new String[] {
          "ReduceMean",
          "ReduceMax",
          "ReduceMin",
          "ReduceL2",
          "ReduceL1",
          "ReduceSumSquare",
          "ReduceLogSumExp"
        }) {
      add(
          operator,
          13,
          dims(3, 5, 7),
          (g, x) -> g.node(operator, List.of(x), attribute("axes", dims(-1, 1))));
      add(
          operator,
          18,
          dims(3, 5, 7),
          (g, x) ->
              g.node(operator, List.of(x, g.longs("axes", dims(1), 1)), attribute("keepdims", 0)));
      add(operator + " of all", 11, dims(3, 5, 7), (g, x) -> g.node(operator, List.of(x)));
    }
    add(
        "ReduceSum",
        11,
        dims(3, 5, 7),
        (g, x) -> g.node("ReduceSum", List.of(x), attribute("axes", dims(1))));
    add(
        "ReduceSum",
        13,
        dims(3, 5, 7),
        (g, x) -> g.node("ReduceSum", List.of(x, g.longs("axes", dims(2), 0, 2))));
    add(
        "ReduceSum of nothing",
        13,
        dims(3, 5),
        (g, x) -> g.node("ReduceSum", List.of(x), attribute("noop_with_empty_axes", 1)));
  }

  private void shapes() {
    add("Flatten", 9, dims(3, 5, 7), (g, x) -> g.node("Flatten", List.of(x)));
    add(
        "Flatten from the back",
        11,
        dims(3, 5, 7),
        (g, x) -> g.node("Flatten", List.of(x), attribute("axis", -1)));
    add(
        "Reshape",
        14,
        dims(3, 5, 7),
        (g, x) -> g.node("Reshape", List.of(x, g.longs("s", dims(3), 0, -1, 1))));
    add("Reshape by shape arithmetic", 13, dims(3, 5, 7), OperatorCases::flattenAsExported);
    add(
        "Transpose",
        13,
        dims(3, 5, 7),
        (g, x) -> g.node("Transpose", List.of(x), attribute("perm", dims(2, 0, 1))));
    add("Transpose all", 9, dims(3, 5, 7), (g, x) -> g.node("Transpose", List.of(x)));
    add(
        "Squeeze and Unsqueeze",
        11,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Squeeze",
                List.of(g.node("Unsqueeze", List.of(x), attribute("axes", dims(1, 3)))),
                attribute("axes", dims(1))));
    add(
        "Squeeze and Unsqueeze",
        13,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Squeeze",
                List.of(
                    g.node("Unsqueeze", List.of(x, g.longs("a", dims(2), -1, 0))),
                    g.longs("b", dims(1), 0))));
    add(
        "Concat",
        13,
        dims(3, 5),
        (g, x) -> g.node("Concat", List.of(x, weight(g, "w", 3, 2), x), attribute("axis", -1)));
    add(
        "Slice by attributes",
        9,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "Slice",
                List.of(x),
                attribute("starts", dims(1, -3)),
                attribute("ends", dims(9, -1)),
                attribute("axes", dims(0, 2))));
    add(
        "Slice backwards",
        13,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "Slice",
                List.of(
                    x,
                    g.longs("s", dims(2), -1, 0),
                    g.longs("e", dims(2), Long.MIN_VALUE + 1, 6),
                    g.longs("a", dims(2), 1, -1),
                    g.longs("t", dims(2), -2, 3))));
    add(
        "Gather",
        13,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "Gather", List.of(x, g.longs("i", dims(2, 2), 0, -1, 2, 4)), attribute("axis", 1)));
    add(
        "GatherElements",
        13,
        dims(3, 5),
        (g, x) ->
            g.node(
                "GatherElements",
                List.of(x, g.longs("i", dims(2, 5), 0, 1, 2, -1, 0, 1, 1, 1, 0, 2)),
                attribute("axis", 0)));
    add(
        "Split",
        11,
        dims(3, 7),
        (g, x) -> {
          g.step("Split")
              .inputs(x)
              .attribute(attribute("axis", 1))
              .attribute(attribute("split", dims(2, 5)))
              .outputs("a", "b")
              .add();
          return g.node("Relu", List.of("b"));
        });
    add(
        "Split in equal parts",
        18,
        dims(3, 7),
        (g, x) -> {
          g.step("Split")
              .inputs(x)
              .attribute(attribute("axis", 1))
              .attribute(attribute("num_outputs", 3))
              .outputs("a", "b", "c")
              .add();
          return g.node("Concat", List.of("c", "a", "b"), attribute("axis", 1));
        });
    add(
        "Expand",
        13,
        dims(3, 1, 7),
        (g, x) -> g.node("Expand", List.of(x, g.longs("s", dims(4), 2, 1, 5, 1))));
    add("Tile", 13, dims(3, 5), (g, x) -> g.node("Tile", List.of(x, g.longs("s", dims(2), 2, 3))));
    add(
        "Pad",
        7,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "Pad",
                List.of(x),
                attribute("pads", dims(0, 1, 2, 0, 0, 3)),
                attribute("value", 0.5f)));
    for (String mode : new String[] {"constant", "reflect", "edge"}) {
      add(
          "Pad " + mode,
          13,
          dims(3, 5, 7),
          (g, x) ->
              g.node(
                  "Pad",
                  List.of(x, g.longs("p", dims(6), 0, 1, 2, 0, 2, 3)),
                  attribute("mode", mode)));
    }
    add(
        "Pad some axes",
        18,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "Pad",
                List.of(
                    x,
                    g.longs("p", dims(2), 2, 1),
                    g.floats("v", dims(), 0.5f),
                    g.longs("a", dims(1), -1))));
    add(
        "DepthToSpace",
        13,
        dims(2, 8, 3, 5),
        (g, x) -> g.node("DepthToSpace", List.of(x), attribute("blocksize", 2)));
    add(
        "DepthToSpace CRD",
        13,
        dims(2, 8, 3, 5),
        (g, x) ->
            g.node(
                "DepthToSpace", List.of(x), attribute("blocksize", 2), attribute("mode", "CRD")));
    add(
        "SpaceToDepth",
        13,
        dims(2, 3, 4, 6),
        (g, x) -> g.node("SpaceToDepth", List.of(x), attribute("blocksize", 2)));
    add(
        "Cast there and back",
        13,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Cast",
                List.of(g.node("Cast", List.of(x), attribute("to", 11))),
                attribute("to", 1)));
    add(
        "ConstantOfShape",
        9,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Add",
                List.of(
                    x,
                    g.node(
                        "ConstantOfShape",
                        List.of(g.node("Shape", List.of(x))),
                        Attributes.of(
                            "value", Tensors.ofFloats("v", dims(1), new float[] {2.5f}))))));
  }

  /** What PyTorch writes for {@code x.view(x.size(0), -1)}. */
  private static String flattenAsExported(GraphBuilder g, String x) {
    String size =
        g.node(
            "Gather",
            List.of(g.node("Shape", List.of(x)), g.longs("zero", dims(), 0)),
            attribute("axis", 0));
    String first = g.node("Unsqueeze", List.of(size, g.longs("axes", dims(1), 0)));
    String shape =
        g.node("Concat", List.of(first, g.longs("rest", dims(1), -1)), attribute("axis", 0));
    return g.node("Reshape", List.of(x, shape));
  }
}
