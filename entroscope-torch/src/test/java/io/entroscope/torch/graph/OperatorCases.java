package io.entroscope.torch.graph;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
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
    ElementwiseCases.addTo(cases);
    ConvolutionCases.addTo(cases);
    MatrixCases.addTo(cases);
    ShapeCases.addTo(cases);
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

  /** The same operator on a matrix for several operator sets, named after it and its attributes. */
  void unary(String operator, int[] opsets, AttributeProto... attributes) {
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

  static AttributeProto attribute(String name, long value) {
    return Attributes.of(name, value);
  }

  static AttributeProto attribute(String name, float value) {
    return Attributes.of(name, value);
  }

  static AttributeProto attribute(String name, String value) {
    return Attributes.of(name, value);
  }

  static AttributeProto attribute(String name, long[] value) {
    return Attributes.of(name, value);
  }

  static long[] dims(long... dims) {
    return dims;
  }

  static int[] sets(int... opsets) {
    return opsets;
  }

  static String weight(GraphBuilder graph, String name, long... shape) {
    return graph.floats(name, shape, random(product(shape), name.hashCode()));
  }

  static String positive(GraphBuilder graph, String name, long... shape) {
    float[] values = random(product(shape), name.hashCode());
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + Math.abs(values[i]);
    }
    return graph.floats(name, shape, values);
  }
}
