package io.entroscope.core.prune.block;

import io.entroscope.core.PlanException;
import io.entroscope.onnx.block.StreamMap;
import io.entroscope.stats.block.AffineMap;
import io.entroscope.stats.block.LinearMap;
import io.entroscope.stats.block.PairMoments;

/**
 * The least-squares map of a span.
 *
 * @param tried fitted on the examples that are not held out, to be tried on those
 * @param whole fitted on all
 * @param r2 the share of the variance that {@code tried} explains where held out
 */
record SpanMap(StreamMap tried, StreamMap whole, double r2) {
  /**
   * Solves for the map.
   *
   * @throws PlanException if the stream never changes
   */
  static SpanMap of(PairMoments fit, PairMoments heldOut, String span) {
    LinearMap found =
        LinearMap.fit(fit, heldOut)
            .orElseThrow(
                () ->
                    new PlanException(
                        "the stream around '"
                            + span
                            + "' is the same for all calibration examples, so no map of it can be"
                            + " fitted; take it out without repair"));
    AffineMap tried = LinearMap.fit(fit, found.lambda()).orElse(found.map());
    return new SpanMap(stream(tried), stream(found.map()), found.r2());
  }

  private static StreamMap stream(AffineMap map) {
    int d = map.outputs();
    double[] weights = new double[d * d];
    for (int row = 0; row < d; row++) {
      System.arraycopy(map.weights()[row], 0, weights, row * d, d);
    }
    return new StreamMap(weights, map.bias());
  }
}
