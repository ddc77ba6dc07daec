package io.entroscope.data.batch;

import io.entroscope.data.DataException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Gives batches, ready for a model; several threads may take from it. */
public interface BatchSource extends AutoCloseable {
  /**
   * The next batch, waiting for it if need be; null when all have been given.
   *
   * @throws DataException if an example or the dataset cannot be read
   * @throws CancellationException if the source is closed meanwhile or the thread interrupted
   */
  @Nullable Batch next();

  /** The positions of the corrupt examples that were left out so far, increasing. */
  int[] skipped();

  /** Stops giving batches. */
  @Override
  void close();
}
