package io.entroscope.core.ablate;

import io.entroscope.core.Progress;
import io.entroscope.core.internal.BatchRuns;
import io.entroscope.core.internal.TokenPieces;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.HeldTensors;
import io.entroscope.data.batch.Batch;
import io.entroscope.stats.block.BlockInfluence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Runs the whole model and some routes through it on batches, and compares what comes out. */
final class RouteWorker implements BatchRuns.Worker<Counted> {
  private final OutputPlan plan;
  private final Task task;
  private final Route whole;
  private final HeldTensors.Inputs inputs;
  private final TokenPieces pieces;

  private RouteWorker(OutputPlan plan, SplitModel split, Feed feed, Task task) {
    this.plan = plan;
    this.task = task;
    this.whole = split.routes().whole();
    this.inputs = new HeldTensors.Inputs(feed);
    this.pieces = Pieces.of(plan, feed);
  }

  /**
   * What is to be measured.
   *
   * @param below what all routes go on from; {@link Route#NONE}: the whole model
   * @param routes each is compared with the whole model
   * @param streams the candidates whose influence is observed
   */
  record Task(Route below, List<Route> routes, List<StreamRows> streams) {
    Task {
      routes = List.copyOf(routes);
      streams = List.copyOf(streams);
    }
  }

  /** Measures on all examples of a plan. */
  static Counted run(OutputPlan plan, SplitModel split, Task task, Progress progress) {
    Feed feed = plan.trimmed((held, inputs) -> split.routes().whole().follow(held));
    return plan.each(() -> new RouteWorker(plan, split, feed, task), progress).stream()
        .reduce(Counted::merge)
        .orElseThrow();
  }

  @Override
  public Counted run(Batch batch) {
    List<OutputComparer> comparers =
        task.routes().stream().map(route -> new OutputComparer(plan.output())).toList();
    List<BlockInfluence.Builder> influences =
        task.streams().stream().map(stream -> new BlockInfluence.Builder()).toList();
    long wholeNanos = 0;
    long routesNanos = 0;
    for (int from = 0; from < batch.count(); ) {
      int count = pieces.end(batch, from) - from;
      try (HeldTensors held = inputs.of(batch.tensors(), from, count)) {
        long start = System.nanoTime();
        whole.follow(held);
        wholeNanos += System.nanoTime() - start;
        ExampleFacts facts = ExampleFacts.of(plan, batch, from, count, held);
        OutputRows first = OutputRows.of(plan.output(), held);
        for (int i = 0; i < influences.size(); i++) {
          task.streams().get(i).add(held, count, facts, influences.get(i));
        }
        routesNanos += routes(held, first, count, facts, comparers);
      }
      from += count;
    }
    return new Counted(
        comparers.stream().map(OutputComparer::state).toList(),
        influences.stream().map(BlockInfluence.Builder::build).toList(),
        wholeNanos,
        routesNanos);
  }

  private long routes(
      HeldTensors held,
      OutputRows first,
      int count,
      ExampleFacts facts,
      List<OutputComparer> comparers) {
    long nanos = 0;
    long start = System.nanoTime();
    try (HeldTensors below = held.above()) {
      task.below().follow(below);
      nanos += System.nanoTime() - start;
      for (int r = 0; r < comparers.size(); r++) {
        start = System.nanoTime();
        try (HeldTensors above = below.above()) {
          task.routes().get(r).follow(above);
          nanos += System.nanoTime() - start;
          OutputRows second = OutputRows.of(plan.output(), above);
          OutputComparer comparer = comparers.get(r);
          IntStream.range(0, count)
              .forEach(example -> comparer.add(first, second, example, facts.of(example)));
        }
      }
    }
    return nanos;
  }

  @Override
  public void close() {
    inputs.close();
  }

  /** The routes without one more candidate each. */
  static List<Route> each(SplitModel split, Route below, List<Removable> candidates) {
    List<Route> routes = new ArrayList<>();
    for (Removable candidate : candidates) {
      List<String> out = new ArrayList<>(below.out());
      out.add(candidate.name());
      routes.add(split.routes().without(below, Set.copyOf(out)));
    }
    return routes;
  }
}
