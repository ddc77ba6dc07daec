package io.entroscope.core.run;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The time of each stage of an analysis, summed over threads. Thread-safe. */
public final class StageTimes {
  private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

  /** The stages, in the order in which data pass them. */
  public enum Stage {
    /** Loading the model into ONNX Runtime. */
    LOAD,
    /** Waiting for images that are still being read and decoded. */
    WAIT,
    /** Running the observed model. */
    INFER,
    /** Copying observed outputs out of ONNX Runtime's buffers. */
    COPY,
    /** Counting: histograms, most active units, confusion matrix. */
    COUNT,
    /** Adding up the floating-point sums, and merging them in the canonical order. */
    SUM,
    /** Merging the counts of all threads. */
    MERGE,
    /** Estimating values from states. */
    ESTIMATE;

    /** The name in files and tables. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Starts at zero. */
  public StageTimes() {
    for (Stage stage : Stage.values()) {
      nanos.put(stage, new LongAdder());
    }
  }

  /**
   * Adds the time since {@code start} to a stage.
   *
   * @param start from {@link System#nanoTime}
   * @return the current time, at which the next stage starts
   */
  public long add(Stage stage, long start) {
    long now = System.nanoTime();
    of(stage).add(now - start);
    return now;
  }

  /** The seconds that a stage took, summed over threads. */
  public double seconds(Stage stage) {
    return of(stage).sum() / 1e9;
  }

  private LongAdder of(Stage stage) {
    return Objects.requireNonNull(nanos.get(stage));
  }
}
