package io.entroscope.testing;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Reads inputs one by one on a thread of its own, so that one that never ends is noticed. */
final class FuzzRun implements AutoCloseable {
  static final int MOST_CPU_SECONDS = 2;

  /**
   * By when one that waits for something is given up. One that runs is measured by its processor
   * time, of which a machine that does much else may give it none for a minute.
   */
  private static final Duration MOST_WALL = Duration.ofMinutes(10);

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final String reader;
  private final Class<? extends RuntimeException> own;
  private final long mostBytes;
  private final Fuzz.Reader target;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "fuzz");
            made.setDaemon(true);
            return made;
          });
  private volatile @Nullable Execution current;
  private long refused;
  private long cpuNanos;
  private volatile long wholeNanos;

  FuzzRun(
      String reader, Class<? extends RuntimeException> own, long mostBytes, Fuzz.Reader target) {
    this.reader = reader;
    this.own = own;
    this.mostBytes = mostBytes;
    this.target = target;
  }

  /** How many inputs the reader has refused. */
  long refused() {
    return refused;
  }

  /**
   * Processor time that the readings took, in seconds; unlike the clock's, a busy machine's too.
   */
  double cpuSeconds() {
    return cpuNanos / 1e9;
  }

  /** Processor time that the readings and all around them took, in seconds. */
  double wholeSeconds() {
    return wholeNanos / 1e9;
  }

  /** All the readings of a run. */
  @FunctionalInterface
  interface Readings {
    void read() throws IOException;
  }

  /** What is being read. */
  private record Execution(byte[] input, String origin, long start, long thread, long cpu) {
    static Execution begun(byte[] input, String origin) {
      return new Execution(
          input,
          origin,
          System.nanoTime(),
          Thread.currentThread().getId(),
          THREADS.getCurrentThreadCpuTime());
    }

    /** Whether it has taken so much time that it is not waited for any longer. */
    boolean isEndless() {
      long cpuSeconds = TimeUnit.NANOSECONDS.toSeconds(THREADS.getThreadCpuTime(thread) - cpu);
      return cpuSeconds > 2 * MOST_CPU_SECONDS || System.nanoTime() - start > MOST_WALL.toNanos();
    }
  }

  /** Does all of them on the thread, and watches. */
  void watch(Readings all) throws IOException {
    Future<?> reading =
        thread.submit(
            () -> {
              all.read();
              wholeNanos = THREADS.getCurrentThreadCpuTime();
              return null;
            });
    while (true) {
      try {
        reading.get(1, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        requireProgress();
      } catch (ExecutionException e) {
        throw new AssertionError(Objects.requireNonNullElse(e.getCause(), e).getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  private void requireProgress() throws IOException {
    Execution now = current;
    if (now != null && now.isEndless()) {
      throw failure(now, new AssertionError("it doesn't end"));
    }
  }

  /**
   * Reads an input; to be called on the thread.
   *
   * @param origin where it comes from, for the message
   * @param valid whether the reader must take it
   */
  void read(byte[] input, String origin, boolean valid) throws IOException {
    Execution now = Execution.begun(input, origin);
    current = now;
    try {
      judged(input, valid);
    } catch (Throwable e) { // Errors above all.
      throw failure(now, e);
    }
  }

  private void judged(byte[] input, boolean valid) throws IOException {
    long cpu = THREADS.getCurrentThreadCpuTime();
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    try {
      target.read(input);
    } catch (RuntimeException e) {
      if (valid || !own.isInstance(e)) {
        throw e;
      }
      requireOneLine(e);
      refused++;
    }
    allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
    if (allocated > mostBytes) {
      throw new AssertionError("it allocates " + allocated + " bytes, more than " + mostBytes);
    }
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    cpuNanos += cpu;
    long seconds = TimeUnit.NANOSECONDS.toSeconds(cpu);
    if (seconds >= MOST_CPU_SECONDS) {
      throw new AssertionError("it takes more than " + seconds + " s of processor time");
    }
  }

  private static void requireOneLine(RuntimeException e) {
    String message = e.getMessage();
    if (message == null || message.isBlank() || message.lines().count() != 1) {
      throw new AssertionError("its message isn't one line: " + message, e);
    }
  }

  private AssertionError failure(Execution of, Throwable cause) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/fuzz"));
    Path kept = folder.resolve(reader + "-" + Integer.toHexString(of.origin().hashCode()));
    Files.write(kept, of.input());
    return new AssertionError(
        reader + ", " + of.origin() + ": " + cause + "; the input is kept in " + kept, cause);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
