package io.entroscope.benchmarks;

import ai.onnxruntime.OrtException;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.data.batch.DecodedImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The fastest bare inference of a model that any of many batch sizes gives on this machine, with
 * batches side by side on one thread each, or one after the other on all threads: what an analysis
 * is measured against, since whoever runs bare inference may choose as well.
 */
final class BestBare implements AutoCloseable {
  private final Way way;
  private final BareInference bare;

  private BestBare(Way way, BareInference bare) {
    this.way = way;
    this.bare = bare;
  }

  /**
   * A way to run a model.
   *
   * @param examples in each call
   * @param callers threads that call side by side
   * @param inside threads that ONNX Runtime runs each call on
   */
  private record Way(int examples, int callers, int inside) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          callers == 1 && inside > 1 ? "%d in each call, on %d threads" : "%d in each of %d calls",
          examples,
          callers == 1 ? inside : callers);
    }
  }

  /** A way and the seconds of its fastest pass. */
  private record Timed(Way way, double seconds) {}

  /**
   * Tries all ways.
   *
   * @param plan whose model is run
   * @param data its examples, in batches as large as any that are to be tried
   * @param sizes of batches to be tried
   * @param passes over the data of which the fastest counts, after one that does not
   */
  static BestBare of(AnalysisPlan plan, DecodedImages data, List<Integer> sizes, int passes)
      throws Exception {
    List<Timed> timed = new ArrayList<>();
    for (Way way : ways(plan, sizes)) {
      try (BareInference bare = open(plan, data, way)) {
        timed.add(new Timed(way, fastest(bare, passes)));
      }
    }
    Way best = timed.stream().min(Comparator.comparingDouble(Timed::seconds)).orElseThrow().way();
    return new BestBare(best, open(plan, data, best));
  }

  private static List<Way> ways(AnalysisPlan plan, List<Integer> sizes) {
    int threads = plan.options().threads();
    List<Way> ways = new ArrayList<>();
    for (int size : sizes) {
      ways.add(new Way(size, threads, 1));
      if (threads > 1) {
        ways.add(new Way(size, 1, threads));
      }
    }
    return ways;
  }

  private static BareInference open(AnalysisPlan plan, DecodedImages data, Way way)
      throws OrtException {
    return new BareInference(plan, data, way.examples(), way.callers(), way.inside());
  }

  private static double fastest(BareInference bare, int passes) throws Exception {
    bare.run();
    double fastest = Double.POSITIVE_INFINITY;
    for (int pass = 0; pass < passes; pass++) {
      fastest = Math.min(fastest, Spent.by(bare::run).wall());
    }
    return fastest;
  }

  void run() throws Exception {
    bare.run();
  }

  @Override
  public String toString() {
    return way.toString();
  }

  @Override
  public void close() throws OrtException {
    bare.close();
  }
}
