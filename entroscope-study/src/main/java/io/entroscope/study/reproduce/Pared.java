package io.entroscope.study.reproduce;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ClassStatistics;
import io.entroscope.result.DataInfo;
import io.entroscope.result.LayerResult;
import io.entroscope.result.ModelInfo;
import io.entroscope.result.SampleImage;
import java.util.List;

/**
 * A result without what the study's tables and figures do not need, small enough to be kept in a
 * repository, and without the paths of the machine that it was made on.
 */
final class Pared {
  private final boolean patterns;
  private final boolean histograms;
  private final boolean samples;

  private Pared(boolean patterns, boolean histograms, boolean samples) {
    this.patterns = patterns;
    this.histograms = histograms;
    this.samples = samples;
  }

  /**
   * The smaller result.
   *
   * @param model the name that the network goes by
   * @param data the name that the data set goes by
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
    return new Pared(patterns, histograms, samples).pare(result, model, data);
  }

  private AnalysisResult pare(AnalysisResult result, String model, String data) {
    ModelInfo from = result.model();
    DataInfo images = result.data();
    return new AnalysisResult(
        result.schema(),
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
            images.arrays()),
        result.settings(),
        result.accuracy(),
        result.accuracyInterval(),
        result.confusion(),
        result.verdict(),
        result.caveats(),
        samples ? result.samples() : List.<SampleImage>of(),
        result.layers().stream().map(this::layer).toList(),
        result.training(),
        result.statistics());
  }

  // NullAway takes the component histogramEdges as nullable, but not the constructor's parameter.
  @SuppressWarnings("NullAway")
  private LayerResult layer(LayerResult layer) {
    return new LayerResult(
        layer.name(),
        layer.node(),
        layer.tensor(),
        layer.kind(),
        layer.activation(),
        layer.depth(),
        layer.units(),
        layer.inputs(),
        layer.parameters(),
        layer.shape(),
        layer.pooling(),
        layer.inVerdict(),
        layer.at(),
        layer.rms(),
        layer.nonFinite(),
        layer.neverActive(),
        histograms ? layer.histogramEdges() : null,
        statistics(layer.all(), false),
        layer.classes().stream().map(one -> statistics(one, patterns)).toList(),
        layer.mean(),
        samples ? layer.samples() : new float[0][],
        null,
        samples ? layer.featureMaps() : null,
        null,
        layer.indicators());
  }

  // As above, for the arrays.
  @SuppressWarnings("NullAway")
  private ClassStatistics statistics(ClassStatistics of, boolean patternKept) {
    return new ClassStatistics(
        of.label(),
        of.images(),
        of.patternEntropy(),
        of.patternEntropyNormalized(),
        of.patternEntropyStandardError(),
        of.patternEntropyInterval(),
        of.patternEntropyStandardized(),
        of.patternEntropyStandardizedNormalized(),
        of.patternEntropyStandardizedStandardError(),
        of.patternEntropyStandardizedInterval(),
        of.imageEntropyMean(),
        of.imageEntropyMeanNormalized(),
        of.imageEntropyStandardDeviation(),
        of.imageEntropyStandardError(),
        of.imageEntropyInterval(),
        of.imageEntropyQuantiles(),
        of.imageEntropyHistogram(),
        of.imageEntropyStandardizedMean(),
        of.imageEntropyStandardizedMeanNormalized(),
        of.imageEntropyStandardizedImages(),
        of.neverActive(),
        null,
        patternKept ? of.pattern() : null,
        null,
        histograms ? of.activationHistogram() : null,
        of.indicators());
  }
}
