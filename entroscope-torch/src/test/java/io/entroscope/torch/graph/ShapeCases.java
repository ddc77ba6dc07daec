package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.OperatorCases.attribute;
import static io.entroscope.torch.graph.OperatorCases.dims;
import static io.entroscope.torch.graph.OperatorCases.weight;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.Tensors;
import java.util.List;

/** Operators that move numbers and change shapes. */
final class ShapeCases {
  private ShapeCases() {}

  static void addTo(OperatorCases cases) {
    cases.add("Flatten", 9, dims(3, 5, 7), (g, x) -> g.node("Flatten", List.of(x)));
    cases.add(
        "Flatten from the back",
        11,
        dims(3, 5, 7),
        (g, x) -> g.node("Flatten", List.of(x), attribute("axis", -1)));
    cases.add(
        "Reshape",
        14,
        dims(3, 5, 7),
        (g, x) -> g.node("Reshape", List.of(x, g.longs("s", dims(3), 0, -1, 1))));
    cases.add("Reshape by shape arithmetic", 13, dims(3, 5, 7), ShapeCases::flattenAsExported);
    cases.add(
        "Transpose",
        13,
        dims(3, 5, 7),
        (g, x) -> g.node("Transpose", List.of(x), attribute("perm", dims(2, 0, 1))));
    cases.add("Transpose all", 9, dims(3, 5, 7), (g, x) -> g.node("Transpose", List.of(x)));
    cases.add(
        "Squeeze and Unsqueeze",
        11,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Squeeze",
                List.of(g.node("Unsqueeze", List.of(x), attribute("axes", dims(1, 3)))),
                attribute("axes", dims(1))));
    cases.add(
        "Squeeze and Unsqueeze",
        13,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Squeeze",
                List.of(
                    g.node("Unsqueeze", List.of(x, g.longs("a", dims(2), -1, 0))),
                    g.longs("b", dims(1), 0))));
    cases.add(
        "Concat",
        13,
        dims(3, 5),
        (g, x) -> g.node("Concat", List.of(x, weight(g, "w", 3, 2), x), attribute("axis", -1)));
    cases.add(
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
    cases.add(
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
    cases.add(
        "Gather",
        13,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "Gather", List.of(x, g.longs("i", dims(2, 2), 0, -1, 2, 4)), attribute("axis", 1)));
    cases.add(
        "GatherElements",
        13,
        dims(3, 5),
        (g, x) ->
            g.node(
                "GatherElements",
                List.of(x, g.longs("i", dims(2, 5), 0, 1, 2, -1, 0, 1, 1, 1, 0, 2)),
                attribute("axis", 0)));
    cases.add(
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
    cases.add(
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
    cases.add(
        "Expand",
        13,
        dims(3, 1, 7),
        (g, x) -> g.node("Expand", List.of(x, g.longs("s", dims(4), 2, 1, 5, 1))));
    cases.add(
        "Tile", 13, dims(3, 5), (g, x) -> g.node("Tile", List.of(x, g.longs("s", dims(2), 2, 3))));
    cases.add(
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
      cases.add(
          "Pad " + mode,
          13,
          dims(3, 5, 7),
          (g, x) ->
              g.node(
                  "Pad",
                  List.of(x, g.longs("p", dims(6), 0, 1, 2, 0, 2, 3)),
                  attribute("mode", mode)));
    }
    cases.add(
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
    cases.add(
        "DepthToSpace",
        13,
        dims(2, 8, 3, 5),
        (g, x) -> g.node("DepthToSpace", List.of(x), attribute("blocksize", 2)));
    cases.add(
        "DepthToSpace CRD",
        13,
        dims(2, 8, 3, 5),
        (g, x) ->
            g.node(
                "DepthToSpace", List.of(x), attribute("blocksize", 2), attribute("mode", "CRD")));
    cases.add(
        "SpaceToDepth",
        13,
        dims(2, 3, 4, 6),
        (g, x) -> g.node("SpaceToDepth", List.of(x), attribute("blocksize", 2)));
    cases.add(
        "Cast there and back",
        13,
        dims(3, 5),
        (g, x) ->
            g.node(
                "Cast",
                List.of(g.node("Cast", List.of(x), attribute("to", 11))),
                attribute("to", 1)));
    cases.add(
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
