package io.entroscope.spark;

import java.util.Locale;

/**
 * What large data sets take, computed from what was measured and from assumptions that are named:
 * the table of docs/scale.
 */
final class Projection {
  private Projection() {}

  /**
   * A job.
   *
   * @param name for the table
   * @param images how many
   * @param imageBytes encoded
   * @param stateBytes of a finished part, packed
   * @param partImages in a part
   */
  private record Job(
      String name, double images, double imageBytes, double stateBytes, double partImages) {}

  /** Inference of a ResNet-50 and decoding of a 500x375 JPEG, seconds of a core for an image. */
  private static final double INFER = 0.030;

  private static final double DECODE = 0.003;

  /** Observation's share on top of inference. */
  private static final double OBSERVE = 1.1;

  /** Cores of a node, and bytes a second that one gets from storage, and from another node. */
  private static final double CORES = 32;

  private static final double NETWORK = 1.25e9 * 0.8;

  /** Bytes a second of a core that merges: unpacks two states, adds them, packs one. */
  private static final double MERGE = 20e6;

  private static final double FAN_IN = 8;

  /** Names that the driver lists a second, and labels that it takes in from tables. */
  private static final double LISTED = 10_000;

  private static final double LABELLED = 1e6;

  static void print() {
    Job[] jobs = {
      new Job("ImageNet, files", 1.2e6, 110e3, 8e6, 8192),
      new Job("1 billion, tables", 1e9, 110e3, 160e6, 262_144),
    };
    System.out.println(
        "| job | nodes | compute | storage | shuffle | merge | driver, alone | bound by | in all |\n"
            + "|---|---:|---:|---:|---:|---:|---:|---|---:|");
    for (Job job : jobs) {
      for (int nodes : new int[] {1, 10, 100}) {
        System.out.println(row(job, nodes));
      }
    }
  }

  private static String row(Job job, int nodes) {
    boolean tables = job.name().endsWith("tables");
    double compute = job.images() * (INFER * OBSERVE + DECODE) / (nodes * CORES);
    double bytes = job.images() * job.imageBytes();
    double storage = bytes / (nodes * NETWORK);
    double shuffle = tables ? 2 * bytes / (nodes * NETWORK) : 0;
    double parts = Math.ceil(job.images() / job.partImages());
    double merge = 0;
    double left = parts;
    while (left > 1) {
      double tasks = Math.ceil(left / FAN_IN);
      double each = Math.min(left, FAN_IN) * job.stateBytes() / MERGE;
      merge += Math.ceil(tasks / (nodes * CORES)) * each;
      left = tasks;
    }
    double driver = job.images() / (tables ? LABELLED : LISTED);
    // Reading goes on while others compute; the rest comes before and after.
    double all = Math.max(compute, storage) + shuffle + merge + driver;
    String bound =
        compute > storage + shuffle + merge + driver
            ? "inference"
            : driver > merge + shuffle ? "driver" : merge > shuffle ? "merge" : "shuffle";
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %s | %s | %s | %s | %s | **%s** |",
        job.name(),
        nodes,
        time(compute),
        time(storage),
        tables ? time(shuffle) : "none",
        time(merge),
        time(driver),
        bound,
        time(all));
  }

  private static String time(double seconds) {
    if (seconds < 90) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds < 5400) {
      return String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
    return seconds < 48 * 3600
        ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
        : String.format(Locale.ROOT, "%.1f days", seconds / 86400);
  }
}
