package io.entroscope.result;

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
   * How well the model names the images' classes.
   *
   * @param accuracy the share of images whose class it names, in [0, 1]
   * @param accuracyInterval the 95% Wilson score interval of the accuracy
   * @param confusion {@code [C, C]}: images by true class (row) and predicted class (column);
   *     {@code [C, C + 1]} where the model also names classes that were not analysed, all in the
   *     last column
   * @param meanConfidence the mean probability of the predicted class, in [0, 1]: an estimate of
   *     the accuracy that needs no labels, and too high by as much as the model is overconfident;
   *     null if not known
   */
  public record Predictions(
      double accuracy,
      Interval accuracyInterval,
      long[][] confusion,
      @Nullable Double meanConfidence) {
    /** Of a model of which only the predicted classes are known. */
    public Predictions(double accuracy, Interval accuracyInterval, long[][] confusion) {
      this(accuracy, accuracyInterval, confusion, null);
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

  /** {@link Predictions#accuracy}. */
  public double accuracy() {
    return predictions.accuracy();
  }

  /** {@link Predictions#accuracyInterval}. */
  public Interval accuracyInterval() {
    return predictions.accuracyInterval();
  }

  /** {@link Predictions#confusion}. */
  public long[][] confusion() {
    return predictions.confusion();
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
