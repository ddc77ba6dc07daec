package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one analysis found: the content of {@code result.json}. It holds no times and
 * nothing about the machine, so the same model, data and settings give the same bytes.
 *
 * @param origin what was analysed, and how
 * @param predictions how well the model names the images' classes
 * @param verdict how the entropy goes over depth
 * @param caveats what a reader of this very result should know before believing it
 * @param samples the images whose activations are kept, in order of class, then position
 * @param layers the observed layers, in order of depth
 * @param training the entropy while the model was trained; null if it was not tracked
 * @param statistics what each of {@link LayerIndicators#statistics} is; null without indicators
 * @param images what the model made of every image; null if not kept
 * @param blocks what residual blocks do to the stream; null in a network without any
 */
@JsonPropertyOrder({
  "origin",
  "predictions",
  "verdict",
  "caveats",
  "samples",
  "layers",
  "training",
  "statistics",
  "images",
  "blocks"
})
public record AnalysisResult(
    @JsonUnwrapped Origin origin,
    @JsonUnwrapped Predictions predictions,
    @Nullable Verdict verdict,
    List<Caveat> caveats,
    List<SampleImage> samples,
    List<LayerResult> layers,
    @Nullable TrainingHistory training,
    @Nullable List<StatisticDescription> statistics,
    @Nullable ImageTable images,
    @Nullable BlockAnalysis blocks) {
  /** The version of the format that this code writes. */
  public static final String SCHEMA = "entroscope/result/1";

  public AnalysisResult {
    caveats = List.copyOf(caveats);
    samples = List.copyOf(samples);
    layers = List.copyOf(layers);
    statistics = statistics == null ? null : List.copyOf(statistics);
  }

  /** A result without blocks, whose layers hold no statistics that need a description. */
  public AnalysisResult(
      Origin origin,
      Predictions predictions,
      @Nullable Verdict verdict,
      List<Caveat> caveats,
      List<SampleImage> samples,
      List<LayerResult> layers,
      @Nullable TrainingHistory training) {
    this(origin, predictions, verdict, caveats, samples, layers, training, null, null, null);
  }

  /**
   * What a result is of: what was analysed, and how.
   *
   * @param schema {@link AnalysisResult#SCHEMA}
   * @param tool what made the result
   * @param model the model that was analysed
   * @param data the images it was analysed on
   * @param settings what was asked for
   */
  public record Origin(
      String schema, ToolInfo tool, ModelInfo model, DataInfo data, Settings settings) {
    /** Of a result of this version. */
    public static Origin of(ToolInfo tool, ModelInfo model, DataInfo data, Settings settings) {
      return new Origin(SCHEMA, tool, model, data, settings);
    }
  }

  /**
   * How well the model names the images' classes; of a model that names none, or images whose
   * classes are not known, there are no accuracy, interval and confusion.
   *
   * @param accuracy the share of images whose class it names, in [0, 1]; null if not known
   * @param accuracyInterval the 95% Wilson score interval of the accuracy; null if not known
   * @param confusion {@code [C, C]}: images by true class (row) and predicted class (column);
   *     {@code [C, C + 1]} where the model also names classes that were not analysed, all in the
   *     last column; null if not known
   * @param meanConfidence the mean probability of the predicted class, in [0, 1]: an estimate of
   *     the accuracy that needs no labels, and too high by as much as the model is overconfident;
   *     null if not known
   * @param mistakes images that the model takes for another class, the surest first: a few dozen at
   *     most; null if not known
   */
  public record Predictions(
      @Nullable Double accuracy,
      @Nullable Interval accuracyInterval,
      long @Nullable [][] confusion,
      @Nullable Double meanConfidence,
      @Nullable List<MistakenImage> mistakes) {
    public Predictions {
      mistakes = mistakes == null ? null : List.copyOf(mistakes);
    }

    /** Of a model that names no classes, or of images whose classes are not known. */
    // NullAway takes the component that is an array as nullable, but not the parameter.
    @SuppressWarnings("NullAway")
    public static Predictions unjudged(@Nullable Double meanConfidence) {
      return new Predictions(null, null, null, meanConfidence, null);
    }

    /** The same without images. */
    // NullAway takes the component that is an array as nullable, but not the parameter.
    @SuppressWarnings("NullAway")
    public Predictions withoutMistakes() {
      return new Predictions(accuracy, accuracyInterval, confusion, meanConfidence, null);
    }

    /** Of a model of which only the predicted classes are known. */
    public Predictions(Double accuracy, Interval accuracyInterval, long[][] confusion) {
      this(accuracy, accuracyInterval, confusion, null, null);
    }
  }

  /** {@link Origin#tool}. */
  public ToolInfo tool() {
    return origin.tool();
  }

  /** {@link Origin#model}. */
  public ModelInfo model() {
    return origin.model();
  }

  /** {@link Origin#data}. */
  public DataInfo data() {
    return origin.data();
  }

  /** {@link Origin#settings}. */
  public Settings settings() {
    return origin.settings();
  }

  /** Whether the accuracy is known: the model names classes, and those of the images are known. */
  @JsonIgnore
  public boolean isJudged() {
    return predictions.accuracy() != null
        && predictions.accuracyInterval() != null
        && predictions.confusion() != null;
  }

  /**
   * {@link Predictions#accuracy}.
   *
   * @throws ResultException unless {@link #isJudged}
   */
  public double accuracy() {
    return judged(predictions.accuracy());
  }

  /**
   * {@link Predictions#accuracyInterval}.
   *
   * @throws ResultException unless {@link #isJudged}
   */
  public Interval accuracyInterval() {
    return judged(predictions.accuracyInterval());
  }

  /**
   * {@link Predictions#confusion}.
   *
   * @throws ResultException unless {@link #isJudged}
   */
  public long[][] confusion() {
    return judged(predictions.confusion());
  }

  private <T> T judged(@Nullable T known) {
    if (known == null) {
      throw new ResultException(
          "the accuracy of "
              + model().path()
              + " on "
              + data().path()
              + " is not known, since "
              + (data().isLabelled() ? "the model gives no class scores" : "there are no labels")
              + "; analyse a classifier on labelled data");
    }
    return known;
  }

  /** The same result with the history of the training that the model came from. */
  public AnalysisResult withTraining(TrainingHistory history) {
    return new AnalysisResult(
        origin,
        predictions,
        verdict,
        caveats,
        samples,
        layers,
        history,
        statistics,
        images,
        blocks);
  }

  /** The same with other layers. */
  public AnalysisResult withLayers(List<LayerResult> other) {
    return new AnalysisResult(
        origin,
        predictions,
        verdict,
        caveats,
        samples,
        other,
        training,
        statistics,
        images,
        blocks);
  }
}
