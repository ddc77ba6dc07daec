package io.entroscope.core.prune.block;

import io.entroscope.core.Parallel;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.observe.FloatTensors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** A model loaded to give some of its tensors, which examples are run through. */
final class OpenModel implements AutoCloseable {
  private static final int BATCH = 16;

  /** Batches that one thread works on in a row; sums are merged in their order. */
  private static final int IN_A_ROW = 4;

  private final OrtEngine engine;
  private final Map<String, String> names;
  private final Map<String, List<Long>> shapes = new HashMap<>();

  private OpenModel(OrtEngine engine, Map<String, String> names) {
    this.engine = engine;
    this.names = names;
  }

  /**
   * Loads a model.
   *
   * @param input what goes into it
   * @param tensors of floating-point numbers
   */
  static OpenModel open(
      OnnxModel model, ModelInput input, Collection<String> tensors, AnalysisOptions options) {
    FloatTensors given = FloatTensors.of(model, tensors);
    OrtEngine engine = OrtEngine.open(given.model(), options.device(), Optimization.ALL);
    OpenModel open = new OpenModel(engine, given.names());
    try {
      int rows = trialRows(input);
      Map<String, TensorInfo> infos =
          OrtRunner.infos(
              engine,
              input.feed(rows),
              input.trial(rows),
              rows,
              Set.copyOf(given.names().values()));
      given
          .names()
          .forEach(
              (tensor, name) ->
                  open.shapes.put(tensor, Objects.requireNonNull(infos.get(name), name).shape()));
      return open;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** How many examples shapes are measured with. */
  static int trialRows(ModelInput input) {
    return input.fixedBatch() > 0 ? input.fixedBatch() : 2;
  }

  /** The shape of a tensor in a batch of {@link #trialRows} examples. */
  List<Long> shape(String tensor) {
    return Objects.requireNonNull(shapes.get(tensor), tensor);
  }

  /** The shape of one example's part of a tensor. */
  private List<Long> rest(String tensor) {
    List<Long> shape = shape(tensor);
    return shape.subList(Math.min(1, shape.size()), shape.size());
  }

  /** Sees batch after batch of some examples, and keeps a state of them. */
  interface Visitor<T> {
    /**
     * Sees a batch.
     *
     * @param runs for each model, its tensors
     */
    void visit(Batch batch, List<Run> runs);

    T state();
  }

  /** What one model gave for a batch. */
  static final class Run {
    private final OpenModel model;
    private final OrtRunner runner;

    private Run(OpenModel model, OrtRunner runner) {
      this.model = model;
      this.runner = runner;
    }

    /** A tensor, {@code [N, ...]} from position 0; overwritten by the next batch. */
    FloatBuffer floats(String tensor) {
      return runner.floats(Objects.requireNonNull(model.names.get(tensor), tensor));
    }

    OrtRunner runner() {
      return runner;
    }

    /** The numbers of one example's part of a tensor. */
    float[] row(String tensor, int example) {
      int size = Math.toIntExact(model.rest(tensor).stream().reduce(1L, (a, b) -> a * b));
      float[] row = new float[size];
      floats(tensor).get(example * size, row);
      return row;
    }
  }

  /**
   * Runs examples through models side by side.
   *
   * @param positions of the examples, increasing
   * @param visitors gives each stretch of examples its own visitor
   * @return their states, in the order of the examples, the same for any number of threads
   */
  static <T> List<T> each(
      List<OpenModel> models,
      ModelInput input,
      int[] positions,
      int threads,
      Supplier<Visitor<T>> visitors) {
    int size = input.fixedBatch() > 0 ? input.fixedBatch() : BATCH;
    BatchPlan batches = BatchPlan.of(positions, size);
    int stretches = (batches.batches() + IN_A_ROW - 1) / IN_A_ROW;
    return Parallel.map(
        threads,
        stretches,
        stretch -> {
          int from = stretch * IN_A_ROW;
          int to = Math.min(from + IN_A_ROW, batches.batches());
          try (BatchReader reader = input.read(batches, from, to, new Ahead(1, 2))) {
            return visit(models, input.feed(size), reader, visitors.get());
          }
        });
  }

  private static <T> T visit(
      List<OpenModel> models, Feed feed, BatchReader reader, Visitor<T> visitor) {
    List<Run> runs = new ArrayList<>();
    try {
      models.forEach(model -> runs.add(new Run(model, model.runner(feed))));
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        try (Batch open = batch) {
          if (open.count() > 0) {
            runs.forEach(run -> run.runner().run(open.tensors(), open.count()));
            visitor.visit(open, runs);
          }
        }
      }
      return visitor.state();
    } finally {
      runs.forEach(run -> run.runner().close());
    }
  }

  private OrtRunner runner(Feed feed) {
    Map<String, List<Long>> floats = new HashMap<>();
    names.forEach((tensor, name) -> floats.put(name, rest(tensor)));
    return new OrtRunner(engine, feed, floats, Set.of());
  }

  @Override
  public void close() {
    engine.close();
  }
}
