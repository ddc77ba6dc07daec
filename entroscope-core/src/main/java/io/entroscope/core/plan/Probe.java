package io.entroscope.core.plan;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.PlanException;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.AnalysisPlan.Prediction;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.onnx.observe.TapPoint;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
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

  private Probe(Map<String, TensorInfo> few, Map<String, TensorInfo> more) {
    this.few = few;
    this.more = more;
  }

  /**
   * What a tap point observes.
   *
   * @param shape of the tensor, −1 for the axis of the images
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
        Map<String, TensorInfo> tensors = run(engine, input, wanted, input.fixedBatch());
        return new Probe(tensors, tensors);
      }
      return new Probe(run(engine, input, wanted, FEW), run(engine, input, wanted, MORE));
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
      OrtEngine engine, ModelInput input, Set<String> wanted, int rows) {
    return OrtRunner.infos(engine, input.feed(rows), input.trial(rows), rows, wanted);
  }

  /**
   * What a tap point observes; empty if it is not one vector or map of units for each example.
   *
   * @param mask which tokens count, if something says so
   */
  Optional<Observed> observed(TapPoint point, int fixedBatch, Optional<TokenMask> mask) {
    List<Long> shape = info(few, point.tensor()).shape();
    int rank = shape.size();
    int units = rank < 2 ? -1 : point.layer().unitAxis(rank);
    int images = imageAxis(point.tensor(), fixedBatch);
    if (images < 0 || images >= units || shape.get(units) != point.layer().units()) {
      return Optional.empty();
    }
    Integer[] pooled =
        IntStream.range(0, rank)
            .filter(axis -> axis != images && axis != units)
            .boxed()
            .toArray(Integer[]::new);
    List<Long> free = new ArrayList<>(shape);
    free.set(images, -1L);
    Reduction all = pooled.length == 0 ? Reduction.none() : Reduction.mean(pooled);
    return Optional.of(
        new Observed(free, mask.flatMap(of -> of.mean(shape, images, units)).orElse(all)));
  }

  /** The shape of a tensor, −1 at the axis of the images if there is one. */
  List<Long> shape(String tensor, int fixedBatch) {
    List<Long> shape = new ArrayList<>(info(few, tensor).shape());
    int images = imageAxis(tensor, fixedBatch);
    if (images >= 0) {
      shape.set(images, -1L);
    }
    return shape;
  }

  /** The one axis that is as long as there are images; −1 if there is none. */
  private int imageAxis(String tensor, int fixedBatch) {
    List<Long> a = info(few, tensor).shape();
    List<Long> b = info(more, tensor).shape();
    int images = -1;
    for (int axis = 0; axis < a.size(); axis++) {
      boolean fits =
          fixedBatch > 0
              ? images < 0 && a.get(axis) == fixedBatch
              : b.size() == a.size() && a.get(axis) == FEW && b.get(axis) == MORE;
      images = fits ? axis : images;
    }
    return images;
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

  /** How predictions come out. */
  Prediction prediction(Predictions predictions, int fixedBatch) {
    TensorInfo info = info(few, predictions.tensor());
    if (imageAxis(predictions.tensor(), fixedBatch) != 0) {
      throw new PlanException(
          "the model's output '"
              + predictions.tensor()
              + "' has shape "
              + info.shape()
              + ", not a prediction for each image; choose another with "
              + Setting.OUTPUT
              + " NAME");
    }
    return new Prediction(predictions, info.type(), info.shape().subList(1, info.shape().size()));
  }

  private static TensorInfo info(Map<String, TensorInfo> tensors, String tensor) {
    TensorInfo info = tensors.get(tensor);
    if (info == null) {
      throw new IllegalArgumentException(tensor + " was not probed");
    }
    return info;
  }
}
