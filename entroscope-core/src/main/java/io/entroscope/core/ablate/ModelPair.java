package io.entroscope.core.ablate;

import io.entroscope.core.Progress;
import io.entroscope.core.internal.BatchRuns;
import io.entroscope.core.internal.TokenPieces;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.HeldTensors;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.data.batch.Batch;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.observe.ExposeTensors;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A model beside others of the same inputs and outputs, such as before and after an edit. What it
 * gives is kept, unless it is very much, so that it runs once for all that it is compared with. For
 * one thread at a time.
 */
public final class ModelPair {
  /** Numbers that are kept at most: 64 MiB. */
  private static final long MOST_KEPT = 1L << 24;

  private final OutputPlan plan;
  private final boolean keeps;

  /** By the place of the first example among all. */
  private final Map<Place, float[]> kept = new ConcurrentHashMap<>();

  private boolean known;
  private Feed feed;

  /** A plan's model. */
  public ModelPair(OutputPlan plan) {
    this.plan = plan;
    this.feed = plan.feed();
    this.keeps = (long) plan.output().numbers() * plan.batches().images() <= MOST_KEPT;
  }

  private record Place(int batch, int from) {}

  /** {@link #with} another model alone. */
  public static OutputComparison compare(OutputPlan plan, OnnxModel other, Progress progress) {
    return new ModelPair(plan).with(other, progress);
  }

  /**
   * Compares the plan's model with another on all the plan's examples. The same bits for any number
   * of threads.
   *
   * @throws io.entroscope.core.AnalysisException if one of them fails
   * @throws io.entroscope.data.DataException if an example cannot be read
   */
  public OutputComparison with(OnnxModel other, Progress progress) {
    OutputComparison all;
    try (OrtEngine second = open(plan, other)) {
      if (known) {
        return compared(null, second, progress);
      }
      try (OrtEngine first = open(plan, plan.model())) {
        feed = plan.trimmed((held, inputs) -> held.run(first, inputs, outputs()));
        all = compared(first, second, progress);
      }
    }
    known = keeps;
    return all;
  }

  private Set<String> outputs() {
    return Set.of(plan.output().tensor());
  }

  private OutputComparison compared(
      @Nullable OrtEngine first, OrtEngine second, Progress progress) {
    return plan.each(() -> new Pair(first, second), progress).stream()
        .reduce(OutputComparison.NONE, OutputComparison::merge);
  }

  private static OrtEngine open(OutputPlan plan, OnnxModel model) {
    return OrtEngine.open(
        new ExposeTensors(Set.of(plan.output().tensor())).apply(model),
        plan.options().device(),
        Optimization.ALL);
  }

  private final class Pair implements BatchRuns.Worker<OutputComparison> {
    private final @Nullable OrtEngine first;
    private final OrtEngine second;
    private final HeldTensors.Inputs inputs;
    private final TokenPieces pieces;

    private Pair(@Nullable OrtEngine first, OrtEngine second) {
      this.first = first;
      this.second = second;
      this.inputs = new HeldTensors.Inputs(feed);
      this.pieces = Pieces.of(plan, feed);
    }

    @Override
    public OutputComparison run(Batch batch) {
      OutputComparer comparer = new OutputComparer(plan.output());
      for (int from = 0; from < batch.count(); ) {
        int count = pieces.end(batch, from) - from;
        try (HeldTensors held = inputs.of(batch.tensors(), from, count)) {
          ExampleFacts facts = ExampleFacts.of(plan, batch, from, count, held);
          OutputRows one = first(held, new Place(batch.index(), from));
          OutputRows two = rows(held, second);
          for (int i = 0; i < count; i++) {
            comparer.add(one, two, i, facts.of(i));
          }
        }
        from += count;
      }
      return comparer.state();
    }

    private OutputRows first(HeldTensors held, Place place) {
      if (first == null) {
        return new OutputRows(plan.output(), Objects.requireNonNull(kept.get(place)));
      }
      OutputRows rows = rows(held, first);
      if (keeps) {
        kept.put(place, rows.numbers());
      }
      return rows;
    }

    private OutputRows rows(HeldTensors held, OrtEngine engine) {
      try (HeldTensors above = held.above()) {
        above.run(engine, inputs.names(), outputs());
        return OutputRows.of(plan.output(), above);
      }
    }

    @Override
    public void close() {
      inputs.close();
    }
  }
}
