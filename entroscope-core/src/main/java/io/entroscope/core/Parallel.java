package io.entroscope.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** Runs independent tasks in parallel; results are in the order of the tasks. */
public final class Parallel {
  private Parallel() {}

  /**
   * Runs tasks 0 .. count−1, the lower ones first.
   *
   * @param threads number of threads, including the caller's
   * @param count number of tasks
   * @param task computes the result of a number; the failure of the lowest number is thrown
   */
  public static <T> List<T> map(int threads, int count, IntFunction<T> task) {
    AtomicReferenceArray<T> results = new AtomicReferenceArray<>(count);
    AtomicReferenceArray<Throwable> failures = new AtomicReferenceArray<>(count);
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            try {
              results.set(i, task.apply(i));
            } catch (RuntimeException | Error e) {
              failures.set(i, e);
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
    if (isInterruptedBefore(helpers, () -> next.set(count))) {
      Thread.currentThread().interrupt();
      throw new AnalysisException("the analysis was interrupted");
    }
    List<T> ordered = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      throwIfAny(failures.get(i));
      ordered.add(results.get(i));
    }
    return ordered;
  }

  /**
   * Runs two tasks at once, each of which may use several threads itself: one fills the other's
   * gaps.
   *
   * @param first whose failure is thrown, if both fail
   * @return what the second gives
   */
  public static <T> T beside(Runnable first, Supplier<T> second) {
    AtomicReference<T> result = new AtomicReference<>();
    map(
        2,
        2,
        task -> {
          if (task == 0) {
            first.run();
          } else {
            result.set(second.get());
          }
          return task;
        });
    return Objects.requireNonNull(result.get());
  }

  private static void throwIfAny(Throwable failure) {
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Waits for all: what they work with may be native, and is closed by whoever called. */
  private static boolean isInterruptedBefore(List<Thread> helpers, Runnable stop) {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
          stop.run();
        }
      }
    }
    return interrupted;
  }
}
