package io.entroscope.core.ablate;

import io.entroscope.core.Parallel;
import io.entroscope.core.Progress;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Runs through all batches of a plan with several threads; what comes out is in their order. */
final class BatchRuns {
  private BatchRuns() {}

  /** What one thread does with a batch. */
  interface Worker<T> extends AutoCloseable {
    T run(Batch batch);

    @Override
    void close();
  }

  /**
   * Runs.
   *
   * @param workers makes one for each thread
   * @return what came of each batch that was read, in order
   * @throws io.entroscope.data.DataException if an example cannot be read
   */
  static <T> List<T> run(OutputPlan plan, Supplier<Worker<T>> workers, Progress progress) {
    AtomicReferenceArray<T> results = new AtomicReferenceArray<>(plan.batches().batches());
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Work<T> work = new Work<>(plan, results, progress, new AtomicLong(), failure);
    int threads = plan.options().threads();
    try (BatchReader reader = plan.read()) {
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
      OutputPlan plan,
      AtomicReferenceArray<T> results,
      Progress progress,
      AtomicLong done,
      AtomicReference<Throwable> failure) {
    private boolean through(BatchReader reader, Supplier<Worker<T>> workers) {
      try (Worker<T> worker = workers.get()) {
        for (Batch next = reader.next(); next != null; next = reader.next()) {
          try (Batch batch = next) {
            results.set(batch.index(), worker.run(batch));
            progress.update(done.addAndGet(batch.count()), plan.batches().images());
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
