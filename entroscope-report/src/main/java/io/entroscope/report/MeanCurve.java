package io.entroscope.report;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ClassMean;
import io.entroscope.result.ClassStatistics;
import io.entroscope.result.LayerResult;
import java.util.List;

/**
 * The normalised pattern entropy of one layer, averaged over the classes.
 *
 * @param layer its name
 * @param raw of the activations as they are
 * @param standardError of {@code raw}; NaN where a class's cannot be trusted. The classes share no
 *     image, so their errors are independent.
 * @param standardized of standardised activations
 */
record MeanCurve(String layer, double raw, double standardError, double standardized) {

  /** Over the layers that the verdict reads, or over all where it reads none. */
  static List<MeanCurve> of(AnalysisResult result) {
    List<LayerResult> read = result.layers().stream().filter(LayerResult::inVerdict).toList();
    return (read.isEmpty() ? result.layers() : read)
        .stream().map(layer -> of(result, layer)).toList();
  }

  private static MeanCurve of(AnalysisResult result, LayerResult layer) {
    ClassMean known = layer.mean();
    if (known != null) {
      Double error = known.pattern().standardError();
      return new MeanCurve(
          layer.name(),
          known.pattern().value(),
          error == null ? Double.NaN : error,
          known.patternStandardized().value());
    }
    double raw = 0;
    double standardized = 0;
    double squares = 0;
    int n = layer.classes().size();
    for (ClassStatistics one : layer.classes()) {
      raw += one.patternEntropy().normalized();
      standardized += one.patternEntropyStandardized().normalized();
      Double error = one.patternEntropy().standardError();
      squares += error == null ? Double.NaN : error * error;
    }
    double divisor = Normalizer.divisor(result, layer.units());
    return new MeanCurve(layer.name(), raw / n, Math.sqrt(squares) / n / divisor, standardized / n);
  }
}
