package io.entroscope.core.plan;

import io.entroscope.core.ort.OrtRunner.Feed;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.data.DataSet;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.onnx.observe.Observation;
import io.entroscope.onnx.observe.TapOutputs;
import io.entroscope.setting.Setting;
import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.stats.SecondMoments;
import java.util.List;
import java.util.Optional;

/**
 * An analysis that is known to fit together: model, images, layers and settings have been checked
 * against each other, and nothing but running it is left. Made by {@link Planner}.
 *
 * @param model as it was read
 * @param input where what goes into the model comes from
 * @param options what was asked for
 * @param feed what goes into the model
 * @param observation the model with observation nodes in it
 * @param taps what is observed, in order of depth
 * @param left a sentence for each layer that was asked for with others and cannot be observed
 * @param predictions where the predicted class is read
 * @param outputs how many classes the model tells apart
 * @param labels the class indices that are analysed, increasing
 * @param batches the fixed division of the images
 * @param samples the sampled positions, by class in the order of {@code labels}
 * @param histograms for which images the activation probabilities are counted
 * @param groups the group of the jackknife of each image, by its place in {@code batches}
 */
public record AnalysisPlan(
    OnnxModel model,
    PlanInput input,
    AnalysisOptions options,
    Feed feed,
    Observation observation,
    List<Tap> taps,
    List<String> left,
    Prediction predictions,
    int outputs,
    List<Integer> labels,
    BatchPlan batches,
    Samples samples,
    Histograms histograms,
    byte[] groups) {
  public AnalysisPlan {
    taps = List.copyOf(taps);
    left = List.copyOf(left);
    labels = List.copyOf(labels);
  }

  /** A sentence for a person where predictions could be read from other outputs as well. */
  public Optional<String> outputNote() {
    Predictions what = predictions.what();
    return what.rivals().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Predictions are read from the output '"
                + what.tensor()
                + "', but "
                + String.join(", ", what.rivals())
                + " could hold class scores as well; if one of them is meant, give "
                + Setting.OUTPUT
                + " NAME.");
  }

  /** The images or arrays; whoever opened them closes them. */
  public DataSet data() {
    return input.data();
  }

  /**
   * What goes in, if that is images.
   *
   * @throws PlanException if it is arrays
   */
  public PlanInput.Images images() {
    if (input instanceof PlanInput.Images images) {
      return images;
    }
    throw new PlanException(data().path() + " holds arrays, but this takes images alone");
  }

  /**
   * Starts to read all of the plan's batches.
   *
   * @throws io.entroscope.data.DataException if memory is short
   */
  public BatchReader read(Ahead ahead) {
    return input.read(batches, 0, batches.batches(), ahead);
  }

  /** What of the plan was chosen by looking at all images. */
  public Division division() {
    return new Division(labels, batches, samples, histograms, groups);
  }

  /**
   * The same plan, of which only some images are at hand.
   *
   * @param images those that are
   * @param known the part of the plan's batches that they make up
   */
  public AnalysisPlan part(ImageDataSet images, BatchPlan known) {
    return new AnalysisPlan(
        model,
        images().of(images),
        options,
        feed,
        observation,
        taps,
        left,
        predictions,
        outputs,
        labels,
        known,
        samples,
        histograms,
        groups);
  }

  /** The form of the second moments of a tap point, if indicators were asked for. */
  public SecondMoments.Form moments(Tap tap) {
    return new SecondMoments.Form(
        tap.units(), labels.size(), options.indicators() == IndicatorScope.CLASSES);
  }

  /** Which batches are counted together. */
  public Bundles bundles() {
    long units = taps.stream().mapToLong(Tap::units).sum();
    return new Bundles(batches, units, options.memory());
  }

  /** Whether the result needs the pixels of the shown samples, and not only their activations. */
  public boolean needsPixelsOfShown() {
    int shown = 0;
    for (boolean is : samples.shown()) {
      shown += is ? 1 : 0;
    }
    return options.featureMaps() > 0 || SamplePictures.fit(this, shown);
  }

  /**
   * A hash of the model, of all that was asked for and of this program's version: what must agree
   * wherever parts of the plan are run.
   */
  public String fingerprint() {
    return Fingerprint.withoutData(this);
  }

  /**
   * What of a plan is chosen by looking at all images, and so has to be told to a machine that
   * knows only some of them.
   *
   * @param labels the class indices that are analysed, increasing
   * @param batches the fixed division of the images
   * @param samples the sampled positions, by class in the order of {@code labels}
   * @param histograms for which images the activation probabilities are counted
   * @param groups the group of the jackknife of each image, by its place in {@code batches}
   */
  public record Division(
      List<Integer> labels,
      BatchPlan batches,
      Samples samples,
      Histograms histograms,
      byte[] groups) {
    public Division {
      labels = List.copyOf(labels);
    }
  }

  /** The same plan with other histograms of activation probabilities. */
  public AnalysisPlan withHistograms(Histograms other) {
    return new AnalysisPlan(
        model,
        input,
        options,
        feed,
        observation,
        taps,
        left,
        predictions,
        outputs,
        labels,
        batches,
        samples,
        other,
        groups);
  }

  /**
   * One tap point of the plan.
   *
   * @param outputs where it comes out
   * @param shape of the observed tensor, −1 where it is free
   * @param inVerdict whether its layer is part of the curve that the verdict reads
   */
  public record Tap(TapOutputs outputs, List<Long> shape, boolean inVerdict) {
    public Tap {
      shape = List.copyOf(shape);
    }

    /** n, the number of units. */
    public int units() {
      return outputs.point().layer().units();
    }
  }

  /**
   * Where and how predictions are read.
   *
   * @param what the tensor and its meaning
   * @param type of its elements
   * @param shape of one image's part of it
   */
  public record Prediction(Predictions what, TensorInfo.ElementType type, List<Long> shape) {
    public Prediction {
      shape = List.copyOf(shape);
    }
  }

  /**
   * The images whose activations are kept: for each class a fixed choice by the hash of their
   * position, so that any division of the work chooses the same.
   *
   * @param positions of the images, increasing
   * @param labels of the images, as places in {@link AnalysisPlan#labels}
   * @param shown whether the image is kept in the result, and not only for the estimates
   */
  public record Samples(int[] positions, int[] labels, boolean[] shown) {}
}
