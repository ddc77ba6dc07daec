package io.entroscope.core.prune.block;

import io.entroscope.core.internal.BatchRuns;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.plan.Padding;
import io.entroscope.core.plan.TokenMask;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
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
  /** Examples that go through a model at once. */
  private static final int PIECE = 16;

  /** Examples that are read together and make one state; these are merged in their order. */
  private static final int BATCH = 64;

  private final OrtEngine engine;
  private final Map<String, String> names;
  private final Map<String, List<Long>> shapes = new HashMap<>();
  private Feed feed;

  private OpenModel(OrtEngine engine, Map<String, String> names, Feed feed) {
    this.engine = engine;
    this.names = names;
    this.feed = feed;
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
    Feed feed = input.feed(input.fixedBatch() > 0 ? input.fixedBatch() : PIECE);
    OpenModel open = new OpenModel(engine, given.names(), feed);
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
      open.feed = open.trimmed(input, options);
      return open;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  /** What goes in, without padding if the model can be run so. */
  private Feed trimmed(ModelInput input, AnalysisOptions options) {
    Set<String> outputs = Set.copyOf(names.values());
    return Padding.without(
        feed,
        input,
        TokenMask.of(input, options),
        outputs,
        (held, inputs) -> held.run(engine, inputs, outputs));
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

  /** Examples of a batch, one behind the other, that went through a model at once. */
  record Piece(Batch batch, int from, int count) {
    /** The place in the batch of one of them, from 0. */
    int in(int example) {
      return from + example;
    }

    /** The position in the data of one of them. */
    int position(int example) {
      return batch.position(from + example);
    }
  }

  /** Sees piece after piece of a batch, and keeps a state of them. */
  interface Visitor<T> {
    /**
     * Sees some examples.
     *
     * @param runs for each model, its tensors of them
     */
    void visit(Piece piece, List<Run> runs);

    T state();
  }

  /** What one model gave for a piece. */
  static final class Run {
    private final OpenModel model;
    private final OrtRunner runner;

    private Run(OpenModel model, OrtRunner runner) {
      this.model = model;
      this.runner = runner;
    }

    /** A tensor, {@code [N, ...]} from position 0; overwritten by the next piece. */
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
   * @param visitors gives each batch its own visitor
   * @return their states, in the order of the examples, the same for any number of threads
   */
  static <T> List<T> each(
      List<OpenModel> models,
      ModelInput input,
      int[] positions,
      int threads,
      Supplier<Visitor<T>> visitors) {
    int fixed = input.fixedBatch();
    BatchPlan batches = BatchPlan.of(positions, fixed > 0 ? fixed : BATCH);
    Feed feed =
        models.stream()
            .map(model -> model.feed)
            .filter(of -> of.trim().isEmpty())
            .findFirst()
            .orElse(models.get(0).feed);
    return BatchRuns.run(
        input.read(batches, 0, batches.batches(), new Ahead(threads, 2 * threads + 2)),
        batches.batches(),
        threads,
        () -> new Pass<>(models, feed, visitors),
        done -> {});
  }

  /** What one thread runs batches through. */
  private static final class Pass<T> implements BatchRuns.Worker<T> {
    private final Feed feed;
    private final Supplier<Visitor<T>> visitors;
    private final List<Run> runs = new ArrayList<>();

    Pass(List<OpenModel> models, Feed feed, Supplier<Visitor<T>> visitors) {
      this.feed = feed;
      this.visitors = visitors;
      models.forEach(model -> runs.add(new Run(model, model.runner(feed))));
    }

    @Override
    public T run(Batch batch) {
      Visitor<T> visitor = visitors.get();
      for (int from = 0; from < batch.count(); from += feed.batch()) {
        Piece piece = new Piece(batch, from, Math.min(feed.batch(), batch.count() - from));
        runs.forEach(run -> run.runner().run(batch.tensors(), piece.from(), piece.count()));
        visitor.visit(piece, runs);
      }
      return visitor.state();
    }

    @Override
    public void close() {
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
