package io.entroscope.study.reproduce.experiment;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.DataInfo;
import io.entroscope.result.ModelInfo;
import io.entroscope.result.SampleImage;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.UnitStatistics;
import java.util.List;

/**
 * A result reduced to what the study's tables and figures need: small enough for a repository, and
 * without paths of the machine that it was made on.
 */
final class TrimmedResult {
  private final boolean patterns;
  private final boolean histograms;
  private final boolean samples;

  private TrimmedResult(boolean patterns, boolean histograms, boolean samples) {
    this.patterns = patterns;
    this.histograms = histograms;
    this.samples = samples;
  }

  /**
   * The smaller result.
   *
   * @param model name of the network
   * @param data name of the dataset
   * @param patterns whether the activation patterns are kept
   * @param histograms whether the histograms of single neurons are kept
   * @param samples whether the activations and feature maps of single images are kept
   */
  static AnalysisResult of(
      AnalysisResult result,
      String model,
      String data,
      boolean patterns,
      boolean histograms,
      boolean samples) {
    return new TrimmedResult(patterns, histograms, samples).trim(result, model, data);
  }

  private AnalysisResult trim(AnalysisResult result, String model, String data) {
    ModelInfo from = result.model();
    DataInfo images = result.data();
    return new AnalysisResult(
        new AnalysisResult.Origin(
            result.origin().schema(),
            result.tool(),
            new ModelInfo(
                model,
                from.sha256(),
                from.producer(),
                from.opset(),
                from.parameters(),
                from.input(),
                from.inputShape(),
                from.output(),
                from.metadata()),
            new DataInfo(
                data,
                images.format(),
                images.split(),
                images.images(),
                images.available(),
                images.skipped(),
                images.classes(),
                images.classImages(),
                images.arrays(),
                images.labelled()),
            result.settings()),
        result.predictions().withoutMistakes(),
        result.verdict(),
        result.caveats(),
        samples ? result.samples() : List.<SampleImage>of(),
        result.layers().stream().map(this::layer).toList(),
        result.training(),
        result.statistics(),
        null,
        result.blocks());
  }

  private LayerResult layer(LayerResult layer) {
    return new LayerResult(
        layer.facts(),
        histograms ? layer.observation() : layer.observation().withoutHistograms(),
        statistics(layer.all(), false),
        layer.classes().stream().map(one -> statistics(one, patterns)).toList(),
        layer.mean(),
        samples ? layer.samples() : new float[0][],
        null,
        samples ? layer.featureMaps() : null,
        null,
        layer.indicators());
  }

  // NullAway takes the component activationHistogram as nullable, but not the parameter.
  @SuppressWarnings("NullAway")
  private ClassStatistics statistics(ClassStatistics of, boolean patternKept) {
    return new ClassStatistics(
        of.className(),
        of.images(),
        of.patternEntropy(),
        of.patternEntropyStandardized(),
        of.imageEntropy(),
        of.imageEntropyStandardized(),
        of.neverActive(),
        patternKept ? of.units().patternAlone() : UnitStatistics.NONE,
        histograms ? of.activationHistogram() : null,
        of.indicators());
  }
}
