package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.OperatorCases.attribute;
import static io.entroscope.torch.graph.OperatorCases.dims;
import static io.entroscope.torch.graph.OperatorCases.positive;
import static io.entroscope.torch.graph.OperatorCases.sets;
import static io.entroscope.torch.graph.OperatorCases.weight;

import java.util.List;

/** Products of matrices, normalisations and reductions. */
final class MatrixCases {
  private MatrixCases() {}

  static void addTo(OperatorCases cases) {
    matrices(cases);
    normalization(cases);
    reductions(cases);
  }

  private static void matrices(OperatorCases cases) {
    for (int opset : sets(7, 13)) {
      cases.add(
          "MatMul",
          opset,
          dims(3, 5, 7),
          (g, x) -> g.node("MatMul", List.of(x, weight(g, "w", 7, 4))));
      cases.add(
          "Gemm of transposed weights",
          opset,
          dims(3, 7),
          (g, x) ->
              g.node(
                  "Gemm",
                  List.of(x, weight(g, "w", 5, 7), weight(g, "b", 5)),
                  attribute("transB", 1)));
      cases.add(
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
    cases.add(
        "MatMul of stacks",
        13,
        dims(3, 5, 7),
        (g, x) -> g.node("MatMul", List.of(x, weight(g, "w", 3, 7, 2))));
    cases.add(
        "Gemm of transposed input",
        11,
        dims(7, 3),
        (g, x) -> g.node("Gemm", List.of(x, weight(g, "w", 7, 5)), attribute("transA", 1)));
    cases.add(
        "Einsum",
        12,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "Einsum", List.of(x, weight(g, "w", 7, 2)), attribute("equation", "bij,jk->bik")));
  }

  private static void normalization(OperatorCases cases) {
    for (int opset : sets(7, 9, 15)) {
      cases.add(
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
    cases.add(
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
    cases.add(
        "LayerNormalization",
        17,
        dims(3, 5, 7),
        (g, x) -> g.node("LayerNormalization", List.of(x, weight(g, "s", 7), weight(g, "b", 7))));
    cases.add(
        "LayerNormalization over two axes",
        17,
        dims(3, 5, 7),
        (g, x) ->
            g.node(
                "LayerNormalization",
                List.of(x, weight(g, "s", 5, 7)),
                attribute("axis", 1),
                attribute("epsilon", 1e-2f)));
    cases.add(
        "InstanceNormalization",
        9,
        dims(3, 4, 5, 2),
        (g, x) ->
            g.node("InstanceNormalization", List.of(x, weight(g, "s", 4), weight(g, "b", 4))));
    cases.add(
        "GroupNormalization",
        21,
        dims(3, 6, 5, 2),
        (g, x) ->
            g.node(
                "GroupNormalization",
                List.of(x, weight(g, "s", 6), weight(g, "b", 6)),
                attribute("num_groups", 3)));
    cases.add(
        "LRN",
        13,
        dims(2, 7, 3, 4),
        (g, x) -> g.node("LRN", List.of(x), attribute("size", 5), attribute("alpha", 0.02f)));
    cases.add(
        "Dropout by attribute",
        10,
        dims(3, 5),
        (g, x) -> g.node("Dropout", List.of(x), attribute("ratio", 0.3f)));
    cases.add(
        "Dropout by input",
        13,
        dims(3, 5),
        (g, x) -> g.node("Dropout", List.of(x, g.floats("r", dims(), 0.3f))));
  }

  private static void reductions(OperatorCases cases) {
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
      cases.add(
          operator,
          13,
          dims(3, 5, 7),
          (g, x) -> g.node(operator, List.of(x), attribute("axes", dims(-1, 1))));
      cases.add(
          operator,
          18,
          dims(3, 5, 7),
          (g, x) ->
              g.node(operator, List.of(x, g.longs("axes", dims(1), 1)), attribute("keepdims", 0)));
      cases.add(operator + " of all", 11, dims(3, 5, 7), (g, x) -> g.node(operator, List.of(x)));
    }
    cases.add(
        "ReduceSum",
        11,
        dims(3, 5, 7),
        (g, x) -> g.node("ReduceSum", List.of(x), attribute("axes", dims(1))));
    cases.add(
        "ReduceSum",
        13,
        dims(3, 5, 7),
        (g, x) -> g.node("ReduceSum", List.of(x, g.longs("axes", dims(2), 0, 2))));
    cases.add(
        "ReduceSum of nothing",
        13,
        dims(3, 5),
        (g, x) -> g.node("ReduceSum", List.of(x), attribute("noop_with_empty_axes", 1)));
  }
}
