package io.entroscope.core;

import io.entroscope.core.AnalysisPlan.Prediction;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.OrtRunner.Feed;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.onnx.Predictions;
import io.entroscope.onnx.TapPoint;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The true shapes of tensors inside a model, from running it once on blank images: shape inference
 * does not reach everywhere, running does.
 */
final class Probe {
  // Two, so that an axis of the batch is told from one of length 1.
  private static final int ROWS = 2;

  private final Map<String, TensorInfo> tensors;
  private final int rows;

  private Probe(Map<String, TensorInfo> tensors, int rows) {
    this.tensors = tensors;
    this.rows = rows;
  }

  /**
   * Runs a model, whose wanted tensors are all outputs of it, on blank images.
   *
   * @throws PlanException if it does not run
   */
  static Probe run(OrtEngine engine, Feed feed, Set<String> wanted) {
    int rows = feed.fixedBatch() > 0 ? feed.fixedBatch() : ROWS;
    Feed blank =
        new Feed(
            feed.input(), feed.type(), feed.shape(), feed.fixedBatch(), rows, feed.constants());
    try (OrtRunner runner = new OrtRunner(engine, blank, Map.of(), wanted)) {
      runner.run(zeros(Math.multiplyExact(rows, blank.elements())), rows);
      Map<String, TensorInfo> tensors = new HashMap<>();
      for (String name : wanted) {
        tensors.put(name, runner.other(name).info());
      }
      return new Probe(tensors, rows);
    } catch (AnalysisException e) {
      throw new PlanException(
          "the model does not run on images of shape "
              + feed.shape()
              + ": "
              + e.getMessage()
              + "; is it a classifier of such images?",
          e);
    }
  }

  private static FloatBuffer zeros(int count) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /**
   * The shape of what a tap point observes.
   *
   * @throws PlanException if it is not one vector or map of units per image
   */
  List<Long> observed(TapPoint point) {
    List<Long> shape = info(point.tensor()).shape();
    boolean perImage = shape.size() >= 2 && shape.get(0) == rows;
    if (!perImage || shape.get(point.layer().unitAxis(shape.size())) != point.layer().units()) {
      throw new PlanException(
          "layer '"
              + point.layer().name()
              + "' cannot be observed: for "
              + rows
              + " images its tensor "
              + point.tensor()
              + " has shape "
              + shape
              + ", not one of "
              + point.layer().units()
              + " units for each image; name other layers with --layers");
    }
    return shape;
  }

  /** How predictions come out. */
  Prediction prediction(Predictions predictions) {
    TensorInfo info = info(predictions.tensor());
    if (info.shape().isEmpty() || info.shape().get(0) != rows) {
      throw new PlanException(
          "the model's output '"
              + predictions.tensor()
              + "' has shape "
              + info.shape()
              + " for "
              + rows
              + " images, not a prediction for each; choose another with --output NAME");
    }
    return new Prediction(predictions, info.type(), info.shape().subList(1, info.shape().size()));
  }

  private TensorInfo info(String tensor) {
    TensorInfo info = tensors.get(tensor);
    if (info == null) {
      throw new IllegalArgumentException(tensor + " was not probed");
    }
    return info;
  }
}
