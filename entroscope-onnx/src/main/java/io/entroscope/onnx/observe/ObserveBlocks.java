package io.entroscope.onnx.observe;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.internal.TensorTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Appends nodes to a model that set the stream behind blocks beside that before them, row by row:
 * the squares of x, y and y − x, from which influence, angle and size of the branch follow, and, if
 * wanted, some rows themselves. Points that blocks share are read once.
 */
public final class ObserveBlocks {
  private static final String PREFIX = "entroscope/stream/";

  private final List<BlockPoint> points;
  private final Predicate<BlockPoint> rows;

  /**
   * Observes these blocks, as far as they can be measured.
   *
   * @param points in order of depth
   * @param rows of which of them rows are wanted as well, where their form allows
   */
  public ObserveBlocks(List<BlockPoint> points, Predicate<BlockPoint> rows) {
    this.points = List.copyOf(points);
    this.rows = rows;
  }

  /** What is observed with the blocks added; the same instance if there are none. */
  public Observation observe(Observation observed) {
    if (points.isEmpty()) {
      return observed;
    }
    GraphBuilder builder = new GraphBuilder(observed.model().graph());
    Writer writer = new Writer(observed.model(), builder);
    List<BlockOutputs> blocks = new ArrayList<>();
    for (BlockPoint point : points) {
      blocks.add(
          point.isMeasured()
              ? writer.observe(
                  point,
                  point.before().orElseThrow(),
                  point.after().orElseThrow(),
                  rows.test(point))
              : BlockOutputs.none(point));
    }
    return new Observation(observed.model().append(builder.addition()), observed.taps(), blocks);
  }

  private static final class Writer {
    private static final int MINIMUM_OF_WHOLE_NUMBERS_SINCE = 12;

    private final GraphBuilder builder;
    private final int opset;
    private final OpsetNodes nodes;
    private final TensorTypes types;
    private final Map<String, String> read = new HashMap<>();
    private final Map<String, String> squares = new HashMap<>();
    private final Map<String, String> picked = new HashMap<>();
    private final Map<String, String> masks = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();

    Writer(OnnxModel model, GraphBuilder builder) {
      this.builder = builder;
      this.opset = model.opset();
      this.nodes = new OpsetNodes(builder, model.opset(), PREFIX);
      this.types = new TensorTypes(model.graph());
    }

    BlockOutputs observe(BlockPoint point, StreamPoint before, StreamPoint after, boolean wanted) {
      String base = point.block().name() + "/change";
      String change = nodes.node("Sub", name(base), List.of(read(after), read(before)));
      return new BlockOutputs(
          point,
          Optional.of(
              new BlockOutputs.Squares(
                  squares(before), squares(after), output(squares(base, change, after)))),
          wanted && before.canBePicked()
              ? Optional.of(
                  new BlockOutputs.Rows(
                      picked(before, point.mask().isPresent()),
                      picked(after, point.mask().isPresent())))
              : Optional.empty(),
          point.mask().map(this::mask));
    }

    private String mask(String mask) {
      return masks.computeIfAbsent(mask, key -> output(nodes.toFloat(name("mask/" + key), key)));
    }

    /** The tensor in single precision; of a map, the places that are measured. */
    private String read(StreamPoint point) {
      return read.computeIfAbsent(
          point.tensor(),
          tensor -> {
            String wide =
                types.find(tensor).filter(type -> type == ElementType.FLOAT).isPresent()
                    ? tensor
                    : nodes.toFloat(name(tensor + "/float"), tensor);
            return point.isMap() ? grid(point, wide) : wide;
          });
    }

    /** By gathering, which all operator sets can do along any axis. */
    private String grid(StreamPoint point, String tensor) {
      String rest = tensor;
      for (int axis = 2; axis < point.shape().size(); axis++) {
        if (point.step(axis) > 1) {
          String base = PREFIX + point.tensor() + "/axis" + axis;
          rest = gather(base, rest, axis, point.alongAxis(axis));
        }
      }
      return rest;
    }

    private String squares(StreamPoint point) {
      return squares.computeIfAbsent(
          point.tensor(), tensor -> output(squares(tensor, read(point), point)));
    }

    private String squares(String base, String x, StreamPoint form) {
      String squared = nodes.node("Mul", name(base + "/squared"), List.of(x, x));
      String sum =
          nodes.reduce("ReduceSum", name(base + "/squares"), squared, false, form.unitAxis());
      return form.exampleAxis() == 0
          ? sum
          : nodes.node(
              "Transpose",
              name(base + "/squares_by_example"),
              List.of(sum),
              Attributes.of("perm", new long[] {1, 0}));
    }

    private String picked(StreamPoint point, boolean masked) {
      return picked.computeIfAbsent(
          point.tensor(), tensor -> output(rows(point, read(point), PREFIX + tensor, masked)));
    }

    /**
     * {@code [B, R, d]}.
     *
     * @param masked whether there may be fewer tokens, those that do not count being left out
     */
    private String rows(StreamPoint point, String x, String base, boolean masked) {
      int rank = point.shape().size();
      long[] picks = Arrays.stream(point.picked()).asLongStream().toArray();
      if (rank == 2) {
        return nodes.reshape("Unsqueeze", builder.unused(base + "/rows"), x, 1);
      }
      if (point.exampleAxis() == 1) {
        return transposed(base, tokens(base, x, 0, picks, masked), 1, 0, 2);
      }
      if (point.unitAxis() == 1) {
        String flat = rank == 3 ? x : reshape(base, x, 0, 0, -1);
        return transposed(base, tokens(base, flat, 2, picks, masked), 0, 2, 1);
      }
      String flat = rank == 3 ? x : reshape(base, x, 0, -1, point.width());
      return tokens(base, flat, 1, picks, masked);
    }

    /** Some tokens; the last one instead of those that are not there. */
    private String tokens(String base, String x, long axis, long[] picks, boolean masked) {
      if (!masked || opset < MINIMUM_OF_WHOLE_NUMBERS_SINCE) {
        return gather(base, x, axis, picks);
      }
      String sizes = nodes.node("Shape", builder.unused(base + "/sizes"), List.of(x));
      String size = gather(base + "/size", sizes, 0, new long[] {axis});
      String one = builder.longs(builder.unused(base + "/one"), new long[] {1}, 1);
      String last = nodes.node("Sub", builder.unused(base + "/last"), List.of(size, one));
      String wanted =
          builder.longs(builder.unused(base + "/wanted"), new long[] {picks.length}, picks);
      String which = nodes.node("Min", builder.unused(base + "/there"), List.of(wanted, last));
      return nodes.node(
          "Gather",
          builder.unused(base + "/gathered"),
          List.of(x, which),
          Attributes.of("axis", axis));
    }

    private String gather(String base, String x, long axis, long[] indices) {
      String which =
          builder.longs(builder.unused(base + "/which"), new long[] {indices.length}, indices);
      return nodes.node(
          "Gather",
          builder.unused(base + "/gathered"),
          List.of(x, which),
          Attributes.of("axis", axis));
    }

    private String reshape(String base, String x, long... shape) {
      String form = builder.longs(builder.unused(base + "/form"), new long[] {shape.length}, shape);
      return nodes.node("Reshape", builder.unused(base + "/flat"), List.of(x, form));
    }

    private String transposed(String base, String x, long... perm) {
      return nodes.node(
          "Transpose", builder.unused(base + "/rows"), List.of(x), Attributes.of("perm", perm));
    }

    private String output(String tensor) {
      if (outputs.add(tensor)) {
        builder.output(tensor, new TensorType(ElementType.FLOAT, Optional.empty()));
      }
      return tensor;
    }

    private String name(String wish) {
      return builder.unused(PREFIX + wish);
    }
  }
}
