package io.entroscope.spark;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.format.slice.DataSlice;
import io.entroscope.spark.hadoop.HadoopPaths;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Parts of the work over images that lie in files: each executor reads those of its part from where
 * they lie, and nothing is shuffled.
 */
final class SliceParts {
  private SliceParts() {}

  /**
   * One part's images.
   *
   * @param part counted from 0
   * @param slice where they lie
   */
  private record Task(int part, DataSlice slice) implements Serializable {}

  static JavaRDD<Outcome> run(JavaSparkContext spark, AnalysisPlan plan, Broadcast<Work> told) {
    Work work = told.value();
    List<Task> tasks = new ArrayList<>();
    for (int part = 0; part < work.parts(); part++) {
      int[] positions = positions(plan.batches(), work, part);
      tasks.add(new Task(part, DataSlice.of(plan.images().data(), positions)));
    }
    return spark.parallelize(tasks, work.parts()).map(task -> run(told.value(), task));
  }

  private static int[] positions(BatchPlan batches, Work work, int part) {
    return IntStream.range(
            batches.firstBatch(work.firstSegment(part)),
            batches.firstBatch(work.firstSegment(part + 1)))
        .flatMap(batch -> IntStream.of(batches.positions(batch)))
        .toArray();
  }

  private static Outcome run(Work work, Task task) {
    Configuration hadoop = work.hadoop().value();
    return Loaded.use(
        work,
        loaded -> {
          try (ImageDataSet images =
              task.slice().open(work.facts(), uri -> HadoopPaths.of(uri, hadoop))) {
            return SparkRunner.runPart(work, loaded, task.part(), images, task.slice().positions());
          }
        });
  }
}
