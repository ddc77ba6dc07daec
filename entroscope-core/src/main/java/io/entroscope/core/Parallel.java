package io.entroscope.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Independent tasks side by side; what they give is in their order, whatever order they end in. */
final class Parallel {
  private Parallel() {}

  /**
   * Runs tasks 0 .. count−1.
   *
   * @param threads on so many threads, the caller's one of them
   * @param count of the tasks
   * @param task gives the result of a number; the failure of the lowest one is thrown
   */
  static <T> List<T> map(int threads, int count, IntFunction<T> task) {
    List<T> results = new ArrayList<>();
    if (threads == 1 || count == 1) {
      for (int i = 0; i < count; i++) {
        results.add(task.apply(i));
      }
      return results;
    }
    AtomicReferenceArray<T> done = new AtomicReferenceArray<>(count);
    AtomicReferenceArray<Throwable> failed = new AtomicReferenceArray<>(count);
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            try {
              done.set(i, task.apply(i));
            } catch (RuntimeException | Error e) {
              failed.set(i, e);
            }
          }
        };
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, count); i++) {
      Thread helper = new Thread(work, "entroscope-estimate");
      helper.setDaemon(true);
      helper.start();
      helpers.add(helper);
    }
    work.run();
    helpers.forEach(Parallel::join);
    for (int i = 0; i < count; i++) {
      Throwable failure = failed.get(i);
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure != null) {
        throw (RuntimeException) failure;
      }
      results.add(done.get(i));
    }
    return results;
  }

  private static void join(Thread helper) {
    try {
      helper.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AnalysisException("the analysis was interrupted", e);
    }
  }
}
