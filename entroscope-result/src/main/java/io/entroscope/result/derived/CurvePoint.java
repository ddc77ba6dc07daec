package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.layer.ClassMean.Mean;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.stats.inference.Normal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A point of a result's curve over depth: the normalised pattern entropy of one layer, averaged
 * over the classes.
 *
 * @param layer its name
 * @param raw of the activations as they are
 * @param standardized of standardised activations
 */
public record CurvePoint(String layer, Mean raw, Mean standardized) {

  /** The curve of a result. */
  public static List<CurvePoint> curve(AnalysisResult result) {
    return layers(result).stream().map(layer -> of(result, layer)).toList();
  }

  /** The layers that the verdict reads, or all where it reads none. */
  public static List<LayerResult> layers(AnalysisResult result) {
    List<LayerResult> read = result.layers().stream().filter(LayerResult::inVerdict).toList();
    return read.isEmpty() ? result.layers() : read;
  }

  private static CurvePoint of(AnalysisResult result, LayerResult layer) {
    LayerMeans means = LayerMeans.of(result, layer);
    return new CurvePoint(layer.name(), means.pattern(), means.patternStandardized());
  }

  /** The 95% interval of {@code raw} by its standard error; null where that is not known. */
  public @Nullable Interval band() {
    Double error = raw.standardError();
    return error == null ? null : Interval.of(Normal.interval(raw.value(), error));
  }
}
