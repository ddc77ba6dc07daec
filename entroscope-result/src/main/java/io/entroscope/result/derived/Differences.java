package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ImageTable;
import io.entroscope.result.Interval;
import io.entroscope.result.derived.Difference.Quantity;
import io.entroscope.result.layer.ClassMean.Mean;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.stats.Replicated;
import io.entroscope.stats.inference.Bootstrap;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.stats.inference.Newcombe;
import io.entroscope.stats.inference.Normal;
import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Student;
import io.entroscope.stats.inference.Tango;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The differences between two results: in pairs where both hold the same images, and otherwise as
 * of independent images.
 */
final class Differences {
  private static final double CONFIDENCE = 0.95;
  private static final long SEED = 0;

  private final AnalysisResult first;
  private final AnalysisResult other;
  private final int index;
  private final ImagePairs pairs;

  /**
   * Compares two results.
   *
   * @param index of the other
   */
  Differences(AnalysisResult first, AnalysisResult other, int index) {
    this.first = first;
    this.other = other;
    this.index = index;
    this.pairs = ImagePairs.of(first, other);
  }

  CommonImages common() {
    return pairs.common();
  }

  /** Of the accuracy where both are known, then of each layer that both have. */
  List<Difference> all(List<LayerPair> layers) {
    List<Difference> found = new ArrayList<>();
    if (first.isJudged() && other.isJudged()) {
      found.add(pairs.count() > 0 ? pairedAccuracy() : accuracy());
    }
    for (LayerPair layer : layers) {
      found.add(pattern(layer));
      image(layer, found);
    }
    return found;
  }

  private Difference accuracy() {
    double p = other.accuracy();
    double q = first.accuracy();
    Range interval = Newcombe.difference(p, other.data().images(), q, first.data().images());
    return new Difference(
        index, Quantity.ACCURACY, null, q, p - q, Interval.of(interval), false, null);
  }

  /** On the images that both have. */
  private Difference pairedAccuracy() {
    ImageTable a = tableOf(first);
    ImageTable b = tableOf(other);
    long right = 0;
    long onlyFirst = 0;
    long onlyOther = 0;
    for (int i = 0; i < pairs.count(); i++) {
      boolean one = a.isRight(pairs.ofFirst(i));
      boolean two = b.isRight(pairs.ofOther(i));
      right += one ? 1 : 0;
      onlyFirst += one && !two ? 1 : 0;
      onlyOther += two && !one ? 1 : 0;
    }
    McNemar counts = new McNemar(onlyFirst, onlyOther);
    double n = pairs.count();
    return new Difference(
        index,
        Quantity.ACCURACY,
        null,
        right / n,
        (onlyOther - onlyFirst) / n,
        Interval.of(Tango.interval(counts, pairs.count())),
        true,
        counts.probability());
  }

  private Difference pattern(LayerPair layer) {
    Mean q = mean(first, layer.first());
    Mean p = mean(other, layer.other());
    Interval paired = pairs.sameGroups() ? paired(q, p) : null;
    return new Difference(
        index,
        Quantity.PATTERN_ENTROPY,
        layer,
        q.value(),
        p.value() - q.value(),
        paired == null ? independent(q, p) : paired,
        paired != null,
        null);
  }

  private static Mean mean(AnalysisResult result, String layer) {
    return LayerMeans.of(result, layerOf(result, layer)).pattern();
  }

  private static @Nullable Interval independent(Mean q, Mean p) {
    Double pError = p.standardError();
    Double qError = q.standardError();
    return pError == null || qError == null
        ? null
        : Interval.of(Normal.difference(p.value(), pError, q.value(), qError));
  }

  /**
   * Replicate by replicate, so that what both share of their images cancels. The half width holds
   * the bias that is left, as that of a single entropy does.
   */
  private @Nullable Interval paired(Mean q, Mean p) {
    Replicated one = replicated(q);
    Replicated two = replicated(p);
    if (one == null || two == null || one.without().length != two.without().length) {
      return null;
    }
    Replicated change = two.minus(one);
    OptionalDouble error = change.standardError();
    if (error.isEmpty()) {
      return null;
    }
    double half =
        Student.quantile(CONFIDENCE, change.sizes().length - 1)
            * (error.getAsDouble() == 0 ? 0 : Math.hypot(error.getAsDouble(), change.bias()));
    return new Interval(change.value() - half, change.value() + half);
  }

  private @Nullable Replicated replicated(Mean mean) {
    List<Double> without = mean.replicates();
    List<Long> sizes = tableOf(first).groupImages();
    if (without == null || without.size() != sizes.size()) {
      return null;
    }
    return new Replicated(
        mean.value(),
        without.stream().mapToDouble(Double::doubleValue).toArray(),
        sizes.stream().mapToLong(Long::longValue).toArray(),
        first.data().classImages().stream().mapToLong(Long::longValue).min().orElse(0),
        Range.ALL);
  }

  /** The paired bootstrap, within the classes; nothing where entropies of images are not kept. */
  private void image(LayerPair layer, List<Difference> into) {
    int ofFirst = column(first, layer.first());
    int ofOther = column(other, layer.other());
    if (pairs.count() == 0 || ofFirst < 0 || ofOther < 0) {
      return;
    }
    ImageTable a = tableOf(first);
    ImageTable b = tableOf(other);
    double firstDivisor = divisor(first, layer.first());
    double otherDivisor = divisor(other, layer.other());
    Map<Integer, List<Double>> before = new TreeMap<>();
    Map<Integer, List<Double>> changes = new TreeMap<>();
    for (int i = 0; i < pairs.count(); i++) {
      double q = a.entropyOf(pairs.ofFirst(i), ofFirst) / firstDivisor;
      double p = b.entropyOf(pairs.ofOther(i), ofOther) / otherDivisor;
      if (!Double.isNaN(p - q)) {
        int label = a.labelOf(pairs.ofFirst(i));
        before.computeIfAbsent(label, any -> new ArrayList<>()).add(q);
        changes.computeIfAbsent(label, any -> new ArrayList<>()).add(p - q);
      }
    }
    if (!changes.isEmpty()) {
      double[][] byClass = arrays(changes);
      into.add(
          new Difference(
              index,
              Quantity.IMAGE_ENTROPY,
              layer,
              Bootstrap.meanOfMeans(arrays(before)),
              Bootstrap.meanOfMeans(byClass),
              Interval.of(Bootstrap.meanOfMeans(byClass, SEED)),
              true,
              null));
    }
  }

  private static double[][] arrays(Map<Integer, List<Double>> byClass) {
    return byClass.values().stream()
        .map(values -> values.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  private static int column(AnalysisResult result, String layer) {
    ImageTable images = result.images();
    return images == null || images.entropy() == null ? -1 : images.layers().indexOf(layer);
  }

  private static double divisor(AnalysisResult result, String layer) {
    return EntropyScale.of(result).divisor(layerOf(result, layer).units());
  }

  private static LayerResult layerOf(AnalysisResult result, String name) {
    return result.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ImageTable tableOf(AnalysisResult result) {
    ImageTable images = result.images();
    if (images == null) {
      throw new IllegalStateException("images are paired, but a result holds none");
    }
    return images;
  }
}
