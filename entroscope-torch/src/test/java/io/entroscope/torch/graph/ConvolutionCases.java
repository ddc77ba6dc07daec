package io.entroscope.torch.graph;

import static io.entroscope.torch.graph.OperatorCases.attribute;
import static io.entroscope.torch.graph.OperatorCases.dims;
import static io.entroscope.torch.graph.OperatorCases.sets;
import static io.entroscope.torch.graph.OperatorCases.weight;

import java.util.List;

/** Convolutions and pooling: strides, paddings, groups and dimensions. */
final class ConvolutionCases {
  private ConvolutionCases() {}

  static void addTo(OperatorCases cases) {
    convolutions(cases);
    pooling(cases);
  }

  private static void convolutions(OperatorCases cases) {
    for (int opset : sets(7, 11, 22)) {
      cases.add(
          "Conv",
          opset,
          dims(2, 3, 9, 11),
          (g, x) ->
              g.node(
                  "Conv",
                  List.of(x, weight(g, "w", 4, 3, 3, 2), weight(g, "b", 4)),
                  attribute("kernel_shape", dims(3, 2))));
    }
    cases.add(
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
    cases.add(
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
      cases.add(
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
    cases.add(
        "Conv over one dimension",
        11,
        dims(2, 3, 13),
        (g, x) ->
            g.node(
                "Conv",
                List.of(x, weight(g, "w", 4, 3, 5), weight(g, "b", 4)),
                attribute("pads", dims(2, 1))));
    cases.add(
        "Conv over three dimensions",
        11,
        dims(1, 2, 5, 4, 6),
        (g, x) ->
            g.node(
                "Conv",
                List.of(x, weight(g, "w", 3, 2, 2, 3, 3)),
                attribute("pads", dims(1, 1, 1, 1, 1, 1))));
    for (int opset : sets(7, 11)) {
      cases.add(
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
    cases.add(
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
      cases.add(
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

  private static void pooling(OperatorCases cases) {
    for (String operator : new String[] {"MaxPool", "AveragePool"}) {
      for (int opset : sets(7, 10, 22)) {
        cases.add(
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
        cases.add(
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
      cases.add(
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
      cases.add(
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
      cases.add(
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
    cases.add(
        "MaxPool dilated",
        11,
        dims(1, 2, 9, 9),
        (g, x) ->
            g.node(
                "MaxPool",
                List.of(x),
                attribute("kernel_shape", dims(3, 3)),
                attribute("dilations", dims(2, 3))));
    cases.add(
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
    cases.add(
        "GlobalAveragePool",
        9,
        dims(2, 3, 5, 7),
        (g, x) -> g.node("GlobalAveragePool", List.of(x)));
    cases.add("GlobalMaxPool", 9, dims(2, 3, 5, 7), (g, x) -> g.node("GlobalMaxPool", List.of(x)));
  }
}
