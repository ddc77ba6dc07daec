package io.entroscope.spark;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.MemoryNeed;
import io.entroscope.core.run.LocalRunner;
import io.entroscope.core.run.StageTimes;
import io.entroscope.core.state.PartialState;
import io.entroscope.core.state.StateFile;
import io.entroscope.data.DataException;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.slice.ImageSupply;
import io.entroscope.onnx.Tensors;
import io.entroscope.result.AnalysisResult;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Runs plans on a Spark cluster, from a session of the classic kind (not Spark Connect). The result
 * is, byte for byte, the one that {@link Analyzer} gives in the same environment, however many
 * partitions and executors there are, and whatever is run again because a machine was lost.
 *
 * <pre>{@code
 * OnnxModel model = OnnxModel.read(SparkData.path(session, "s3a://bucket/model.onnx"));
 * DataSpec images = DataSpec.of(SparkData.path(session, "s3a://bucket/imagenet"));
 * try (ImageDataSet data = SparkData.open(session, images)) {
 *   AnalysisPlan plan = Planner.plan(model, data, AnalysisOptions.builder().build());
 *   AnalysisResult result = SparkRunner.run(session, plan);
 * }
 * }</pre>
 */
public final class SparkRunner {
  /** So many partitions for each core that Spark has: enough for the slow ones to be evened out. */
  private static final int PARTS_PER_CORE = 3;

  private SparkRunner() {}

  /**
   * Runs a plan in as many partitions as suit the cluster.
   *
   * @param plan of images that {@link SparkData#open} opened
   * @throws AnalysisException if it fails
   * @throws DataException if an image cannot be read
   */
  public static AnalysisResult run(SparkSession session, AnalysisPlan plan) {
    int cores = session.sparkContext().defaultParallelism();
    return run(session, plan, Math.max(1, PARTS_PER_CORE * cores));
  }

  /**
   * Runs a plan.
   *
   * @param plan of images that {@link SparkData#open} opened
   * @param partitions of the work, at most: a partition is whole segments of about 2,048 images,
   *     and where states are large, a power of two of them
   * @throws AnalysisException if it fails
   * @throws DataException if an image cannot be read
   */
  public static AnalysisResult run(SparkSession session, AnalysisPlan plan, int partitions) {
    return run(session, plan, partitions, StateMerge.SMALL);
  }

  /**
   * Runs a plan.
   *
   * @param small up to this many bytes of states go to the driver at once, and what may be larger
   *     is divided so that states are as small as may be
   */
  static AnalysisResult run(SparkSession session, AnalysisPlan plan, int partitions, long small) {
    if (partitions < 1) {
      throw new PlanException(partitions + " partitions; give 1 or more");
    }
    requireOneFile(plan);
    long stateBytes = MemoryNeed.ofState(plan);
    StateMerge.requireSendable(stateBytes);
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    int[] parts = Work.divide(plan.batches().segments(), partitions, stateBytes > small);
    Work work =
        Work.of(
            plan,
            plan.options().withThreads(threads(spark, parts.length - 1)),
            parts,
            new SerializableConfiguration(spark.hadoopConfiguration()));
    Broadcast<Work> told = spark.broadcast(work);
    JavaRDD<Outcome> outcomes =
        outcomes(spark, plan, told).persist(StorageLevel.MEMORY_AND_DISK_SER());
    try {
      List<Outcome.Summary> summaries = new PartsJob(spark, outcomes, work.parts()).run();
      ImageSupply supply = plan.images().data().supply().orElse(null);
      if (supply instanceof ParquetTable table) {
        summaries.forEach(part -> table.keep(part.kept()));
      }
      byte[] state = StateMerge.merge(told, outcomes, summaries, small);
      PartialState all = StateFile.unpack(state, plan);
      return Analyzer.result(
          plan, PartialState.merge(plan, Map.of("this run", all)), new StageTimes());
    } finally {
      outcomes.unpersist(false);
      told.destroy();
      Loaded.forget(work.id());
    }
  }

  /**
   * How many threads a task has: as many cores as it was given, or, of fewer parts than there are
   * cores, its share of those of an executor, which else had nothing to do.
   */
  static int threads(JavaSparkContext spark, int parts) {
    SparkConf conf = spark.getConf();
    int ofTask = conf.getInt("spark.task.cpus", 1);
    // The driver is among them, unless it is all there is.
    int executors = Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
    // What is set by hand says nothing of cores.
    int cores =
        conf.contains("spark.default.parallelism")
            ? conf.getInt("spark.executor.cores", ofTask)
            : spark.defaultParallelism() / executors;
    return Math.max(ofTask, cores / ((parts + executors - 1) / executors));
  }

  /** Weights beside the model's file would not be there on the executors. */
  private static void requireOneFile(AnalysisPlan plan) {
    if (plan.model().graph().initializers().values().stream().anyMatch(Tensors::isExternal)) {
      throw new PlanException(
          plan.model().path().map(Object::toString).orElse("the model")
              + " keeps weights in other files, which executors do not see; save it as one file"
              + " (onnx.save with save_as_external_data=False)");
    }
  }

  private static JavaRDD<Outcome> outcomes(
      JavaSparkContext spark, AnalysisPlan plan, Broadcast<Work> told) {
    ImageSupply supply = plan.images().data().supply().orElse(null);
    return supply instanceof ParquetTable table
        ? TableParts.run(spark, plan, table, told)
        : SliceParts.run(spark, plan, told);
  }

  /**
   * Runs one part on an executor. What is wrong with an input is told, not thrown: no other attempt
   * would help.
   */
  static Outcome runPart(Work work, Loaded loaded, int part, ImageDataSet images, int[] positions) {
    try {
      AnalysisPlan plan = work.part(loaded.plan(), images, part, positions);
      PartialState state =
          LocalRunner.run(
              plan,
              work.firstSegment(part),
              work.firstSegment(part + 1),
              loaded.engine(),
              new StageTimes());
      return Outcome.of(part, StateFile.pack(state));
    } catch (DataException | PlanException e) {
      return Outcome.failed(part, String.valueOf(e.getMessage()));
    }
  }
}
