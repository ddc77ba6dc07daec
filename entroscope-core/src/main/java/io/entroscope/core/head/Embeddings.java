package io.entroscope.core.head;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.Parallel;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.plan.Padding;
import io.entroscope.core.plan.TokenMask;
import io.entroscope.data.DataSet;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The embeddings of some examples, in the order of their positions.
 *
 * @param rows {@code [N][D]}
 * @param labels the class index of each
 * @param positions of the examples
 * @param classes how many classes the data have
 */
record Embeddings(float[][] rows, int[] labels, int[] positions, int classes) {
  private static final int TRIED = 2;

  /** Those of the examples that were selected; corrupt ones are left out where that was asked. */
  static Embeddings of(Embedder embedder, DataSet data, AnalysisOptions options) {
    try (OrtEngine engine = OrtEngine.open(embedder.model(), options.device(), Optimization.ALL)) {
      ModelInput input = ModelInput.of(engine.inputs(), embedder.model(), data, options);
      int[] positions = options.selection().positions(data);
      BatchPlan plan = BatchPlan.of(positions, batch(input, options));
      float[][] rows = new float[positions.length][];
      Optional<TokenMask> mask = TokenMask.of(input, options);
      run(engine, input, plan, embedder.embedding(), mask, rows, options.threads());
      int[] kept = IntStream.range(0, rows.length).filter(i -> rows[i] != null).toArray();
      return new Embeddings(
          Arrays.stream(kept).mapToObj(i -> rows[i]).toArray(float[][]::new),
          Arrays.stream(kept).map(i -> data.label(positions[i])).toArray(),
          Arrays.stream(kept).map(i -> positions[i]).toArray(),
          data.classNames().size());
    }
  }

  /** Small batches: what lies between layers then stays in a core's cache. */
  private static int batch(ModelInput input, AnalysisOptions options) {
    int batch = input.batch(options);
    return input.fixedBatch() > 0 ? batch : Math.min(batch, 32);
  }

  private static void run(
      OrtEngine engine,
      ModelInput input,
      BatchPlan plan,
      String embedding,
      Optional<TokenMask> mask,
      float[][] rows,
      int threads) {
    int width = width(engine, input, embedding);
    Feed feed =
        Padding.without(
            input.feed(plan.batchSize()),
            input,
            mask,
            Set.of(embedding),
            (held, inputs) -> held.run(engine, inputs, Set.of(embedding)));
    try (BatchReader reader = input.read(plan, 0, plan.batches(), new Ahead(1, threads + 2))) {
      Parallel.map(
          threads,
          threads,
          thread -> {
            try (OrtRunner runner =
                new OrtRunner(engine, feed, Map.of(embedding, List.of((long) width)), Set.of())) {
              for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                try (Batch open = batch) {
                  runner.run(open.tensors(), open.count());
                  keep(open, plan, runner.floats(embedding), width, rows);
                }
              }
            }
            return thread;
          });
    }
  }

  private static int width(OrtEngine engine, ModelInput input, String embedding) {
    int tried = input.fixedBatch() > 0 ? input.fixedBatch() : TRIED;
    try {
      TensorInfo info =
          OrtRunner.infos(engine, input.feed(tried), input.trial(tried), tried, Set.of(embedding))
              .get(embedding);
      if (info == null || info.shape().size() != 2 || info.shape().get(0) != tried) {
        throw new PlanException(
            "the model's embedding has shape "
                + (info == null ? "[]" : info.shape())
                + " for "
                + tried
                + " examples, not a vector for each; choose another output or pooling");
      }
      return Math.toIntExact(info.shape().get(1));
    } catch (AnalysisException e) {
      throw new PlanException("the model does not run on the data: " + e.getMessage(), e);
    }
  }

  private static void keep(
      Batch batch, BatchPlan plan, FloatBuffer values, int width, float[][] rows) {
    int[] planned = plan.positions(batch.index());
    int first = batch.index() * plan.batchSize();
    int at = 0;
    for (int i = 0; i < batch.count(); i++) {
      while (planned[at] != batch.position(i)) {
        at++;
      }
      float[] row = new float[width];
      values.get(i * width, row);
      for (float value : row) {
        if (!Float.isFinite(value)) {
          throw new AnalysisException(
              "the embedding of the example at position " + batch.position(i) + " is not finite");
        }
      }
      rows[first + at] = row;
    }
  }

  int size() {
    return rows.length;
  }

  int width() {
    return rows[0].length;
  }
}
