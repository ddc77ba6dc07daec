package io.entroscope.core.prune.block;

import io.entroscope.core.Progress;
import io.entroscope.core.ablate.ModelPair;
import io.entroscope.core.ablate.OutputComparison;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.prune.block.OpenModel.Visitor;
import io.entroscope.onnx.OnnxModel;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Runs of models on calibration examples. Safe for use by one thread at a time. */
final class CalibrationRuns implements AutoCloseable {
  private final OutputPlan plan;
  private final Calibration calibration;
  private final ModelPair heldOut;
  private final OrtProducts products = new OrtProducts();

  /**
   * Runs of models with one input.
   *
   * @param plan of the whole model on the calibration's data
   */
  CalibrationRuns(OutputPlan plan, Calibration calibration) {
    this.plan = plan;
    this.calibration = calibration;
    this.heldOut = new ModelPair(plan.on(calibration.heldOutPositions()));
  }

  /** How another model's outputs compare with the whole one's, on the examples held out. */
  OutputComparison heldOut(OnnxModel other) {
    return heldOut.with(other, Progress.NONE);
  }

  OnnxModel whole() {
    return plan.model();
  }

  ModelInput input() {
    return plan.input();
  }

  AnalysisOptions options() {
    return plan.options();
  }

  /** What multiplies matrices, until these runs are closed. */
  OrtProducts products() {
    return products;
  }

  boolean isLabelled() {
    return plan.data().isLabelled();
  }

  /** Whether nothing is fitted on an example, because removals are tried on it. */
  boolean isHeldOut(int position) {
    return calibration.isHeldOut(position);
  }

  /** The column of scores that stands for a class. */
  int column(int label) {
    return plan.output().classOfColumn().indexOf(label);
  }

  /** A model that gives these tensors. */
  OpenModel open(OnnxModel model, Collection<String> tensors) {
    return OpenModel.open(model, input(), tensors, options());
  }

  /** What visitors see of all calibration examples, run by these models side by side. */
  <T> List<T> each(List<OpenModel> models, Supplier<Visitor<T>> visitors) {
    return OpenModel.each(models, input(), calibration.positions(), options().threads(), visitors);
  }

  @Override
  public void close() {
    products.close();
  }
}
