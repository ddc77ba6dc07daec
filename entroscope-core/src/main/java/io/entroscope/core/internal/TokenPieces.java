package io.entroscope.core.internal;

import io.entroscope.core.ort.Feed;
import io.entroscope.data.batch.Batch;

/**
 * Divides batches into pieces of consecutive examples, one for each call of ONNX Runtime: of so
 * many examples or, where padding is left out, of so many tokens with what is left of it. The
 * division depends on the batch alone.
 *
 * @param feed what goes into the model
 * @param examples of a piece at most, if all padding goes in
 */
public record TokenPieces(Feed feed, int examples) {
  /** Beyond, threads end at different times. */
  private static final int MOST = 72;

  /** The most examples of any piece. */
  public int most() {
    return feed.trim().isPresent() ? Math.max(examples, Math.min(MOST, feed.batch())) : examples;
  }

  /** The place behind the last example of the piece that begins at a place of a batch. */
  public int end(Batch batch, int from) {
    if (feed.trim().isEmpty()) {
      return Math.min(batch.count(), from + examples);
    }
    long room = (long) examples * feed.trim().get().tokens();
    int longest = 0;
    int to = from;
    while (to < Math.min(batch.count(), from + most())) {
      longest = Math.max(longest, feed.tokens(batch.tensors(), to, 1));
      if (to > from && (long) (to + 1 - from) * longest > room) {
        break;
      }
      to++;
    }
    return to;
  }
}
