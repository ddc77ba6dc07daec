package io.entroscope.core.run;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.Progress;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.plan.Padding;
import io.entroscope.core.plan.PredictionReader;
import io.entroscope.core.plan.TokenMask;
import io.entroscope.core.run.BatchPieces.Piece;
import io.entroscope.core.run.StageTimes.Stage;
import io.entroscope.core.state.AnalysisState;
import io.entroscope.core.state.ExactCounts;
import io.entroscope.core.state.PartialState;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.data.batch.BatchSource;
import io.entroscope.onnx.observe.TapOutputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a plan on this machine: some threads decode, as many infer and count, each working on one
 * piece of a batch at a time. The state does not depend on the number of threads.
 */
public final class LocalRunner {
  private final AnalysisPlan plan;
  private final int images;
  private final Progress progress;
  private final StageTimes times;
  private final Witness witness;
  private final OrtProducts products = new OrtProducts();
  private final SegmentSums sums;
  private final Map<Integer, Integer> placeOfSample = new HashMap<>();
  private final AtomicLong done = new AtomicLong();

  private LocalRunner(
      AnalysisPlan plan, int images, Progress progress, StageTimes times, Witness witness) {
    this.plan = plan;
    this.witness = witness;
    this.images = images;
    this.progress = progress;
    this.times = times;
    this.sums = new SegmentSums(plan, products);
    int[] positions = plan.samples().positions();
    for (int i = 0; i < positions.length; i++) {
      placeOfSample.put(positions[i], i);
    }
  }

  /**
   * Runs a plan.
   *
   * @throws AnalysisException if inference fails
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public static AnalysisState run(AnalysisPlan plan, Progress progress, StageTimes times) {
    return run(plan, progress, times, Witness.NONE);
  }

  /**
   * Runs a plan while somebody watches.
   *
   * @throws AnalysisException if inference fails
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public static AnalysisState run(
      AnalysisPlan plan, Progress progress, StageTimes times, Witness witness) {
    BatchPlan batches = plan.batches();
    try (BatchReader reader = open(plan, 0, batches.segments())) {
      return whole(
          plan, new LocalRunner(plan, batches.images(), progress, times, witness).run(reader));
    }
  }

  /**
   * Runs a plan on images from another source than its dataset.
   *
   * @param source of all the plan's batches
   * @throws AnalysisException if inference fails
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public static AnalysisState run(
      AnalysisPlan plan, BatchSource source, Progress progress, StageTimes times) {
    return whole(
        plan,
        new LocalRunner(plan, plan.batches().images(), progress, times, Witness.NONE).run(source));
  }

  private static AnalysisState whole(AnalysisPlan plan, PartialState all) {
    return PartialState.merge(plan, Map.of("this run", all));
  }

  /**
   * Runs a part of a plan.
   *
   * @throws AnalysisException if inference fails
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public static PartialState run(
      AnalysisPlan plan, Shard shard, Progress progress, StageTimes times) {
    BatchPlan batches = plan.batches();
    try (BatchReader reader = open(plan, shard.fromSegment(batches), shard.toSegment(batches))) {
      return new LocalRunner(plan, shard.images(batches), progress, times, Witness.NONE)
          .run(reader);
    }
  }

  private static BatchReader open(AnalysisPlan plan, int fromSegment, int toSegment) {
    int threads = plan.options().threads();
    BatchPlan batches = plan.batches();
    return plan.input()
        .read(
            batches,
            batches.firstBatch(fromSegment),
            batches.firstBatch(toSegment),
            new Ahead(threads, 2 * threads + 2));
  }

  /**
   * Runs some segments of a plan with its {@linkplain AnalysisPlan#observation observed model}
   * loaded already.
   *
   * @param fromSegment the first one
   * @param toSegment the one after the last
   * @throws AnalysisException if inference fails
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public static PartialState run(
      AnalysisPlan plan, int fromSegment, int toSegment, OrtEngine engine, StageTimes times) {
    try (BatchReader reader = open(plan, fromSegment, toSegment)) {
      return new LocalRunner(plan, plan.batches().images(), Progress.NONE, times, Witness.NONE)
          .run(engine, reader);
    }
  }

  private PartialState run(BatchSource source) {
    long start = System.nanoTime();
    try (OrtEngine engine =
        OrtEngine.open(plan.observation().model(), plan.options().device(), Optimization.ALL)) {
      times.add(Stage.LOAD, start);
      return run(engine, source);
    }
  }

  private PartialState run(OrtEngine engine, BatchSource source) {
    int threads = plan.options().threads();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "entroscope-infer");
              thread.setDaemon(true);
              return thread;
            });
    try {
      Feed feed = feed(engine);
      BatchPieces pieces = new BatchPieces(plan, feed, source, sums::buffer);
      List<Future<CountAccumulator>> workers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        workers.add(pool.submit(() -> workOrStopAll(engine, feed, source, pieces)));
      }
      List<CountAccumulator> accumulators = await(workers, source);
      long start = System.nanoTime();
      ExactCounts counts = CountAccumulator.sum(plan, accumulators);
      times.add(Stage.MERGE, start);
      return new PartialState(sums.bySegments(), counts, source.skipped().length);
    } finally {
      end(pool);
      products.close();
    }
  }

  /** Waits for the workers even if interrupted: what they run in is native, and closed next. */
  private static void end(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = Thread.interrupted();
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for all, then throws the first failure that did not only follow from another. */
  private static <T> List<T> await(List<Future<T>> workers, BatchSource source) {
    List<T> results = new ArrayList<>();
    Throwable failure = null;
    for (Future<T> worker : workers) {
      try {
        results.add(worker.get());
      } catch (ExecutionException e) {
        if (failure == null || failure instanceof CancellationException) {
          failure = e.getCause();
        }
      } catch (InterruptedException e) {
        source.close();
        Thread.currentThread().interrupt();
        throw new AnalysisException("the analysis was interrupted", e);
      }
    }
    if (failure instanceof RuntimeException cause) {
      throw cause;
    }
    if (failure instanceof Error cause) {
      throw cause;
    }
    return results;
  }

  private CountAccumulator workOrStopAll(
      OrtEngine engine, Feed feed, BatchSource source, BatchPieces pieces) {
    try {
      return work(engine, feed, pieces);
    } catch (RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /** What goes in: without padding, if nothing that is observed depends on it. */
  private Feed feed(OrtEngine engine) {
    PredictionReader predictions = new PredictionReader(plan);
    Set<String> all = new HashSet<>(floats(predictions).keySet());
    all.addAll(predictions.others());
    Set<String> tried = new HashSet<>(all);
    plan.measuredBlocks().stream()
        .flatMap(block -> block.rows().stream())
        .forEach(rows -> tried.removeAll(List.of(rows.before(), rows.after())));
    return Padding.without(
        plan.feed(),
        plan.input(),
        TokenMask.of(plan.input(), plan.options()),
        tried,
        (held, inputs) -> held.run(engine, inputs, all));
  }

  private Map<String, List<Long>> floats(PredictionReader predictions) {
    Map<String, List<Long>> floats = new HashMap<>(predictions.floats());
    for (Tap tap : plan.taps()) {
      floats.put(tap.outputs().pooled(), List.of((long) tap.units()));
      floats.put(tap.outputs().statistics(), List.of((long) TapOutputs.COLUMNS));
    }
    floats.putAll(BlockBuffer.outputs(plan.measuredBlocks()));
    return floats;
  }

  private CountAccumulator work(OrtEngine engine, Feed feed, BatchPieces pieces) {
    PredictionReader predictions = new PredictionReader(plan);
    CountAccumulator accumulator = new CountAccumulator(plan, placeOfSample);
    try (OrtRunner runner =
        new OrtRunner(
            engine, feed.ofAtMost(pieces.images()), floats(predictions), predictions.others())) {
      while (true) {
        long time = System.nanoTime();
        Piece piece = pieces.next();
        time = times.add(Stage.WAIT, time);
        if (piece == null) {
          return accumulator;
        }
        if (piece.count() > 0) {
          runner.run(piece.batch().tensors(), piece.from(), piece.count());
          time = times.add(Stage.INFER, time);
          piece.buffer().copyFrom(runner, predictions, piece.slot(), piece.from(), piece.count());
          time = times.add(Stage.COPY, time);
        }
        if (piece.done()) {
          accumulator.count(piece.buffer());
          witness.see(new SeenImages(plan, piece.buffer()));
          time = times.add(Stage.COUNT, time);
          int count = piece.buffer().count();
          sums.add(piece.buffer());
          times.add(Stage.SUM, time);
          progress.update(done.addAndGet(count), images);
        }
      }
    }
  }
}
