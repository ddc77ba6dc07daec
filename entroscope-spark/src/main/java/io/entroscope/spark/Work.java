package io.entroscope.spark;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Division;
import io.entroscope.core.plan.AnalysisPlan.Samples;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.slice.DataFacts;
import io.entroscope.data.format.slice.ImageSupply;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.stats.LayerCounts.Histograms;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.util.SerializableConfiguration;

/**
 * What every executor is told of an analysis: the model's bytes, what was asked for, and what was
 * chosen by looking at all images. From it an executor makes the plan again, and checks that it is
 * the same.
 *
 * @param id of this run
 * @param model the bytes of the ONNX file
 * @param options what was asked for
 * @param facts of the dataset
 * @param chosen by looking at all images
 * @param fingerprint what the plan made anew must have too
 * @param firstSegments of each part, and last the number of segments
 * @param hadoop how to reach files
 */
record Work(
    UUID id,
    byte[] model,
    AnalysisOptions options,
    DataFacts facts,
    Chosen chosen,
    String fingerprint,
    int[] firstSegments,
    SerializableConfiguration hadoop)
    implements Serializable {

  /**
   * What was chosen by looking at all images.
   *
   * @param labels the class indices that are analysed
   * @param images of the plan
   * @param batchSize of the plan
   * @param samples the images whose activations are kept
   * @param histograms for which images the activation probabilities are counted
   * @param groups the group of the jackknife of each image of the plan
   */
  record Chosen(
      List<Integer> labels,
      int images,
      int batchSize,
      Samples samples,
      Histograms histograms,
      byte[] groups)
      implements Serializable {
    static Chosen of(AnalysisPlan plan) {
      return new Chosen(
          plan.labels(),
          plan.batches().images(),
          plan.batches().batchSize(),
          plan.samples(),
          plan.histograms(),
          plan.groups());
    }

    /** The same for a plan that has these of the batches. */
    Division with(BatchPlan batches) {
      return new Division(labels, batches, samples, histograms, groups);
    }

    /** The part of the plan's batches that begins at an image and is made of these positions. */
    BatchPlan batches(int firstImage, int[] positions) {
      return BatchPlan.part(images, batchSize, firstImage, positions);
    }
  }

  static Work of(
      AnalysisPlan plan,
      AnalysisOptions options,
      int[] firstSegments,
      SerializableConfiguration hadoop) {
    return new Work(
        UUID.randomUUID(),
        plan.model().bytes(),
        options,
        DataFacts.of(plan.images().data()),
        Chosen.of(plan),
        plan.fingerprint(),
        firstSegments,
        hadoop);
  }

  /**
   * The plan, with no images at hand.
   *
   * @throws PlanException if this machine makes another plan of it
   */
  AnalysisPlan plan() {
    AnalysisPlan plan =
        Planner.replan(
            OnnxModel.parse(model),
            DataSets.supplied(Path.of(""), facts, new NoImages()),
            options,
            chosen.with(chosen.batches(0, new int[0])));
    if (!plan.fingerprint().equals(fingerprint)) {
      throw new PlanException(
          "an executor makes another plan of this analysis than the driver; give both the same"
              + " version of Entroscope, on machines of one architecture");
    }
    return plan;
  }

  /**
   * Divides a plan's segments: evenly, or, where states are large, into aligned runs of a power of
   * two, of which each is one node of the canonical merge rather than many.
   *
   * @param partitions at most so many
   * @param large whether states are
   * @return the first segment of each part, and last the number of segments
   */
  static int[] divide(int segments, int partitions, boolean large) {
    int most = Math.min(partitions, segments);
    if (!large) {
      return IntStream.rangeClosed(0, most)
          .map(part -> (int) ((long) segments * part / most))
          .toArray();
    }
    int least = (segments + most - 1) / most;
    long run = Integer.highestOneBit(2 * least - 1);
    int parts = (int) ((segments + run - 1) / run);
    return IntStream.rangeClosed(0, parts)
        .map(part -> (int) Math.min(part * run, segments))
        .toArray();
  }

  /** How many parts there are. */
  int parts() {
    return firstSegments.length - 1;
  }

  /** The first segment of a part, counted from 0; of {@code parts()}, the number of segments. */
  int firstSegment(int part) {
    return firstSegments[part];
  }

  /** The place among the plan's images of a part's first one; of {@code parts()}, their number. */
  int firstImage(BatchPlan batches, int part) {
    long batch = batches.firstBatch(firstSegments[part]);
    return (int) Math.min(batch * batches.batchSize(), batches.images());
  }

  /** The plan as it is for one part. */
  AnalysisPlan part(AnalysisPlan plan, ImageDataSet images, int part, int[] positions) {
    int first = firstImage(plan.batches(), part);
    return plan.part(images, chosen.batches(first, positions));
  }

  /** Stands in for images while a plan is made. */
  private static final class NoImages implements ImageSupply {
    @Override
    public int size() {
      return 0;
    }

    @Override
    public int label(int position) {
      throw new IndexOutOfBoundsException(position);
    }

    @Override
    public Optional<String> name(int position) {
      return Optional.empty();
    }

    @Override
    public String describe(int position) {
      return "image " + position;
    }

    @Override
    public boolean concurrent() {
      return true;
    }

    @Override
    public byte[] read(int position) throws IOException {
      throw new IOException("there are no images here");
    }
  }
}
