package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.OperatorCases.attribute;
import static io.entroscope.torch.graph.OperatorCases.dims;
import static io.entroscope.torch.graph.OperatorCases.positive;
import static io.entroscope.torch.graph.OperatorCases.sets;
import static io.entroscope.torch.graph.OperatorCases.weight;

import java.util.List;

/** Operators on each element, and activation functions. */
final class ElementwiseCases {
  private ElementwiseCases() {}

  static void addTo(OperatorCases cases) {
    elementwise(cases);
    activations(cases);
  }

  private static void elementwise(OperatorCases cases) {
    for (String operator : new String[] {"Add", "Sub", "Mul", "Div"}) {
      for (int opset : sets(7, 13, 14)) {
        cases.add(
            operator,
            opset,
            dims(3, 5, 7),
            (g, x) -> g.node(operator, List.of(x, positive(g, "w", 5, 1))));
        cases.add(
            operator + " from the left",
            opset,
            dims(3, 5, 7),
            (g, x) ->
                g.node(operator, List.of(weight(g, "w", 2, 1, 1, 7), g.node("Exp", List.of(x)))));
      }
    }
    cases.add(
        "Pow",
        13,
        dims(3, 5),
        (g, x) -> g.node("Pow", List.of(g.node("Abs", List.of(x)), g.floats("e", dims(), 1.5f))));
    cases.add(
        "Pow of a whole exponent",
        15,
        dims(3, 5),
        (g, x) -> g.node("Pow", List.of(x, g.longs("e", dims(), 3))));
    cases.add("Sqrt", 13, dims(3, 5), (g, x) -> g.node("Sqrt", List.of(g.node("Exp", List.of(x)))));
    for (String operator : new String[] {"Max", "Min", "Sum", "Mean"}) {
      cases.add(
          operator,
          13,
          dims(3, 5, 7),
          (g, x) -> g.node(operator, List.of(x, weight(g, "w", 5, 1), weight(g, "v", 7))));
    }
    cases.add(
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

  private static void activations(OperatorCases cases) {
    for (String operator :
        new String[] {"Relu", "Sigmoid", "Tanh", "Erf", "Exp", "Abs", "Neg", "Identity"}) {
      cases.unary(operator, sets(9, 13));
    }
    for (String operator :
        new String[] {"Elu", "Selu", "LeakyRelu", "Softplus", "Softsign", "HardSigmoid"}) {
      cases.unary(operator, sets(7, 14));
    }
    cases.unary("Elu", sets(9), attribute("alpha", 0.7f));
    cases.unary("Celu", sets(12), attribute("alpha", 1.3f));
    cases.unary("LeakyRelu", sets(9), attribute("alpha", 0.2f));
    cases.unary("HardSwish", sets(14));
    cases.unary("Mish", sets(18));
    cases.unary("ThresholdedRelu", sets(10), attribute("alpha", 0.3f));
    cases.unary("Gelu", sets(20));
    cases.unary("Gelu", sets(20), attribute("approximate", "tanh"));
    cases.unary("Clip", sets(7, 9), attribute("min", -0.5f), attribute("max", 0.25f));
    cases.add(
        "Clip by inputs",
        13,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Clip",
                List.of(x, g.floats("low", dims(), -0.5f), g.floats("high", dims(), 0.25f))));
    cases.add(
        "Clip from above",
        11,
        dims(3, 5),
        (g, x) -> g.node("Clip", List.of(x, "", g.floats("high", dims(), 0.25f))));
    cases.add(
        "PRelu", 9, dims(3, 5, 7), (g, x) -> g.node("PRelu", List.of(x, weight(g, "w", 5, 1))));
    for (String operator : new String[] {"Softmax", "LogSoftmax"}) {
      cases.unary(operator, sets(7, 11, 13));
      cases.unary(operator, sets(9, 13), attribute("axis", 2));
      cases.unary(operator, sets(11, 13), attribute("axis", -2));
    }
  }
}
