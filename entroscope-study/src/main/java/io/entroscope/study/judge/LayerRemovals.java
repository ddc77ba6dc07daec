package io.entroscope.study.judge;

import io.entroscope.advice.Indicator;
import io.entroscope.core.PlanException;
import io.entroscope.core.prune.EditedModel;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Verdict;
import io.entroscope.result.layer.LayerResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The layers of a network's curve but the first and the last. */
final class LayerRemovals {
  private LayerRemovals() {}

  static List<Removal> of(
      String network, OnnxModel model, AnalysisResult result, Consumer<String> notes) {
    Verdict verdict = result.verdict();
    List<LayerResult> curve = result.layers().stream().filter(LayerResult::inVerdict).toList();
    if (curve.stream().anyMatch(layer -> layer.kind().equals(LayerResult.BLOCK))) {
      throw new PlanException(
          "the curve of "
              + network
              + " is that of its residual blocks, not of layers; judge its blocks instead");
    }
    if (verdict == null || curve.size() < 3) {
      throw new PlanException(
          network + " has fewer than three fully connected layers, so none can be judged");
    }
    List<Removal> removals = new ArrayList<>();
    for (int i = 1; i < curve.size() - 1; i++) {
      LayerResult layer = curve.get(i);
      try {
        removals.add(
            new Removal(
                layer.name(),
                EditedModel.drop(model, List.of(layer.name())).model(),
                Indicator.scores(verdict, curve.get(i - 1), layer, i - 1)));
      } catch (OnnxException e) {
        notes.accept(network + ": " + e.getMessage());
      }
    }
    return removals;
  }
}
