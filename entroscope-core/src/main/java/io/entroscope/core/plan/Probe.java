package io.entroscope.core.plan;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.Parallel;
import io.entroscope.core.PlanException;
import io.entroscope.core.ort.BatchAxis;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.AnalysisPlan.Prediction;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.onnx.observe.TapPoint;
import io.entroscope.setting.Setting;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The true shapes of tensors inside a model, from running it on a few examples: shape inference
 * does not reach everywhere, running does. Two batch sizes tell which axis is that of the examples.
 */
final class Probe {
  private static final int FEW = 2;
  private static final int MORE = 3;

  private final Map<String, TensorInfo> few;
  private final Map<String, TensorInfo> more;
  private final ModelInput input;
  private final SharedAxes sharedAxes;

  private Probe(
      OrtEngine engine,
      ModelInput input,
      Map<String, TensorInfo> few,
      Map<String, TensorInfo> more) {
    this.few = few;
    this.more = more;
    this.input = input;
    this.sharedAxes =
        new SharedAxes(engine, input, input.fixedBatch() > 0 ? input.fixedBatch() : FEW);
  }

  /**
   * What a tap point observes.
   *
   * @param shape of the tensor, as it is reduced; −1 for the axis of the images
   * @param reduction how it becomes one vector of units per image
   */
  record Observed(List<Long> shape, Reduction reduction) {}

  /**
   * Runs a model, whose wanted tensors are all outputs of it.
   *
   * @param input what goes into it
   * @throws PlanException if it does not run
   */
  static Probe run(OrtEngine engine, ModelInput input, Set<String> wanted) {
    try {
      if (input.fixedBatch() > 0) {
        int rows = input.fixedBatch();
        Map<String, TensorInfo> tensors = run(engine, input, wanted, rows, input.trial(rows));
        return new Probe(engine, input, tensors, tensors);
      }
      List<ByteBuffer> examples = input.trial(MORE);
      List<Map<String, TensorInfo>> runs =
          Parallel.map(2, 2, more -> run(engine, input, wanted, FEW + more, examples));
      return new Probe(engine, input, runs.get(0), runs.get(1));
    } catch (AnalysisException e) {
      throw new PlanException(
          "the model does not run on inputs of shape "
              + input.inputs().stream()
                  .map(of -> of.shape().toString())
                  .collect(Collectors.joining(", "))
              + ": "
              + e.getMessage()
              + "; is it a classifier of such data?",
          e);
    }
  }

  private static Map<String, TensorInfo> run(
      OrtEngine engine, ModelInput input, Set<String> wanted, int rows, List<ByteBuffer> examples) {
    return OrtRunner.infos(engine, input.feed(rows), examples, rows, wanted);
  }

  /**
   * What a tap point observes; empty if it is not one vector or map of units for each example.
   *
   * @param mask which tokens count, if something says so
   */
  Optional<Observed> observed(TapPoint point, Optional<TokenMask> mask) {
    String tensor = point.tensor();
    List<Long> shape = info(few, tensor).shape();
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    int units = point.layer().unitAxis(shape.size());
    Optional<Arrangement> arrangement =
        switch (point.layer().reading().form()) {
          case UNITS ->
              units >= 0 && units < shape.size() && shape.get(units) == point.layer().units()
                  ? arranged(tensor, shape, units)
                  : Optional.empty();
          case STEPS -> steps(tensor, shape, 2);
          case STEPS_EXAMPLES_FIRST -> steps(tensor, shape, 0);
          case LAST -> last(tensor, shape, 1);
          case LAST_EXAMPLES_FIRST -> last(tensor, shape, 0);
        };
    return arrangement
        .filter(form -> form.shape().get(form.units()) == point.layer().units())
        .map(form -> form.reduced(mask, point.layer().reading().lengths()));
  }

  /** A tensor with an axis of units, in a form that has one of the examples before it. */
  private Optional<Arrangement> arranged(String tensor, List<Long> shape, int units) {
    int images = imageAxis(tensor, units);
    if (images >= 0) {
      return Optional.of(Arrangement.of(shape, images, units));
    }
    if (input.fixedBatch() == 1) {
      return Optional.of(Arrangement.ofOneExample(shape, units));
    }
    return sharedAxes
        .of(tensor, few, more, units)
        .map(shared -> Arrangement.split(shape, shared, units));
  }

  /** Hidden states at each step, [T, D, N, H] or [N, T, D, H], as [N, T, D·H]. */
  private Optional<Arrangement> steps(String tensor, List<Long> shape, int examples) {
    return shape.size() == 4 && imagesAt(tensor, examples)
        ? Optional.of(Arrangement.ofSteps(shape, examples))
        : Optional.empty();
  }

  /** Hidden states after the last step, [D, N, H] or [N, D, H], as [N, D·H]. */
  private Optional<Arrangement> last(String tensor, List<Long> shape, int examples) {
    return shape.size() == 3 && imagesAt(tensor, examples)
        ? Optional.of(Arrangement.ofLast(shape, examples))
        : Optional.empty();
  }

  private boolean imagesAt(String tensor, int axis) {
    return isImageAxis(info(few, tensor).shape(), info(more, tensor).shape(), axis);
  }

  /** What the largest of some tensors takes for one example, in bytes of floats. */
  long mostBytes(List<String> tensors) {
    int rows = input.fixedBatch() > 0 ? input.fixedBatch() : FEW;
    return tensors.stream()
            .mapToLong(tensor -> shape(tensor).stream().reduce((long) Float.BYTES, (a, b) -> a * b))
            .max()
            .orElse(0)
        / rows;
  }

  /** The shape of a tensor in a run on a few examples. */
  List<Long> shape(String tensor) {
    return info(few, tensor).shape();
  }

  /** The same, −1 at the axis of the examples if there is one beside that of the units. */
  List<Long> shape(String tensor, int units) {
    int images = imageAxis(tensor, units);
    return IntStream.range(0, shape(tensor).size())
        .mapToObj(axis -> axis == images ? Long.valueOf(-1) : shape(tensor).get(axis))
        .toList();
  }

  /** The one axis that is as long as there are images; −1 if there is none. */
  private int imageAxis(String tensor, int units) {
    List<Long> a = info(few, tensor).shape();
    List<Long> b = info(more, tensor).shape();
    int images = -1;
    for (int axis = 0; axis < a.size(); axis++) {
      boolean first = input.fixedBatch() == 0 || images < 0;
      if (first && axis != units && isImageAxis(a, b, axis)) {
        images = axis;
      }
    }
    return images;
  }

  private boolean isImageAxis(List<Long> a, List<Long> b, int axis) {
    return input.fixedBatch() > 0
        ? a.get(axis) == input.fixedBatch()
        : b.size() == a.size() && a.get(axis) == FEW && b.get(axis) == MORE;
  }

  /** Why a tap point cannot be observed, for a person. */
  String reason(TapPoint point) {
    return "its tensor "
        + point.tensor()
        + " of shape "
        + info(few, point.tensor()).shape()
        + " does not hold "
        + point.layer().units()
        + " units for each image";
  }

  /**
   * Checks that something comes out for each example.
   *
   * @throws PlanException if none of these tensors has an axis of the examples
   */
  void requireExamples(Set<String> tensors) {
    if (input.axis() != BatchAxis.NONE
        && tensors.stream().noneMatch(tensor -> imageAxis(tensor, -1) >= 0)) {
      throw new PlanException(
          "none of the model's layers gives values for each example; is it a network for such"
              + " data?");
    }
  }

  /** How predictions come out. */
  Prediction prediction(Predictions predictions) {
    TensorInfo info = info(few, predictions.tensor());
    List<Long> shape = info.shape();
    if (imageAxis(predictions.tensor(), -1) == 0) {
      return new Prediction(predictions, info.type(), shape.subList(1, shape.size()), false);
    }
    if (input.axis() == BatchAxis.NONE && shape.size() == 1) {
      Predictions scores =
          shape.get(0) == 1
              ? predictions
              : new Predictions(
                  predictions.tensor(),
                  Predictions.Kind.SCORES,
                  predictions.labels(),
                  predictions.rivals());
      return new Prediction(scores, info.type(), shape, true);
    }
    throw new PlanException(
        "the model's output '"
            + predictions.tensor()
            + "' has shape "
            + info.shape()
            + ", not a prediction for each image; choose another with "
            + Setting.OUTPUT
            + " NAME");
  }

  private static TensorInfo info(Map<String, TensorInfo> tensors, String tensor) {
    TensorInfo info = tensors.get(tensor);
    if (info == null) {
      throw new IllegalArgumentException(tensor + " was not probed");
    }
    return info;
  }
}
