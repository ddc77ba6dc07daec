package io.entroscope.core.block;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.OrtRunner.Feed;
import io.entroscope.core.ort.OrtRunner.Input;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.observe.ExposeTensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shapes of tensors inside a model. Where the model leaves open no more than the number of
 * examples, they are measured by running it on blank ones; otherwise they are as far as ONNX
 * Runtime infers them.
 *
 * @param shapes by tensor; −1 for a size that is not known
 * @param examples so many examples they are of
 */
record MeasuredShapes(Map<String, long[]> shapes, long examples) {
  MeasuredShapes {
    shapes = Map.copyOf(shapes);
  }

  /**
   * The shapes of some tensors.
   *
   * @throws io.entroscope.core.PlanException if ONNX Runtime cannot load the model
   */
  static MeasuredShapes of(OnnxModel model, Set<String> tensors) {
    OnnxModel exposed = new ExposeTensors(tensors).apply(model);
    try (OrtEngine engine = OrtEngine.open(exposed, Device.CPU, Optimization.NONE)) {
      if (onlyExamplesAreOpen(engine.inputs())) {
        try {
          return run(engine, tensors);
        } catch (AnalysisException e) {
          // It does not take blank examples: what can be inferred has to do.
        }
      }
      Map<String, long[]> inferred = new HashMap<>();
      engine.outputs().stream()
          .filter(info -> tensors.contains(info.name()) && !info.shape().isEmpty())
          .forEach(info -> inferred.put(info.name(), dims(info)));
      return new MeasuredShapes(inferred, 1);
    }
  }

  private static boolean onlyExamplesAreOpen(List<TensorInfo> inputs) {
    return inputs.stream()
        .allMatch(
            input ->
                !input.shape().isEmpty()
                    && input.shape().stream().skip(1).allMatch(size -> size > 0));
  }

  private static MeasuredShapes run(OrtEngine engine, Set<String> tensors) {
    List<Input> inputs =
        engine.inputs().stream()
            .map(
                info ->
                    new Input(
                        info.name(),
                        info.type(),
                        info.type(),
                        info.shape().subList(1, info.shape().size())))
            .toList();
    int fixed =
        engine.inputs().stream()
            .map(info -> Math.max(0, info.shape().get(0)))
            .mapToInt(Math::toIntExact)
            .max()
            .orElse(0);
    int rows = Math.max(1, fixed);
    Feed feed = new Feed(inputs, fixed, rows, Map.of());
    Map<String, long[]> measured = new HashMap<>();
    try (OrtRunner runner = new OrtRunner(engine, feed, Map.of(), tensors)) {
      runner.run(feed.zeros(rows), rows);
      tensors.forEach(tensor -> measured.put(tensor, dims(runner.other(tensor).info())));
    }
    return new MeasuredShapes(measured, rows);
  }

  private static long[] dims(TensorInfo info) {
    return info.shape().stream().mapToLong(Long::longValue).toArray();
  }
}
