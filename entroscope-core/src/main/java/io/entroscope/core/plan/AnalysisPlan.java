package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisRequest;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.ort.Feed;
import io.entroscope.data.DataSet;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.batch.BatchReader.Ahead;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.LayerKind;
import io.entroscope.onnx.layer.Predictions;
import io.entroscope.onnx.observe.BlockOutputs;
import io.entroscope.onnx.observe.Observation;
import io.entroscope.onnx.observe.TapOutputs;
import io.entroscope.result.Caveat;
import io.entroscope.setting.Setting;
import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.stats.SecondMoments;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An analysis that is known to fit together: model, images, layers and settings have been checked
 * against each other, so that only running it remains. Created by {@link Planner}.
 *
 * @param model as it was read
 * @param layers all of the model's, in order of depth
 * @param input where what goes into the model comes from
 * @param options what was asked for
 * @param observation the model with observation nodes in it
 * @param taps what is observed, in order of depth
 * @param notes what a reader of the result should know of the model: layers that cannot be
 *     observed, weights that are no layer, and whether the images of a batch depend on each other
 * @param predictions where the predicted class is read; empty if the model names no classes
 * @param layerBytes what the largest output of a layer takes for one example
 * @param division what was chosen by looking at all images
 */
public record AnalysisPlan(
    OnnxModel model,
    List<Layer> layers,
    ModelInput input,
    AnalysisOptions options,
    Observation observation,
    List<Tap> taps,
    List<Caveat> notes,
    Optional<Prediction> predictions,
    long layerBytes,
    Division division) {
  public AnalysisPlan {
    layers = List.copyOf(layers);
    taps = List.copyOf(taps);
    notes = List.copyOf(notes);
  }

  /** How many classes the model tells apart; 1 if it names none. */
  public int outputs() {
    return predictions
        .map(found -> PredictionReader.outputs(found, data().classNames().size()))
        .orElse(1);
  }

  /** The class indices that are analysed, increasing. */
  public List<Integer> labels() {
    return division.labels();
  }

  /** The fixed division of the images. */
  public BatchPlan batches() {
    return division.batches();
  }

  /** The sampled positions, by class in the order of {@link #labels}. */
  public Samples samples() {
    return division.samples();
  }

  /** For which images the activation probabilities are counted. */
  public Histograms histograms() {
    return division.histograms();
  }

  /** The group of the jackknife of each image, by its place in {@link #batches}. */
  public byte[] groups() {
    return division.groups();
  }

  /** What was asked for and decides the numbers, also of how the data are read. */
  public AnalysisRequest request() {
    return AnalysisRequest.of(options, data().spec().read());
  }

  /**
   * Whether predictions can be held against labels: the model names classes, and so do the data.
   */
  public boolean isJudged() {
    return predictions.isPresent() && data().isLabelled();
  }

  /**
   * Where the predicted class is read.
   *
   * @throws PlanException if the model names no classes
   */
  public Prediction requirePredictions() {
    return predictions.orElseThrow(
        () ->
            new PlanException(
                "the model gives no class scores [N, C] or labels [N], which this needs; give a"
                    + " classifier, or make one by fitting a head"));
  }

  /** A sentence for a person where predictions could be read from other outputs as well. */
  public Optional<String> outputNote() {
    return predictions
        .map(Prediction::what)
        .filter(what -> !what.rivals().isEmpty())
        .map(
            what ->
                "Predictions are read from the output '"
                    + what.tensor()
                    + "', but "
                    + String.join(", ", what.rivals())
                    + " could hold class scores as well; if one of them is meant, give "
                    + Setting.OUTPUT
                    + " NAME.");
  }

  /** A sentence for a person where examples go in one at a time because the model wants it. */
  public Optional<String> batchNote() {
    String why =
        switch (input.axis()) {
          case FIRST -> "";
          case FROZEN -> "its graph holds the batch size 1, though its input declares more";
          case SECOND -> "its batch axis is the second";
          case NONE -> "its input has no batch axis";
        };
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "The model was run on one example at a time, since "
                + why
                + "; exported with a free first axis for the batch, it would run faster.");
  }

  /** What goes into the model, in batches of the plan's size. */
  public Feed feed() {
    return input.feed(batches().batchSize());
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
  public ModelInput.Images images() {
    if (input instanceof ModelInput.Images images) {
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
    return input.read(batches(), 0, batches().batches(), ahead);
  }

  /**
   * The same plan, of which only some images are at hand.
   *
   * @param images those that are
   * @param known the part of the plan's batches that they make up
   */
  public AnalysisPlan part(ImageDataSet images, BatchPlan known) {
    return with(images().of(images), division.with(known));
  }

  private AnalysisPlan with(ModelInput data, Division other) {
    return new AnalysisPlan(
        model, layers, data, options, observation, taps, notes, predictions, layerBytes, other);
  }

  /** The form of the second moments of a tap point, if indicators were asked for. */
  public SecondMoments.Form moments(Tap tap) {
    return new SecondMoments.Form(
        tap.units(), labels().size(), options.indicators() == IndicatorScope.CLASSES);
  }

  /** The blocks whose stream is set side by side before and behind them, in order of depth. */
  public List<BlockOutputs> measuredBlocks() {
    return observation.blocks().stream().filter(BlockOutputs::isMeasured).toList();
  }

  /** Which batches are counted together. */
  public BundleLayout bundles() {
    long units =
        taps.stream().mapToLong(Tap::units).sum()
            + measuredBlocks().stream().mapToLong(BlockOutputs::pickedFloats).sum();
    return new BundleLayout(batches(), units, options.memory());
  }

  /** What is kept of each image. */
  public ImageDetail imageDetail() {
    return ImageDetail.of(taps, batches().images());
  }

  /**
   * What is kept of each image beside the statistics: nothing, what the model predicts, or also the
   * entropy at each layer, as far as a result file stays small enough to be read at once.
   *
   * @param kept whether anything is
   * @param taps the tap points whose entropies are kept, one for each layer
   */
  public record ImageDetail(boolean kept, List<Integer> taps) {
    private static final long MOST_IMAGES = 1_000_000;
    private static final long MOST_ENTROPIES = 4_000_000;

    public ImageDetail {
      taps = List.copyOf(taps);
    }

    /** Of how many layers entropies are kept. */
    public int layers() {
      return taps.size();
    }

    private static ImageDetail of(List<Tap> taps, long images) {
      List<Integer> first = new ArrayList<>();
      Set<String> layers = new HashSet<>();
      for (int t = 0; t < taps.size(); t++) {
        if (layers.add(taps.get(t).outputs().point().layer().name())) {
          first.add(t);
        }
      }
      return new ImageDetail(
          images <= MOST_IMAGES,
          images <= MOST_IMAGES && images * first.size() <= MOST_ENTROPIES ? first : List.of());
    }

    /** The bytes of the rows of all images. */
    long bytes(long images) {
      return kept ? images * (7L + taps.size()) * Integer.BYTES : 0;
    }
  }

  /** Whether the result needs the pixels of the shown samples, and not only their activations. */
  public boolean needsPixelsOfShown() {
    int shown = 0;
    for (boolean is : samples().shown()) {
      shown += is ? 1 : 0;
    }
    return options.featureMaps() > 0 || Pictures.fit(this, shown);
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

    private Division with(BatchPlan others) {
      return new Division(labels, others, samples, histograms, groups);
    }

    private Division with(Histograms others) {
      return new Division(labels, batches, samples, others, groups);
    }
  }

  /** The same plan with other histograms of activation probabilities. */
  public AnalysisPlan withHistograms(Histograms other) {
    return with(input, division.with(other));
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

    /** Whether it is the stream behind a block. */
    public boolean isBlock() {
      return outputs.point().layer().kind() == LayerKind.BLOCK;
    }
  }

  /**
   * Where and how predictions are read.
   *
   * @param what the tensor and its meaning
   * @param type of its elements
   * @param shape of one image's part of it
   * @param bare whether that is all of the tensor, without an axis of the images
   */
  public record Prediction(Predictions what, ElementType type, List<Long> shape, boolean bare) {
    public Prediction {
      shape = List.copyOf(shape);
    }
  }

  /**
   * The images whose activations are kept: for each class a fixed choice by the hash of their
   * position, so that any division of the work chooses the same.
   *
   * @param positions of the images, increasing
   * @param places of the images' classes in {@link AnalysisPlan#labels}
   * @param shown whether the image is kept in the result, and not only for the estimates
   */
  public record Samples(int[] positions, int[] places, boolean[] shown) implements Serializable {}
}
