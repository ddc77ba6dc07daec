package io.entroscope.spark;

import io.entroscope.core.AnalysisException;
import io.entroscope.data.DataException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import scala.Function2;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.runtime.BoxedUnit;

/**
 * Runs all parts, whose states stay on the executors. If an input turns out to be wrong, the rest
 * is given up as soon as it is known which image is the first that is.
 */
final class PartsJob {
  private final JavaSparkContext spark;
  private final JavaRDD<Outcome> outcomes;
  private final int parts;
  private final String tag = "entroscope-" + UUID.randomUUID();
  private final TreeMap<Integer, Outcome.Summary> done = new TreeMap<>();
  private @Nullable String failure;

  PartsJob(JavaSparkContext spark, JavaRDD<Outcome> outcomes, int parts) {
    this.spark = spark;
    this.outcomes = outcomes;
    this.parts = parts;
  }

  /** What each partition is asked. */
  private interface Ask
      extends Function2<TaskContext, Iterator<Outcome>, Outcome.Summary>, Serializable {}

  /**
   * Runs the parts and returns what is to be known of each, in their order.
   *
   * @throws DataException if an input is wrong
   * @throws AnalysisException if a part failed more often than Spark was told to try
   */
  List<Outcome.Summary> run() {
    Ask ask = (context, own) -> own.next().summary();
    List<Object> all = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      all.add(part);
    }
    spark.sc().addJobTag(tag);
    try {
      spark
          .sc()
          .runJob(
              outcomes.rdd(),
              ask,
              CollectionConverters.asScala(all).toSeq(),
              (part, summary) -> {
                arrived(summary);
                return BoxedUnit.UNIT;
              },
              ClassTag.apply(Outcome.Summary.class));
    } catch (Exception e) {
      throw failed(e);
    } finally {
      spark.sc().removeJobTag(tag);
    }
    synchronized (this) {
      if (failure != null) {
        throw new DataException(failure);
      }
      return List.copyOf(done.values());
    }
  }

  private synchronized void arrived(Outcome.Summary summary) {
    done.put(summary.part(), summary);
    // Parts are in the order of the images, so the first failure is the first part's that has one.
    for (int part = 0; failure == null && done.containsKey(part); part++) {
      failure = Objects.requireNonNull(done.get(part)).failure();
    }
    if (failure != null) {
      spark.sc().cancelJobsWithTag(tag);
    }
  }

  private synchronized RuntimeException failed(Exception e) {
    if (failure != null) {
      return new DataException(failure, e);
    }
    return failure(e);
  }

  /** What made Spark give up, without what it says of tasks and stages. */
  static RuntimeException failure(Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String why = String.valueOf(cause.getMessage()).strip().replaceAll("\\R(?s:.*)", "");
    return new AnalysisException(
        (e instanceof SparkException ? "the Spark job failed: " : "the run on Spark failed: ")
            + (cause instanceof SparkException || cause instanceof RuntimeException
                ? why
                : cause.getClass().getSimpleName() + ": " + why),
        e);
  }
}
