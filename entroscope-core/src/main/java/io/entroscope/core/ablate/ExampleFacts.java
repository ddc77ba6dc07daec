package io.entroscope.core.ablate;

import io.entroscope.core.ort.HeldTensors;
import io.entroscope.data.batch.Batch;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of some examples of a batch beside the models' outputs. */
final class ExampleFacts {
  private final int[] labels;
  private final int rows;
  private final boolean @Nullable [] mask;
  private final boolean masksOutput;
  private final long @Nullable [] tokens;

  private ExampleFacts(
      int[] labels,
      int rows,
      boolean @Nullable [] mask,
      boolean masksOutput,
      long @Nullable [] tokens) {
    this.labels = labels;
    this.rows = rows;
    this.mask = mask;
    this.masksOutput = masksOutput;
    this.tokens = tokens;
  }

  /**
   * The facts.
   *
   * @param from the first example
   * @param count how many
   * @param held the inputs of those examples
   */
  static ExampleFacts of(OutputPlan plan, Batch batch, int from, int count, HeldTensors held) {
    int[] labels = new int[count];
    boolean labelled = plan.hasAccuracy();
    Arrays.setAll(labels, i -> labelled ? batch.label(from + i) : OutputComparer.UNLABELLED);
    return new ExampleFacts(
        labels,
        plan.output().rows(),
        plan.mask().map(of -> held.nonZero(of.input(), List.of((long) of.tokens()))).orElse(null),
        plan.outputMask().isPresent(),
        plan.tokens()
            .map(ids -> held.longs(ids, List.of((long) plan.output().rows())))
            .orElse(null));
  }

  /**
   * Whether a place of an example counts.
   *
   * @param places how many an example has: if not as many as tokens, all count
   */
  boolean counts(int example, int place, int places) {
    return mask == null || mask.length != labels.length * places || mask[example * places + place];
  }

  /** Those of one example, from 0. */
  OutputComparer.Facts of(int example) {
    int from = example * rows;
    return new OutputComparer.Facts(
        labels[example],
        mask == null || !masksOutput ? null : Arrays.copyOfRange(mask, from, from + rows),
        tokens == null ? null : Arrays.copyOfRange(tokens, from, from + rows));
  }
}
