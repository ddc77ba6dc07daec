package io.entroscope.core.run;

import io.entroscope.core.PlanException;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.PredictionReader;
import io.entroscope.core.plan.PredictionReader.Said;
import io.entroscope.data.batch.Batch;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.onnx.observe.ExposeTensors;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A model that predicts the classes of images, without observing its layers. Not thread-safe. */
public final class Classifier implements AutoCloseable {
  private final AnalysisPlan plan;
  private final OrtEngine engine;
  private final OrtRunner runner;
  private final PredictionReader predictions;

  private Classifier(AnalysisPlan plan, OrtEngine engine) {
    this.plan = plan;
    this.engine = engine;
    this.predictions = new PredictionReader(plan);
    this.runner = new OrtRunner(engine, plan.feed(), predictions.floats(), predictions.others());
  }

  /**
   * Loads the model of a plan.
   *
   * @throws PlanException if ONNX Runtime refuses it, or it names no classes
   */
  public static Classifier open(AnalysisPlan plan) {
    return new Classifier(
        plan,
        OrtEngine.open(
            new ExposeTensors(Set.of(plan.requirePredictions().what().tensor()))
                .apply(plan.model()),
            plan.options().device(),
            Optimization.ALL));
  }

  /** The largest number of images in one run. */
  public int mostImages() {
    return plan.feed().fixedBatch() > 0 ? plan.feed().fixedBatch() : plan.feed().batch();
  }

  /**
   * The class that the model predicts for each image.
   *
   * @param positions of the images in the plan's data, increasing
   * @return {@code [N]}: class indices
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  public int[] predict(int[] positions) {
    return say(positions, mostImages()).classes();
  }

  /**
   * What the model says of each image, run in batches of a size.
   *
   * @param positions of the images in the plan's data, increasing
   * @param batch how many are run at once; that of the model where it is fixed
   * @throws io.entroscope.data.DataException if an image cannot be read
   */
  Said say(int[] positions, int batch) {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < positions.length; i++) {
      places.put(positions[i], i);
    }
    Said all = Said.nothing(positions.length);
    BatchPlan batches = BatchPlan.of(positions, batch);
    int threads = plan.options().threads();
    try (BatchReader reader =
        plan.input().read(batches, 0, batches.batches(), new Ahead(threads, threads + 2))) {
      for (Batch next = reader.next(); next != null; next = reader.next()) {
        try (Batch open = next) {
          runner.run(open.tensors(), open.count());
          Said said = predictions.read(runner, open.count());
          for (int i = 0; i < open.count(); i++) {
            all.set(places.getOrDefault(open.position(i), -1), said, i);
          }
        }
      }
    }
    return all;
  }

  /** One run on this many images of zeros, for timing. */
  public Runnable run(int images) {
    List<ByteBuffer> zeros = plan.feed().zeros(mostImages());
    return () -> runner.run(zeros, images);
  }

  @Override
  public void close() {
    runner.close();
    engine.close();
  }
}
