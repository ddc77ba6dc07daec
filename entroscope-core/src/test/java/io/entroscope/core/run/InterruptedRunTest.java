package io.entroscope.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.Parallel;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that interrupts an analysis has none of its threads any more when it is told so: one
 * that was still in native code then would end the whole process.
 */
class InterruptedRunTest {
  private static final int IMAGES = 3_000;
  private static final Duration LONG = Duration.ofMillis(300);

  @TempDir private Path folder;

  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  @AfterEach
  void forget() {
    Thread.interrupted();
  }

  /** What no interrupt ends, as a call of native code. */
  private void busy() {
    begun.incrementAndGet();
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONG.toNanos()) {
      Thread.onSpinWait();
    }
    ended.incrementAndGet();
  }

  @Test
  void workersHaveEnded() {
    Random random = new Random(1);
    Fixtures.write(folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 0, 3).toArray());
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisPlan plan =
          Planner.plan(
              Network.random(random, 1, Fixtures.PIXELS, 4, 3).model(),
              data,
              AnalysisOptions.builder().threads(2).build());
      Thread caller = Thread.currentThread();
      Progress interrupting =
          (done, total) -> {
            caller.interrupt();
            busy();
          };
      assertThatThrownBy(
              () -> LocalRunner.run(plan, new Shard(1, 1), interrupting, new StageTimes()))
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("interrupted");
      assertThat(begun.get()).isPositive().isEqualTo(ended.get());
    }
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @Test
  void helpersHaveEndedAndBeginNothingMore() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () ->
                Parallel.map(
                    2,
                    1_000,
                    task -> {
                      if (Thread.currentThread().getName().equals("entroscope-estimate")) {
                        busy();
                      } else {
                        // The caller's own part is over once the helper has begun.
                        while (begun.get() == 0) {
                          Thread.onSpinWait();
                        }
                      }
                      return task;
                    }))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("interrupted");
    assertThat(begun.get()).isLessThan(3).isEqualTo(ended.get());
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }
}
