package io.entroscope.core.ablate;

import io.entroscope.core.internal.TokenPieces;
import io.entroscope.core.ort.Feed;

/** How many examples of a batch go through a model at once. */
final class Pieces {
  /** Few enough for what is between blocks to stay in a core's cache. */
  private static final int EXAMPLES = 72;

  /** The same for examples of many tokens each. */
  private static final int TOKENS = 1024;

  private Pieces() {}

  /** The pieces of a plan's batches, where this goes into the model. */
  static TokenPieces of(OutputPlan plan, Feed feed) {
    return new TokenPieces(feed, examples(plan));
  }

  private static int examples(OutputPlan plan) {
    if (plan.input().fixedBatch() > 0) {
      return plan.input().fixedBatch();
    }
    long tokens =
        plan.input().inputs().stream()
            .filter(input -> input.shape().size() == 1 && !input.type().isFloating())
            .mapToLong(input -> input.shape().get(0))
            .max()
            .orElse(1);
    return (int) Math.max(1, Math.min(EXAMPLES, TOKENS / tokens));
  }
}
