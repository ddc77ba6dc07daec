package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.indicator.LayersIndicators;
import io.entroscope.core.indicator.StreamAlignment;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.onnx.observe.StreamPoint;
import io.entroscope.setting.Setting;
import io.entroscope.stats.EntropyBins;
import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.stats.ProbabilityBins;
import io.entroscope.stats.block.PairMoments;
import java.util.List;

/**
 * An upper bound of the memory for running a plan, in bytes, computed before it runs. Sums grow
 * with the logarithm of the number of images, until every class has all its rows; what is kept of
 * each image is little, and nothing beyond a million images. Java itself, about 100 MB, and the
 * activations between layers for a batch on each thread are not included.
 *
 * @param model the model as read, its weights as they are handed over, and loaded
 * @param buffers inputs and activations that are being processed
 * @param sums the floating-point sums, of open segments and merged
 * @param counts the counts, of each thread and merged
 * @param samples the activations of sampled images, and the rows of all
 */
public record MemoryNeed(long model, long buffers, long sums, long counts, long samples) {
  private static final int MODEL_COPIES = 4;

  /** A histogram's counters for one thread while it counts, and three while states merge. */
  private static final int MERGING = 3;

  /** Before a block, behind it, and of the change. */
  private static final long SQUARES = 3;

  /** The counts and sums of a block's influence. */
  private static final long INFLUENCE_NUMBERS = 13;

  /** Of the rows to fit on, and of those held out. */
  private static final long PAIRS = 2;

  /** Of its width squared, while a map is solved for: moments of all rows, system and map. */
  private static final long MATRICES = 8;

  /** Rows of threads, in arrays twice as large at the worst, and merged ones. */
  private static final int ROWS = 3;

  /** The memory that a plan needs. */
  public static MemoryNeed of(AnalysisPlan plan) {
    int threads = plan.options().threads();
    long units = plan.taps().stream().mapToLong(Tap::units).sum();
    long classes = plan.labels().size();
    long inputs = (2L * threads + 2) * plan.batches().batchSize() * plan.feed().rowBytes();
    // Pinned outputs, copies being counted, and copies waiting to be counted.
    long activations = 3L * threads * (units + blockFloats(plan));
    return new MemoryNeed(
        (long) MODEL_COPIES * plan.model().size(),
        inputs + plan.bundles().images() * activations * Float.BYTES,
        sums(plan, units, classes) + moments(plan) + blocks(plan),
        (threads * (long) Integer.BYTES + MERGING * Long.BYTES)
            * (histogramCounters(plan.taps(), plan.labels().size(), plan.histograms())
                + 2 * classes * units
                + classes * plan.taps().size() * EntropyBins.COUNT),
        plan.samples().positions().length * units * Float.BYTES + ROWS * rows(plan));
  }

  private static long rows(AnalysisPlan plan) {
    return plan.imageDetail().bytes(plan.batches().images());
  }

  /** The largest size of a finished state, in bytes, as machines send it to each other. */
  public static long ofState(AnalysisPlan plan) {
    long units = plan.taps().stream().mapToLong(Tap::units).sum();
    long classes = plan.labels().size();
    long rows = Math.min(classes * AnalysisOptions.GROUPS, plan.batches().images());
    long moments = 0;
    for (Tap tap : plan.taps()) {
      moments += plan.moments(tap).numbers();
    }
    return rows(plan)
        + Double.BYTES
            * (rows * units
                + (plan.options().indicators().asked() ? moments : 0)
                + blockNumbers(plan))
        + Integer.BYTES
            * (histogramCounters(plan.taps(), plan.labels().size(), plan.histograms())
                + 2 * classes * units
                + classes * plan.taps().size() * EntropyBins.COUNT
                + plan.samples().positions().length * units);
  }

  /** A row of sums exists only if there is an image for it. */
  private static long sums(AnalysisPlan plan, long units, long classes) {
    long rows = classes * AnalysisOptions.GROUPS;
    long images = plan.batches().images();
    long segment = (long) plan.batches().segmentBatches() * plan.batches().batchSize();
    long merged = 0;
    for (int level = 0; level < levels(plan); level++) {
      merged += Math.min(rows, Math.min(images, segment << level));
    }
    long all = Math.min(rows, images);
    return units * Double.BYTES * (open(plan) * Math.min(rows, segment) + merged + 2 * all);
  }

  /** The memory for indicators other than entropy. */
  private static long moments(AnalysisPlan plan) {
    if (!plan.options().indicators().asked()) {
      return 0;
    }
    long numbers = 0;
    long building = 0;
    int widest = 0;
    for (Tap tap : plan.taps()) {
      numbers += plan.moments(tap).numbers();
      building += plan.moments(tap).buildingBytes();
      widest = Math.max(widest, tap.units());
    }
    int samples = plan.samples().positions().length;
    return numbers * Double.BYTES * (open(plan) + levels(plan) + 2)
        + building * open(plan)
        + LayersIndicators.bytes(
            plan.taps().size(), samples, widest, plan.labels().size(), plan.options().threads());
  }

  /** What one example gives of all blocks: squares of its rows, and picked rows. */
  private static long blockFloats(AnalysisPlan plan) {
    return plan.measuredBlocks().stream()
        .mapToLong(
            of ->
                of.pickedFloats()
                    + of.point().after().stream().mapToLong(p -> SQUARES * p.places()).sum())
        .sum();
  }

  /** The fractions of the blocks' sums in one state. */
  private static long blockNumbers(AnalysisPlan plan) {
    long numbers = INFLUENCE_NUMBERS * (long) plan.measuredBlocks().size();
    for (StreamPoint point : paired(plan)) {
      numbers += PAIRS * PairMoments.numbers(point.width(), point.width());
    }
    return numbers;
  }

  /** The memory for what blocks do to the stream, and for maps in their place. */
  private static long blocks(AnalysisPlan plan) {
    long building = 0;
    long solving = 0;
    for (StreamPoint point : paired(plan)) {
      long width = point.width();
      building += PAIRS * PairMoments.Builder.bytes(point.width(), point.width());
      solving = Math.max(solving, MATRICES * width * width * Double.BYTES);
    }
    long points = plan.taps().stream().filter(tap -> tap.isBlock()).count();
    return blockNumbers(plan) * Double.BYTES * (open(plan) + levels(plan) + 2)
        + building * open(plan)
        + solving * plan.options().threads()
        + (solving > 0 ? StreamAlignment.bytes(points) : 0);
  }

  /** The points behind the blocks whose rows are kept in pairs. */
  private static List<StreamPoint> paired(AnalysisPlan plan) {
    return plan.measuredBlocks().stream()
        .filter(of -> of.rows().isPresent())
        .flatMap(of -> of.point().after().stream())
        .toList();
  }

  /** The largest number of open segments. */
  private static long open(AnalysisPlan plan) {
    return Math.min(plan.options().threads() + 1L, plan.batches().segments());
  }

  /** The largest number of states that wait to be merged with a neighbour. */
  private static int levels(AnalysisPlan plan) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(plan.batches().segments());
  }

  /** The number of counters in the histograms of activation probabilities. */
  static long histogramCounters(List<Tap> taps, int classes, Histograms histograms) {
    long units = taps.stream().mapToLong(Tap::units).sum();
    long rows =
        switch (histograms) {
          case PER_CLASS -> classes;
          case POOLED -> 1;
          case NONE -> 0;
        };
    return rows * units * ProbabilityBins.COUNT;
  }

  /** The sum. */
  public long total() {
    return model + buffers + sums + counts + samples;
  }

  /**
   * Checks that it is within a limit.
   *
   * @param limit in bytes
   * @throws PlanException if it is not
   */
  void requireWithin(long limit) {
    if (total() > limit) {
      throw new PlanException(
          "the analysis needs about "
              + mebibytes(total())
              + " MiB (model "
              + mebibytes(model)
              + ", batches "
              + mebibytes(buffers)
              + ", statistics "
              + mebibytes(sums + counts + samples)
              + "), and "
              + Setting.MEMORY
              + " is "
              + mebibytes(limit)
              + " MiB; observe fewer "
              + Setting.LAYERS
              + " or "
              + Setting.CLASSES
              + ", use a smaller "
              + Setting.BATCH
              + " or fewer"
              + " "
              + Setting.THREADS
              + ", or allow more");
    }
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
