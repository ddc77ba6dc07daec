package io.entroscope.core.run;

import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.onnx.observe.TapOutputs;
import io.entroscope.stats.inference.Range;

/**
 * The outputs of one tap point for a bundle of batches, copied out of ONNX Runtime's buffers, which
 * are then free for the next piece. Reused for many bundles.
 */
final class TapBuffer {
  private final Tap tap;
  private final int units;
  private final Range entropies;
  private final float[] activations;
  private final float[] statistics;

  TapBuffer(Tap tap, int images) {
    this.tap = tap;
    this.units = tap.units();
    this.entropies = Range.entropy(units);
    this.activations = new float[Math.multiplyExact(images, units)];
    this.statistics = new float[images * TapOutputs.COLUMNS];
  }

  /** Copies the outputs of the last run for {@code count} images, from index {@code from} on. */
  void copyFrom(OrtRunner runner, int from, int count) {
    int columns = TapOutputs.COLUMNS;
    runner.floats(tap.outputs().pooled()).get(0, activations, from * units, count * units);
    runner.floats(tap.outputs().statistics()).get(0, statistics, from * columns, count * columns);
  }

  int units() {
    return units;
  }

  /** {@code [count, n]}. */
  float[] activations() {
    return activations;
  }

  int offset(int image) {
    return image * units;
  }

  /** Whether all activations of an image are finite, and small enough to be squared as floats. */
  boolean finite(int image) {
    return Double.isFinite(entropy(image)) && Float.isFinite(squares(image));
  }

  float max(int image) {
    return statistics[image * TapOutputs.COLUMNS + TapOutputs.MAXIMUM];
  }

  float logSumExp(int image) {
    return statistics[image * TapOutputs.COLUMNS + TapOutputs.LOG_SUM_EXP];
  }

  /** In nats; single precision rounds it up to 1e-6 beyond its range, which is undone here. */
  double entropy(int image) {
    return entropies.hold(statistics[image * TapOutputs.COLUMNS + TapOutputs.ENTROPY]);
  }

  float squares(int image) {
    return statistics[image * TapOutputs.COLUMNS + TapOutputs.SUM_OF_SQUARES];
  }
}
