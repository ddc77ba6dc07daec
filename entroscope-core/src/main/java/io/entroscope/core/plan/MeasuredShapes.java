package io.entroscope.core.plan;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.cost.Cost;
import io.entroscope.onnx.observe.ExposeTensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * The shapes of tensors inside a model. Where it is known what goes into the model, they are
 * measured by running it on blank examples; otherwise they are as far as ONNX Runtime infers them.
 *
 * @param shapes by tensor; −1 for a size that is not known
 * @param examples so many examples they are of
 */
public record MeasuredShapes(Map<String, long[]> shapes, long examples) {
  public MeasuredShapes {
    shapes = Map.copyOf(shapes);
  }

  /**
   * The shapes of some tensors of a model that is run as it declares its inputs, if these leave
   * open no more than the number of examples.
   *
   * @throws io.entroscope.core.PlanException if ONNX Runtime cannot load the model
   */
  public static MeasuredShapes of(OnnxModel model, Set<String> tensors) {
    try (OrtEngine engine = open(model, tensors)) {
      return onlyExamplesAreOpen(engine.inputs())
          ? run(engine, Feed.declared(engine.inputs()), tensors)
          : inferred(engine, tensors);
    }
  }

  /**
   * The shapes of some tensors of a model of which it is known what goes into it.
   *
   * @param feed what goes in
   * @throws io.entroscope.core.PlanException if ONNX Runtime cannot load the model
   */
  public static MeasuredShapes of(OnnxModel model, Feed feed, Set<String> tensors) {
    try (OrtEngine engine = open(model, tensors)) {
      return run(engine, feed, tensors);
    }
  }

  /**
   * What one example costs a model that is run as it declares its inputs.
   *
   * @throws io.entroscope.core.PlanException if ONNX Runtime cannot load the model
   */
  public static Cost cost(OnnxModel model) {
    return of(model, Cost.wanted(model)).costOf(model);
  }

  /**
   * What one example costs a plan's model.
   *
   * @throws io.entroscope.core.PlanException if ONNX Runtime cannot load the model
   */
  public static Cost cost(AnalysisPlan plan) {
    return cost(plan.model(), plan.feed());
  }

  /**
   * What one example costs a model.
   *
   * @param feed what goes in
   * @throws io.entroscope.core.PlanException if ONNX Runtime cannot load the model
   */
  public static Cost cost(OnnxModel model, Feed feed) {
    return of(model, feed, Cost.wanted(model)).costOf(model);
  }

  private Cost costOf(OnnxModel model) {
    return Cost.of(model, shapes, examples);
  }

  private static OrtEngine open(OnnxModel model, Set<String> tensors) {
    OnnxModel exposed = new ExposeTensors(tensors).apply(model);
    return OrtEngine.open(exposed, Device.CPU, Optimization.NONE);
  }

  private static boolean onlyExamplesAreOpen(List<TensorInfo> inputs) {
    return inputs.stream()
        .allMatch(
            input ->
                !input.shape().isEmpty()
                    && input.shape().stream().skip(1).allMatch(size -> size > 0));
  }

  private static MeasuredShapes run(OrtEngine engine, Feed feed, Set<String> tensors) {
    int rows = Math.max(1, feed.fixedBatch());
    Map<String, TensorInfo> infos;
    try {
      infos = OrtRunner.infos(engine, feed, feed.zeros(rows), rows, tensors);
    } catch (AnalysisException e) {
      // It does not take blank examples: what can be inferred has to do.
      return inferred(engine, tensors);
    }
    Map<String, long[]> measured = new HashMap<>();
    infos.forEach((tensor, info) -> measured.put(tensor, dims(info)));
    return new MeasuredShapes(measured, rows);
  }

  private static MeasuredShapes inferred(OrtEngine engine, Set<String> tensors) {
    Map<String, long[]> inferred = new HashMap<>();
    engine.outputs().stream()
        .filter(info -> tensors.contains(info.name()) && !info.shape().isEmpty())
        .forEach(info -> inferred.put(info.name(), dims(info)));
    return new MeasuredShapes(inferred, 1);
  }

  private static long[] dims(TensorInfo info) {
    return info.shape().stream().flatMapToLong(LongStream::of).toArray();
  }
}
