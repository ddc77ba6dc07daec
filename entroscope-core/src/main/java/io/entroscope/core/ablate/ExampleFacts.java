package io.entroscope.core.ablate;

import io.entroscope.core.ort.HeldTensors;
import io.entroscope.data.batch.Batch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of some examples of a batch beside the models' outputs. */
final class ExampleFacts {
  private final int[] labels;
  private final int rows;
  private final boolean @Nullable [] counts;
  private final long @Nullable [] tokens;

  private ExampleFacts(
      int[] labels, int rows, boolean @Nullable [] counts, long @Nullable [] tokens) {
    this.labels = labels;
    this.rows = rows;
    this.counts = counts;
    this.tokens = tokens;
  }

  /**
   * The facts.
   *
   * @param from the first example
   * @param held the inputs of those examples
   */
  static ExampleFacts of(OutputPlan plan, Batch batch, int from, HeldTensors held) {
    int[] labels = new int[Math.min(Pieces.examples(plan), batch.count() - from)];
    boolean labelled = plan.hasAccuracy();
    Arrays.setAll(labels, i -> labelled ? batch.label(from + i) : OutputComparer.UNLABELLED);
    return new ExampleFacts(
        labels,
        plan.output().rows(),
        plan.mask().map(held::nonZero).orElse(null),
        plan.tokens().map(held::longs).orElse(null));
  }

  /** Those of one example, from 0. */
  OutputComparer.Facts of(int example) {
    int from = example * rows;
    return new OutputComparer.Facts(
        labels[example],
        counts == null ? null : Arrays.copyOfRange(counts, from, from + rows),
        tokens == null ? null : Arrays.copyOfRange(tokens, from, from + rows));
  }
}
