package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassMean.Mean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The means over the classes, each counting the same, of a layer's normalised entropies: as the
 * result has them, and where it has none, plainly.
 *
 * @param pattern of the pattern entropy
 * @param patternStandardized of that of standardised activations
 * @param image of the mean image entropy
 * @param imageStandardized of that of standardised activations; its value is NaN if a class has
 *     none
 */
public record LayerMeans(
    Mean pattern, Mean patternStandardized, Mean image, Mean imageStandardized) {

  /** At the layer's output, or wherever else the layer's own statistics are from. */
  public static LayerMeans of(AnalysisResult result, LayerResult layer) {
    LayerMeans plain = plain(result, layer.classes(), layer.units());
    ClassMean known = layer.mean();
    return known == null
        ? plain
        : new LayerMeans(
            known.pattern(), known.patternStandardized(), known.image(), plain.imageStandardized());
  }

  /** Before the activation function, of which results hold no mean. */
  public static LayerMeans before(AnalysisResult result, LayerResult layer) {
    LayerResult.Preactivation before = layer.preactivation();
    if (before == null) {
      throw new IllegalArgumentException(
          layer.name() + " was not observed before its activation function");
    }
    return plain(result, before.classes(), layer.units());
  }

  private static LayerMeans plain(AnalysisResult result, List<ClassStatistics> classes, int n) {
    double divisor = EntropyScale.of(result).divisor(n);
    return new LayerMeans(
        mean(classes, of -> of.patternEntropy().normalized(), error(classes, divisor)),
        mean(classes, of -> of.patternEntropyStandardized().normalized(), null),
        mean(classes, of -> of.imageEntropy().meanNormalized(), null),
        mean(classes, LayerMeans::imageEntropyStandardized, null));
  }

  private static double imageEntropyStandardized(ClassStatistics of) {
    Double value = of.imageEntropyStandardized().meanNormalized();
    return value == null ? Double.NaN : value;
  }

  private static Mean mean(
      List<ClassStatistics> classes,
      ToDoubleFunction<ClassStatistics> value,
      @Nullable Double error) {
    double sum = 0;
    for (ClassStatistics one : classes) {
      sum += value.applyAsDouble(one);
    }
    return new Mean(sum / classes.size(), error, null);
  }

  /** The classes share no image, so their errors are independent. */
  private static @Nullable Double error(List<ClassStatistics> classes, double divisor) {
    double squares = 0;
    for (ClassStatistics one : classes) {
      Double error = one.patternEntropy().standardError();
      if (error == null) {
        return null;
      }
      squares += error * error;
    }
    return Math.sqrt(squares) / classes.size() / divisor;
  }
}
