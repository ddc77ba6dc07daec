package io.entroscope.spark;

import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.plan.AnalysisPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An analysis on one executor: the plan, and the model loaded into ONNX Runtime, both made once and
 * shared by all tasks of the process. It stays loaded for the next task until others have come, or
 * {@link #forget} is called.
 */
final class Loaded {
  /**
   * Analyses that stay loaded at once, so that two that run side by side do not push each other
   * out.
   */
  private static final int MOST = 2;

  private static final List<Loaded> ALL = new ArrayList<>();

  private final UUID id;
  private final AnalysisPlan plan;
  private @Nullable OrtEngine engine;
  private int users;
  private boolean forgotten;

  private Loaded(UUID id, AnalysisPlan plan) {
    this.id = id;
    this.plan = plan;
  }

  /** Something that is done with a loaded analysis. */
  @FunctionalInterface
  interface Use<T> {
    T with(Loaded loaded);
  }

  /** Does something with an analysis, loading it if need be. */
  static <T> T use(Work work, Use<T> use) {
    Loaded loaded = acquire(work);
    try {
      return use.with(loaded);
    } finally {
      release(loaded);
    }
  }

  private static Loaded acquire(Work work) {
    synchronized (ALL) {
      for (Loaded loaded : ALL) {
        if (loaded.id.equals(work.id()) && !loaded.forgotten) {
          loaded.users++;
          return loaded;
        }
      }
      ALL.stream().limit(Math.max(0, ALL.size() + 1 - MOST)).forEach(old -> old.forgotten = true);
      Loaded loaded = new Loaded(work.id(), work.plan());
      loaded.users = 1;
      ALL.add(loaded);
      closeUnused();
      return loaded;
    }
  }

  private static void release(Loaded loaded) {
    synchronized (ALL) {
      loaded.users--;
      closeUnused();
    }
  }

  /** Frees an analysis as soon as no task uses it. */
  static void forget(UUID id) {
    synchronized (ALL) {
      ALL.stream()
          .filter(loaded -> loaded.id.equals(id))
          .forEach(loaded -> loaded.forgotten = true);
      closeUnused();
    }
  }

  private static void closeUnused() {
    ALL.removeIf(
        loaded -> {
          boolean unused = loaded.forgotten && loaded.users == 0;
          if (unused && loaded.engine != null) {
            loaded.engine.close();
          }
          return unused;
        });
  }

  /** The plan, with no images at hand. */
  AnalysisPlan plan() {
    return plan;
  }

  /** The observed model. */
  synchronized OrtEngine engine() {
    if (engine == null) {
      engine =
          OrtEngine.open(plan.observation().model(), plan.options().device(), Optimization.ALL);
    }
    return engine;
  }
}
