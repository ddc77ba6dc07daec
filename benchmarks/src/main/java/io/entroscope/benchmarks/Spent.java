package io.entroscope.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What something took: seconds on the clock, and seconds of all cores together. On a machine that
 * others use too, only the latter compares.
 *
 * @param wall seconds on the clock
 * @param cpu seconds that this process spent on all cores
 */
record Spent(double wall, double cpu) {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Something to be measured. */
  @FunctionalInterface
  interface Task {
    void run() throws Exception;
  }

  /** Measures; starts with a collection, so that nobody pays for another's garbage. */
  static Spent by(Task task) throws Exception {
    System.gc();
    long wall = System.nanoTime();
    long cpu = SYSTEM.getProcessCpuTime();
    task.run();
    return new Spent((System.nanoTime() - wall) / 1e9, (SYSTEM.getProcessCpuTime() - cpu) / 1e9);
  }
}
