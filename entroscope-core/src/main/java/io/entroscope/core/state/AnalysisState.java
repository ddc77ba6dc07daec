package io.entroscope.core.state;

import io.entroscope.stats.LayerState;
import java.util.List;

/**
 * The state after running a plan, from which everything is estimated. Immutable.
 *
 * @param layers the state of each tap point, in the plan's order
 * @param confusion {@code [C, P]}: images by class (in the order of the plan's labels) and
 *     predicted class index
 * @param samplePredictions the predicted class index of each sampled image; −1 if it was left out
 * @param skipped number of corrupt images that were skipped, as asked for
 */
public record AnalysisState(
    List<LayerState> layers, long[][] confusion, int[] samplePredictions, long skipped) {
  public AnalysisState {
    layers = List.copyOf(layers);
  }
}
