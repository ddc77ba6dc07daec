package io.entroscope.core.run;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** How long the stages of an analysis took, added up over threads. Safe for several threads. */
public final class StageTimes {
  private final Map<Stage, LongAdder> nanos = new EnumMap<>(Stage.class);

  /** The stages on the way of the data. */
  public enum Stage {
    /** Loading the model into ONNX Runtime. */
    LOAD,
    /** Waiting for images that are still being read and decoded. */
    WAIT,
    /** Running the observed model. */
    INFER,
    /** Copying what was observed out of ONNX Runtime's buffers. */
    COPY,
    /** Counting: histograms, wins, confusion. */
    COUNT,
    /** Adding up the floating-point sums, and merging them in the canonical order. */
    SUM,
    /** Merging what the threads counted. */
    MERGE,
    /** Turning states into numbers. */
    ESTIMATE;

    /** The name in files and tables. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** No time yet. */
  public StageTimes() {
    for (Stage stage : Stage.values()) {
      nanos.put(stage, new LongAdder());
    }
  }

  /**
   * Adds the time since {@code start} to a stage.
   *
   * @param start as {@link System#nanoTime} gave it
   * @return the time now, at which the next stage starts
   */
  public long add(Stage stage, long start) {
    long now = System.nanoTime();
    of(stage).add(now - start);
    return now;
  }

  /** The seconds of all threads together that a stage took. */
  public double seconds(Stage stage) {
    return of(stage).sum() / 1e9;
  }

  private LongAdder of(Stage stage) {
    return Objects.requireNonNull(nanos.get(stage));
  }
}
