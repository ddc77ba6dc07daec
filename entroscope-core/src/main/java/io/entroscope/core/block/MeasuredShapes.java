package io.entroscope.core.block;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.OrtRunner.Feed;
import io.entroscope.core.ort.OrtRunner.Input;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.Device;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.observe.ExposeTensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shapes of tensors inside a model. If only the batch size is free, they are measured by
 * running the model on blank examples; otherwise they are those that ONNX Runtime infers.
 *
 * @param shapes by tensor; −1 for an unknown size
 * @param examples the batch size that they are for
 */
record MeasuredShapes(Map<String, long[]> shapes, long examples) {
  MeasuredShapes {
    shapes = Map.copyOf(shapes);
  }

  /**
   * The shapes of some tensors.
   *
   * @throws io.entroscope.core.plan.PlanException if ONNX Runtime cannot load the model
   */
  static MeasuredShapes of(OnnxModel model, Set<String> tensors) {
    OnnxModel exposed = new ExposeTensors(tensors).apply(model);
    try (OrtEngine engine = OrtEngine.open(exposed, Device.CPU, Optimization.NONE)) {
      if (onlyExamplesAreOpen(engine.inputs())) {
        try {
          return run(engine, tensors);
        } catch (AnalysisException e) {
          // The model rejects blank examples, so that only inferred shapes are available.
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
