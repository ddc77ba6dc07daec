package io.entroscope.core.internal;

import io.entroscope.core.Parallel;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Runs through all batches of a reader with several threads; what comes out is in their order. */
public final class BatchRuns {
  private BatchRuns() {}

  /** What one thread does with a batch. */
  public interface Worker<T> extends AutoCloseable {
    T run(Batch batch);

    @Override
    void close();
  }

  /**
   * Runs.
   *
   * @param batches the reader, which is closed in the end
   * @param count how many batches it gives
   * @param workers makes one for each thread
   * @param progress is told how many examples are done
   * @return what came of each batch that was read, in order
   * @throws io.entroscope.data.DataException if an example cannot be read
   */
  public static <T> List<T> run(
      BatchReader batches,
      int count,
      int threads,
      Supplier<? extends Worker<T>> workers,
      LongConsumer progress) {
    AtomicReferenceArray<T> results = new AtomicReferenceArray<>(count);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Work<T> work = new Work<>(results, progress, new AtomicLong(), failure);
    try (BatchReader reader = batches) {
      Parallel.map(threads, threads, thread -> work.through(reader, workers));
    }
    if (failure.get() instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    List<T> all = new ArrayList<>();
    for (int i = 0; i < results.length(); i++) {
      T result = results.get(i);
      if (result != null) {
        all.add(result);
      }
    }
    return all;
  }

  /** What all threads share. */
  private record Work<T>(
      AtomicReferenceArray<T> results,
      LongConsumer progress,
      AtomicLong done,
      AtomicReference<Throwable> failure) {
    private boolean through(BatchReader reader, Supplier<? extends Worker<T>> workers) {
      try (Worker<T> worker = workers.get()) {
        for (Batch next = reader.next(); next != null; next = reader.next()) {
          try (Batch batch = next) {
            results.set(batch.index(), worker.run(batch));
            progress.accept(done.addAndGet(batch.count()));
          }
        }
        return true;
      } catch (RuntimeException | Error e) {
        // The first failure counts that does not only follow from another.
        failure.accumulateAndGet(
            e, (old, fresh) -> old == null || old instanceof CancellationException ? fresh : old);
        reader.close();
        return false;
      }
    }
  }
}
