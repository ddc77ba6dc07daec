package io.entroscope.spark;

import java.util.Locale;

/**
 * What large datasets take, computed from what was measured and from assumptions that are named:
 * the table of docs/scale.
 */
final class Projection {
  // Assumed. Seconds of a core for an image of 224x224: a ResNet-50, and a JPEG of 500x375.
  private static final double INFER = 0.030;
  private static final double DECODE = 0.003;
  // Observation beside inference.
  private static final double OBSERVE = 1.1;
  private static final double IMAGE_BYTES = 110e3;
  // Cores of a node, and bytes a second that it gets from storage or from other nodes.
  private static final double CORES = 32;
  private static final double NETWORK = 1e9;
  // What the driver does alone: names listed in a second, labels taken in from tables.
  private static final double LISTED = 10_000;
  private static final double LABELLED = 1e6;

  // Measured, with 1,000 classes and their logits observed. Bytes of a packed state for an image in
  // it, and of that of all images; bytes a second that a core unpacks and packs.
  private static final double BY_CLASS = 130;
  private static final double MIXED = 4_900;
  private static final double WHOLE = 127e6;
  private static final double UNPACK = 87e6;
  private static final double PACK = 33e6;

  // As the program does it.
  private static final double SEGMENT = 2048;
  private static final double PARTS_PER_CORE = 3;
  private static final double FAN_IN = 8;

  private Projection() {}

  static void print() {
    System.out.println(
        "| images | nodes | inference and decoding | reading | shuffle | merging states | driver,"
            + " alone | in all | most of it |\n|---|---:|---:|---:|---:|---:|---:|---:|---|");
    for (int nodes : new int[] {1, 10, 100}) {
      System.out.println(row("1.2 million, files by class", 1.2e6, false, nodes));
    }
    for (int nodes : new int[] {1, 10, 100}) {
      System.out.println(row("1 billion, tables, mixed", 1e9, true, nodes));
    }
  }

  private static String row(String name, double images, boolean tables, int nodes) {
    double parts = parts(images, nodes * CORES);
    // Parts come in waves, of which the last may leave cores idle.
    double compute =
        Math.ceil(parts / (nodes * CORES)) * (images / parts) * (INFER * OBSERVE + DECODE);
    double reading = images * IMAGE_BYTES / (nodes * NETWORK);
    double shuffle = tables ? 2 * reading : 0;
    double merge = merging(images, tables ? MIXED : BY_CLASS, nodes * CORES);
    double driver = images / (tables ? LABELLED : LISTED);
    // Files are read while others are computed; tables are read and shuffled before.
    double all =
        tables
            ? reading + shuffle + compute + merge + driver
            : Math.max(compute, reading) + merge + driver;
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %s | %s | %s | %s | **%s** | %s |",
        name,
        nodes,
        time(compute),
        time(reading),
        tables ? time(shuffle) : "none",
        time(merge),
        time(driver),
        time(all),
        most(compute, reading + shuffle, merge, driver));
  }

  private static double parts(double images, double cores) {
    return Math.ceil(Math.min(images / SEGMENT, PARTS_PER_CORE * cores));
  }

  /** Level by level, as many at once as there are cores, and the last one by the driver. */
  private static double merging(double images, double bytesPerImage, double cores) {
    double left = parts(images, cores);
    double state = Math.min(WHOLE, bytesPerImage * images / left);
    double seconds = 0;
    while (left > 1) {
      double tasks = Math.ceil(left / FAN_IN);
      double of = Math.min(left, FAN_IN);
      double merged = Math.min(WHOLE, state * of);
      seconds += Math.ceil(tasks / cores) * (of * state / UNPACK + merged / PACK);
      state = merged;
      left = tasks;
    }
    return seconds + state / UNPACK;
  }

  private static String most(double compute, double moving, double merge, double driver) {
    double largest = Math.max(Math.max(compute, moving), Math.max(merge, driver));
    return largest == compute
        ? "inference"
        : largest == moving ? "moving images" : largest == merge ? "merging" : "the driver";
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
