package io.entroscope.core.state;

import io.entroscope.core.plan.AnalysisPlan.Samples;
import io.entroscope.stats.LayerState;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The state after running a plan, from which everything is estimated. Immutable.
 *
 * @param layers the state of each tap point, in the plan's order
 * @param blocks the sums of each measured block, in the plan's order
 * @param confusion {@code [C, P]}: images by class (in the order of the plan's labels) and
 *     predicted class index
 * @param samplePredictions the predicted class index of each sampled image; −1 if it was left out
 * @param images what the model made of each image, as far as the plan keeps it
 * @param skipped number of corrupt images that were skipped, as asked for
 */
public record AnalysisState(
    List<LayerState> layers,
    List<BlockSums> blocks,
    long[][] confusion,
    int[] samplePredictions,
    ImageRows images,
    long skipped) {
  public AnalysisState {
    layers = List.copyOf(layers);
    blocks = List.copyOf(blocks);
  }

  /**
   * Which of the sampled images a result shows: those to be shown that could be decoded, in the
   * order of their classes.
   *
   * @return places in the sample
   */
  public int[] shown(Samples samples) {
    return IntStream.range(0, samples.positions().length)
        .filter(i -> samples.shown()[i] && samplePredictions[i] >= 0)
        .boxed()
        .sorted(Comparator.comparingInt(i -> samples.places()[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
