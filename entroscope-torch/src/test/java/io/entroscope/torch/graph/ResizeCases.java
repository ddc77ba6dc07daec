package io.entroscope.torch.graph;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.proto.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Resize and Upsample: every mode, place and rounding that the executor names. */
final class ResizeCases {
  private static final long[] SHAPE = {2, 3, 5, 7};
  private static final float[] LARGER = {1, 1, 2, 1.5f};
  private static final float[] SMALLER = {1, 1, 0.6f, 0.5f};

  private ResizeCases() {}

  static void addTo(OperatorCases cases) {
    for (String mode : new String[] {"nearest", "linear"}) {
      cases.add(
          "Upsample " + mode,
          9,
          SHAPE,
          (g, x) -> g.node("Upsample", List.of(x, scales(g, LARGER)), text("mode", mode)));
    }
    for (float[] scales : new float[][] {LARGER, SMALLER}) {
      cases.add(
          "Resize by " + Arrays.toString(scales),
          10,
          SHAPE,
          (g, x) -> g.node("Resize", List.of(x, scales(g, scales))));
      for (String rounding :
          new String[] {"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}) {
        add(cases, 13, scales, "nearest", "asymmetric", text("nearest_mode", rounding));
      }
      for (String mode : new String[] {"nearest", "linear", "cubic"}) {
        for (String places :
            new String[] {"half_pixel", "pytorch_half_pixel", "align_corners", "asymmetric"}) {
          add(cases, 11, scales, mode, places);
        }
      }
      add(cases, 11, scales, "nearest", "tf_half_pixel_for_nn", text("nearest_mode", "floor"));
      add(cases, 19, scales, "linear", "half_pixel_symmetric");
      add(
          cases,
          18,
          scales,
          "cubic",
          "half_pixel",
          Attributes.of("cubic_coeff_a", -0.5f),
          Attributes.of("exclude_outside", 1));
    }
    bySizes(cases);
  }

  private static void bySizes(OperatorCases cases) {
    cases.add(
        "Resize to sizes",
        13,
        SHAPE,
        (g, x) ->
            g.node(
                "Resize",
                List.of(x, "", "", g.longs("sizes", new long[] {4}, 2, 3, 8, 4)),
                text("mode", "linear")));
    cases.add(
        "Resize to sizes beside empty scales",
        11,
        SHAPE,
        (g, x) ->
            g.node(
                "Resize",
                List.of(
                    x,
                    empty(g, "roi"),
                    empty(g, "scales"),
                    g.longs("sizes", new long[] {4}, 2, 3, 1, 9)),
                text("mode", "linear"),
                text("coordinate_transformation_mode", "pytorch_half_pixel")));
    cases.add(
        "Resize some axes",
        18,
        SHAPE,
        (g, x) ->
            g.node(
                "Resize",
                List.of(x, "", "", g.longs("sizes", new long[] {2}, 4, 9)),
                Attributes.of("axes", new long[] {-1, 2}),
                text("mode", "nearest")));
  }

  private static void add(
      OperatorCases cases,
      int opset,
      float[] scales,
      String mode,
      String places,
      AttributeProto... more) {
    List<AttributeProto> attributes = new ArrayList<>(List.of(more));
    attributes.add(text("mode", mode));
    attributes.add(text("coordinate_transformation_mode", places));
    StringBuilder name = new StringBuilder("Resize " + mode + " " + places + " by ");
    name.append(Arrays.toString(scales));
    for (AttributeProto attribute : more) {
      name.append(' ').append(attribute.getS().toStringUtf8());
    }
    cases.add(
        name.toString(),
        opset,
        SHAPE,
        (g, x) ->
            g.node(
                "Resize",
                List.of(x, opset < 13 ? empty(g, "roi") : "", scales(g, scales)),
                attributes.toArray(new AttributeProto[0])));
  }

  private static String scales(GraphBuilder graph, float... scales) {
    return graph.floats("scales", new long[] {scales.length}, scales);
  }

  private static String empty(GraphBuilder graph, String name) {
    return graph.floats(name, new long[] {0});
  }

  private static AttributeProto text(String name, String value) {
    return Attributes.of(name, value);
  }
}
