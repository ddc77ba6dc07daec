package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.BatchAxis;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.AnalysisPlan.Prediction;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Predictions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a model has the axis of the examples: the first, as it should be, or whichever
 * lets it run on one example at a time.
 */
final class Trial {
  private final OrtEngine engine;
  private final OnnxModel model;
  private final DataSet data;
  private final AnalysisOptions options;

  Trial(OrtEngine engine, OnnxModel model, DataSet data, AnalysisOptions options) {
    this.engine = engine;
    this.model = model;
    this.data = data;
    this.options = options;
  }

  /** A run that gave a prediction for each example, or, without predictions, other values. */
  record Run(ModelInput input, Probe probe, Optional<Prediction> prediction) {}

  /**
   * Runs the model.
   *
   * @param wanted its tensors whose shapes are to be measured, all of them outputs
   * @throws PlanException if it runs in no way; the reason is why it did not run on batches
   */
  Run run(Set<String> wanted, Optional<Predictions> predictions) {
    RuntimeException first = null;
    for (BatchAxis axis : order()) {
      try {
        ModelInput input = ModelInput.of(engine.inputs(), model, data, options, axis);
        Probe probe = Probe.run(engine, input, wanted);
        if (predictions.isEmpty()) {
          probe.requireExamples(wanted);
        }
        return new Run(input, probe, predictions.map(probe::prediction));
      } catch (PlanException | DataException e) {
        first = reported(first, e, axis);
      }
    }
    throw first == null ? new IllegalStateException("nothing was tried") : first;
  }

  private static RuntimeException reported(
      @Nullable RuntimeException before, RuntimeException now, BatchAxis axis) {
    return before == null || axis == BatchAxis.FIRST ? now : before;
  }

  /** A first axis of one fixed size before a free one is rather that of the steps. */
  private List<BatchAxis> order() {
    boolean steps = engine.inputs().stream().map(TensorInfo::shape).anyMatch(Trial::isStepsFirst);
    return steps
        ? List.of(BatchAxis.SECOND, BatchAxis.FIRST, BatchAxis.FROZEN, BatchAxis.NONE)
        : List.of(BatchAxis.values());
  }

  private static boolean isStepsFirst(List<Long> shape) {
    return shape.size() > 2 && shape.get(0) > 1 && shape.get(1) < 0;
  }
}
