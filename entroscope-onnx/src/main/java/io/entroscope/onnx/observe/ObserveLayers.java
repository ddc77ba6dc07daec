package io.entroscope.onnx.observe;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.GraphEdit;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.internal.TensorTypes;
import io.entroscope.onnx.layer.Position;
import io.entroscope.onnx.layer.Reading.Scale;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends nodes to a model that observe layers while it runs: of each tap point the activation of
 * every image, pooled to [B, n], and its maximum, log-sum-exp, softmax entropy and sum of squares,
 * [B, 4] (see {@link TapOutputs}). The model's own nodes, weights and outputs stay as they are, and
 * so do the numbers that come out, to the bit, where the engine does not fuse a node that is
 * observed with one behind it; ONNX Runtime fuses a convolution with the sum of a residual
 * connection, and observing between the two changes the last digit.
 *
 * <p>With x an image's activation, z = x − max x, e = exp z and S = Σ e, the entropy of softmax(x)
 * is H = ln S − Σ(e·z) / S. The shift by the maximum keeps H exact at large activations, where ln Σ
 * exp x − Σ p·x cancels; an activation that is NaN or infinite makes H NaN.
 */
public final class ObserveLayers implements GraphEdit {
  private static final String PREFIX = "entroscope/";
  private static final String EXAMPLES = PREFIX + "examples";

  private final List<TapPoint> points;

  /** Observes at these points. */
  public ObserveLayers(List<TapPoint> points) {
    this.points = List.copyOf(points);
  }

  /** The observed model; the same instance if there are no tap points. */
  @Override
  public OnnxModel apply(OnnxModel model) {
    return observe(model).model();
  }

  /**
   * The observed model, and under which names its tap points come out. Two points at one tensor
   * with one reduction share their outputs.
   *
   * @throws OnnxException if the model lacks a tensor that is to be observed
   */
  public Observation observe(OnnxModel model) {
    if (points.isEmpty()) {
      return new Observation(model, List.of());
    }
    GraphBuilder builder = new GraphBuilder(model.graph());
    Writer writer = new Writer(model, builder);
    List<TapOutputs> taps = new ArrayList<>();
    for (TapPoint point : points) {
      taps.add(writer.observe(point));
    }
    return new Observation(model.append(builder.addition()), taps);
  }

  private record Place(String tensor, Reduction reduction) {}

  private static final class Writer {
    private final Graph graph;
    private final GraphBuilder builder;
    private final OpsetNodes nodes;
    private final TensorTypes types;
    private final Map<Place, TapOutputs> done = new HashMap<>();
    private final Map<String, String> masks = new HashMap<>();

    Writer(OnnxModel model, GraphBuilder builder) {
      this.graph = model.graph();
      this.builder = builder;
      this.nodes = new OpsetNodes(builder, model.opset(), PREFIX);
      this.types = new TensorTypes(graph);
    }

    TapOutputs observe(TapPoint point) {
      Place place = new Place(point.tensor(), point.reduction());
      TapOutputs shared = done.get(place);
      if (shared == null) {
        if (!graph.hasTensor(point.tensor())) {
          throw new OnnxException(
              "layer '"
                  + point.layer().name()
                  + "' is not of this model: it has no tensor '"
                  + point.tensor()
                  + "'");
        }
        shared = write(point);
        done.put(place, shared);
      }
      return new TapOutputs(point, shared.pooled(), shared.statistics());
    }

    private TapOutputs write(TapPoint point) {
      String base =
          PREFIX
              + point.layer().name()
              + (point.position() == Position.OUTPUT ? "/output" : "/preactivation");
      String pooled = pool(point, base);
      if (!graph.isOutput(pooled)) {
        output(pooled, point.layer().units());
      }
      String statistics = statistics(base, pooled);
      output(statistics, TapOutputs.COLUMNS);
      return new TapOutputs(point, pooled, statistics);
    }

    /**
     * A row for each example, said by name: of tensors whose sizes have no name ONNX Runtime
     * compares each with every other when it loads a model, to find memory that can be used again.
     */
    private void output(String tensor, int columns) {
      builder.output(tensor, TensorType.floats(-1, columns), EXAMPLES);
    }

    private String pool(TapPoint point, String base) {
      String tensor = point.tensor();
      String real =
          point
              .layer()
              .reading()
              .scale(tensor)
              .map(scale -> real(base, tensor, scale))
              .orElse(tensor);
      String wide =
          types.find(real).filter(type -> type == ElementType.FLOAT).isPresent()
              ? real
              : nodes.toFloat(name(base, "float"), real);
      return reduce(base, wide, point.reduction());
    }

    /** The numbers that a tensor of integers stands for. */
    private String real(String base, String integers, Scale scale) {
      List<String> inputs = new ArrayList<>(List.of(integers, scale.scale()));
      scale.zeroPoint().ifPresent(inputs::add);
      return nodes.node("DequantizeLinear", name(base, "real"), inputs);
    }

    private String reduce(String base, String wide, Reduction reduction) {
      if (reduction instanceof Reduction.Arranged arranged) {
        return reduce(base, arranged(base, wide, arranged), arranged.then());
      }
      if (reduction instanceof Reduction.LengthMean lengths) {
        return lengthMean(base, wide, lengths.lengths());
      }
      if (reduction instanceof Reduction.Mean mean) {
        if (mean.isSpatial()) {
          // Unlike ReduceMean, this one runs on the blocked form that convolutions work in.
          String pooled = nodes.node("GlobalAveragePool", name(base, "pooled"), List.of(wide));
          return nodes.node("Flatten", name(base, "mean"), List.of(pooled));
        }
        long[] axes = mean.axes().stream().mapToLong(Integer::longValue).toArray();
        return nodes.reduce("ReduceMean", name(base, "mean"), wide, false, axes);
      }
      if (reduction instanceof Reduction.MaskedMean masked) {
        return maskedMean(base, wide, masked);
      }
      return wide;
    }

    /**
     * The mean over tokens as a product, divided by their count: mask [B, 1, T] · x [B, T, n], or x
     * [B, n, T] · mask [B, T, 1].
     */
    private String maskedMean(String base, String x, Reduction.MaskedMean how) {
      String mask = how.mask();
      if (!graph.hasTensor(mask)) {
        throw new OnnxException("the model has no tensor '" + mask + "' to take as token mask");
      }
      String weights =
          masks.computeIfAbsent(
              mask, key -> nodes.toFloat(name(PREFIX + "mask/" + key, "float"), key));
      String count = nodes.reduce("ReduceSum", name(base, "tokens"), weights, true, 1);
      boolean unitsFirst = how.tokenAxis() == 2;
      int lone = unitsFirst ? 2 : 1;
      String vector = nodes.reshape("Unsqueeze", name(base, "mask"), weights, lone);
      String tensor = how.tokenAxis() == 0 ? examplesFirst(base, x) : x;
      List<String> factors = unitsFirst ? List.of(tensor, vector) : List.of(vector, tensor);
      String product = nodes.node("MatMul", name(base, "masked"), factors);
      String sum = nodes.reshape("Squeeze", name(base, "sum"), product, lone);
      return nodes.node("Div", name(base, "mean"), List.of(sum, count));
    }

    private String arranged(String base, String x, Reduction.Arranged how) {
      String tensor = x;
      if (!how.order().isEmpty()) {
        long[] order = how.order().stream().mapToLong(Integer::longValue).toArray();
        tensor =
            nodes.node(
                "Transpose", name(base, "ordered"), List.of(tensor), Attributes.of("perm", order));
      }
      if (how.shape().isEmpty()) {
        return tensor;
      }
      long[] shape = how.shape().stream().mapToLong(Long::longValue).toArray();
      String form = builder.longs(name(base, "form"), new long[] {shape.length}, shape);
      return nodes.node("Reshape", name(base, "arranged"), List.of(tensor, form));
    }

    /** The sum over axis 1 of [B, T, n], divided by the lengths [B]. */
    private String lengthMean(String base, String x, String lengths) {
      String sum = nodes.reduce("ReduceSum", name(base, "sum"), x, false, 1);
      String counts = nodes.toFloat(name(base, "lengths"), lengths);
      String column = nodes.reshape("Unsqueeze", name(base, "column"), counts, 1);
      return nodes.node("Div", name(base, "mean"), List.of(sum, column));
    }

    private String examplesFirst(String base, String tensor) {
      return nodes.node(
          "Transpose",
          name(base, "examples"),
          List.of(tensor),
          Attributes.of("perm", new long[] {1, 0, 2}));
    }

    private String statistics(String base, String x) {
      String max = nodes.reduce("ReduceMax", name(base, "max"), x, true, 1);
      String z = nodes.node("Sub", name(base, "shifted"), List.of(x, max));
      String e = nodes.node("Exp", name(base, "exp"), List.of(z));
      String sum = nodes.reduce("ReduceSum", name(base, "expsum"), e, true, 1);
      String weighted = nodes.node("Mul", name(base, "weighted"), List.of(e, z));
      String weightedSum = nodes.reduce("ReduceSum", name(base, "weightedsum"), weighted, true, 1);
      String logSum = nodes.node("Log", name(base, "logsum"), List.of(sum));
      String logSumExp = nodes.node("Add", name(base, "lse"), List.of(max, logSum));
      String share = nodes.node("Div", name(base, "share"), List.of(weightedSum, sum));
      String entropy = nodes.node("Sub", name(base, "entropy"), List.of(logSum, share));
      // Twice as fast as ReduceSumSquare, which does not vectorize.
      String squared = nodes.node("Mul", name(base, "squared"), List.of(x, x));
      String squares = nodes.reduce("ReduceSum", name(base, "squares"), squared, true, 1);
      return nodes.node(
          "Concat",
          name(base, "statistics"),
          List.of(max, logSumExp, entropy, squares),
          Attributes.of("axis", 1));
    }

    private String name(String base, String part) {
      return builder.unused(base + "/" + part);
    }
  }
}
