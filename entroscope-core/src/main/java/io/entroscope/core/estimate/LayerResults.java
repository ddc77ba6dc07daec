package io.entroscope.core.estimate;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.Parallel;
import io.entroscope.core.indicator.Evidence;
import io.entroscope.core.indicator.LayersIndicators;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.Tap;
import io.entroscope.core.state.AnalysisState;
import io.entroscope.onnx.layer.Activation;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Position;
import io.entroscope.onnx.layer.QuantizedTensors;
import io.entroscope.onnx.layer.WeightsHash;
import io.entroscope.onnx.observe.Reduction;
import io.entroscope.result.layer.ClassIndicators;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassMean.Mean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.Entropy;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.ImageEntropy;
import io.entroscope.result.layer.LayerFacts;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.LayerResult.Observation;
import io.entroscope.result.layer.LayerResult.Preactivation;
import io.entroscope.result.layer.LayerWeights;
import io.entroscope.result.layer.Quantization;
import io.entroscope.result.layer.UnitStatistics;
import io.entroscope.stats.ClassEstimate;
import io.entroscope.stats.EntropyBins;
import io.entroscope.stats.LayerCounts;
import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.stats.LayerEstimate;
import io.entroscope.stats.LayerEstimator;
import io.entroscope.stats.LayerState;
import io.entroscope.stats.MeanEstimate;
import io.entroscope.stats.Normalizer;
import io.entroscope.stats.ProbabilityBins;
import io.entroscope.stats.Replicated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Turns the states of a plan's tap points into the layers of a result. */
final class LayerResults {
  private static final double[] QUANTILES = {0.05, 0.25, 0.5, 0.75, 0.95};

  /** Above this many numbers, per-unit numbers are kept for all images together only. */
  private static final long MOST_UNIT_NUMBERS = 20_000_000;

  private static final int UNITS_AT_ONCE = 32;

  private final AnalysisPlan plan;
  private final AnalysisState state;
  private final int[] shown;
  private final Map<String, List<FeatureMap>> maps;
  private final boolean unitsPerClass;
  private final OrtProducts products = new OrtProducts();
  private final WeightsHash weights;
  private final QuantizedTensors quantized;

  /**
   * For one finished state.
   *
   * @param shown the places in the sample of the images that the result shows, in its order
   * @param maps the feature maps that are kept, by the tensor observed
   */
  LayerResults(
      AnalysisPlan plan, AnalysisState state, int[] shown, Map<String, List<FeatureMap>> maps) {
    this.plan = plan;
    this.weights = new WeightsHash(plan.model());
    this.quantized = new QuantizedTensors(plan.model());
    this.maps = maps;
    this.state = state;
    this.shown = shown;
    long units = plan.taps().stream().mapToLong(Tap::units).sum();
    this.unitsPerClass = units * plan.labels().size() <= MOST_UNIT_NUMBERS;
  }

  /**
   * The layers in order of depth; where both sides were observed, the side before stands inside. To
   * be called once.
   */
  List<Layered> build() {
    List<LayerEstimate> estimates = estimates();
    List<@Nullable LayerIndicators> indicators = indicators(estimates);
    int perLayer = plan.options().at().positions().size();
    return Parallel.map(
        plan.options().threads(),
        plan.taps().size() / perLayer,
        layer -> {
          int t = layer * perLayer;
          Preactivation before =
              perLayer == 2
                  ? preactivation(t + 1, estimates.get(t + 1), indicators.get(t + 1))
                  : null;
          return layer(t, layer + 1, estimates.get(t), indicators.get(t), before);
        });
  }

  /** By tap point. Each class is a task of its own, so that all threads are busy to the end. */
  private List<LayerEstimate> estimates() {
    int threads = plan.options().threads();
    int taps = plan.taps().size();
    int classes = plan.labels().size();
    List<LayerEstimator> estimators =
        Parallel.map(
            threads, taps, t -> new LayerEstimator(state.layers().get(t), plan.samples().places()));
    List<ClassEstimate> ofClasses =
        Parallel.map(
            threads,
            taps * classes,
            i -> estimate(i / classes, () -> estimators.get(i / classes).ofClass(i % classes)));
    return Parallel.map(
        threads,
        taps,
        t -> estimators.get(t).together(ofClasses.subList(t * classes, (t + 1) * classes)));
  }

  /**
   * A layer of the result, and its points of the curves over depth with their replicates.
   *
   * @param result as it is written
   * @param curves what the verdict is read from
   */
  record Layered(LayerResult result, LayerCurves curves) {}

  private Layered layer(
      int t,
      int depth,
      LayerEstimate estimate,
      @Nullable LayerIndicators indicators,
      @Nullable Preactivation before) {
    LayerCurves curves = curves(t, estimate);
    return new Layered(result(t, depth, estimate, curves, indicators, before), curves);
  }

  private LayerCurves curves(int t, LayerEstimate estimate) {
    return new LayerCurves(
        points(t, estimate, ClassEstimate::patternEntropy),
        points(t, estimate, ClassEstimate::patternEntropyStandardized),
        points(t, estimate, of -> of.imageEntropy().mean()));
  }

  private CurvePoints points(
      int t, LayerEstimate estimate, Function<ClassEstimate, Replicated> entropy) {
    Layer layer = plan.taps().get(t).outputs().point().layer();
    Normalizer f = plan.options().normalizer();
    return new CurvePoints(
        layer.name(),
        estimate.classes().stream()
            .map(of -> CurvePoints.normalized(entropy.apply(of), f, layer.units()))
            .toList());
  }

  private ClassMean mean(LayerCurves curves, LayerEstimate estimate) {
    return new ClassMean(mean(curves.pattern()), mean(curves.standardized()), imageMean(estimate));
  }

  private Mean imageMean(LayerEstimate estimate) {
    Normalizer f = plan.options().normalizer();
    int n = estimate.units();
    MeanEstimate mean =
        MeanEstimate.mean(
            estimate.classes().stream().map(ClassEstimate::imageEntropyEstimate).toList());
    MeanEstimate normalized = n == 1 ? mean : mean.over(f.divisor(n));
    return new Mean(
        normalized.value(),
        boxed(normalized.standardError()),
        CurvePoints.interval(normalized.interval(VerdictReader.CONFIDENCE)));
  }

  private static Mean mean(CurvePoints points) {
    Replicated mean = points.mean();
    return new Mean(
        mean.value(),
        boxed(mean.standardError()),
        CurvePoints.interval(mean, VerdictReader.CONFIDENCE),
        Arrays.stream(mean.without()).boxed().toList());
  }

  private LayerResult result(
      int t,
      int depth,
      LayerEstimate estimate,
      LayerCurves curves,
      @Nullable LayerIndicators indicators,
      @Nullable Preactivation before) {
    return new LayerResult(
        facts(t, depth),
        observation(t, estimate),
        all(t, estimate),
        classes(t, estimate),
        mean(curves, estimate),
        samples(t),
        before,
        maps.get(plan.taps().get(t).outputs().point().tensor()),
        null,
        indicators);
  }

  private LayerFacts facts(int t, int depth) {
    Tap tap = plan.taps().get(t);
    Layer layer = tap.outputs().point().layer();
    return new LayerFacts(
        layer.name(),
        layer.node(),
        tap.outputs().point().tensor(),
        layer.kind().label(),
        layer.activation().map(Activation::name).orElse(null),
        depth,
        layer.units(),
        new LayerWeights(layer.inputs(), layer.parameters(), weights.of(layer).orElse(null)),
        tap.shape(),
        layer.last() ? LayerFacts.OUTPUT : LayerFacts.HIDDEN);
  }

  private Observation observation(int t, LayerEstimate estimate) {
    Tap tap = plan.taps().get(t);
    return new Observation(
        pooling(tap.outputs().point().reduction()),
        tap.inVerdict(),
        at(tap),
        estimate.rms(),
        estimate.nonFinite(),
        estimate.all().neverActive(),
        ProbabilityBins.edgeProbabilities(),
        quantization(tap));
  }

  private @Nullable Quantization quantization(Tap tap) {
    return quantized
        .of(tap.outputs().point().layer(), tap.outputs().point().tensor())
        .map(of -> new Quantization(of.scale(), of.zeroPoint().orElse(null)))
        .orElse(null);
  }

  private Preactivation preactivation(
      int t, LayerEstimate estimate, @Nullable LayerIndicators indicators) {
    return new Preactivation(
        plan.taps().get(t).outputs().point().tensor(),
        estimate.rms(),
        estimate.nonFinite(),
        estimate.all().neverActive(),
        all(t, estimate),
        classes(t, estimate),
        samples(t),
        indicators);
  }

  private Evidence evidence(int t, LayerEstimate estimate, @Nullable Evidence previous) {
    return new Evidence(
        plan.taps().get(t).outputs().point().layer().name(),
        state.layers().get(t),
        estimate,
        plan.samples().places(),
        products,
        previous);
  }

  /** By tap point; null unless they were asked for. */
  private List<@Nullable LayerIndicators> indicators(List<LayerEstimate> estimates) {
    if (!plan.options().indicators().asked()) {
      return Collections.nCopies(estimates.size(), null);
    }
    List<Evidence> layers = new ArrayList<>();
    for (int t = 0; t < estimates.size(); t++) {
      OptionalInt before = previous(t);
      Evidence previous = before.isPresent() ? layers.get(before.getAsInt()) : null;
      layers.add(evidence(t, estimates.get(t), previous));
    }
    try (products) {
      return LayersIndicators.of(layers, plan.options().threads());
    }
  }

  /** The tap point one layer before, if both are in the curve over depth. */
  private OptionalInt previous(int t) {
    int previous = t - plan.options().at().positions().size();
    boolean both =
        previous >= 0 && plan.taps().get(previous).inVerdict() && plan.taps().get(t).inVerdict();
    return both ? OptionalInt.of(previous) : OptionalInt.empty();
  }

  private <T> T estimate(int t, Supplier<T> estimate) {
    try {
      return estimate.get();
    } catch (IllegalStateException e) {
      throw new AnalysisException(
          "layer '"
              + plan.taps().get(t).outputs().point().layer().name()
              + "' gives NaN, infinity or activations too large to be squared (above about 1e19)"
              + " for every image of a class; is the preprocessing right, and the model whole?",
          e);
    }
  }

  private static String at(Tap tap) {
    return tap.outputs().point().position() == Position.OUTPUT
        ? ObservedSide.OUTPUT.id()
        : ObservedSide.PREACTIVATION.id();
  }

  private static String pooling(Reduction reduction) {
    Reduction last = reduction.last();
    if (last instanceof Reduction.None) {
      return "none";
    }
    return last instanceof Reduction.Mean ? "mean" : "masked-mean";
  }

  private ClassStatistics all(int t, LayerEstimate estimate) {
    LayerCounts counts = state.layers().get(t).counts();
    long[][] histogram =
        switch (plan.histograms()) {
          case NONE -> null;
          case POOLED -> histogram(counts, 0, 1);
          case PER_CLASS -> histogram(counts, 0, counts.classes());
        };
    return statistics("all", t, estimate.all(), histogram, true, null);
  }

  private List<ClassStatistics> classes(int t, LayerEstimate estimate) {
    LayerCounts counts = state.layers().get(t).counts();
    List<ClassStatistics> classes = new ArrayList<>();
    for (int c = 0; c < plan.labels().size(); c++) {
      long[][] histogram =
          plan.histograms() == Histograms.PER_CLASS ? histogram(counts, c, c + 1) : null;
      String className = plan.data().classNames().get(plan.labels().get(c));
      ClassIndicators indicators =
          plan.options().indicators().asked()
              ? LayersIndicators.ofClass(evidence(t, estimate, null), c)
              : null;
      classes.add(
          statistics(
              className, t, estimate.classes().get(c), histogram, unitsPerClass, indicators));
    }
    return classes;
  }

  private ClassStatistics statistics(
      String className,
      int t,
      ClassEstimate of,
      long @Nullable [][] histogram,
      boolean perUnit,
      @Nullable ClassIndicators indicators) {
    int n = plan.taps().get(t).units();
    return new ClassStatistics(
        className,
        of.images(),
        entropy(of.patternEntropy(), n),
        entropy(of.patternEntropyStandardized(), n),
        imageEntropy(of, n),
        sampled(of, n),
        of.neverActive(),
        perUnit
            ? new UnitStatistics(toFloat(of.mean()), toFloat(of.pattern()), of.wins())
            : UnitStatistics.NONE,
        histogram,
        indicators);
  }

  private Entropy entropy(Replicated nats, int n) {
    return new Entropy(
        nats.value(),
        plan.options().normalizer().normalize(nats.value(), n),
        boxed(nats.standardError()),
        CurvePoints.interval(nats, VerdictReader.CONFIDENCE));
  }

  private ImageEntropy imageEntropy(ClassEstimate of, int n) {
    double[] quantiles = new double[QUANTILES.length];
    for (int q = 0; q < quantiles.length; q++) {
      quantiles[q] = EntropyBins.quantile(of.imageEntropy().histogram(), n, QUANTILES[q]);
    }
    MeanEstimate mean = of.imageEntropyEstimate();
    return new ImageEntropy(
        of.imageEntropy().mean().value(),
        plan.options().normalizer().normalize(of.imageEntropy().mean().value(), n),
        of.imageEntropy().moments().standardDeviation(),
        boxed(mean.standardError()),
        CurvePoints.interval(mean.interval(VerdictReader.CONFIDENCE)),
        quantiles,
        EntropyBins.linear(of.imageEntropy().histogram()));
  }

  private ImageEntropy.Sampled sampled(ClassEstimate of, int n) {
    Double mean = boxed(of.imageEntropyStandardizedMean());
    return new ImageEntropy.Sampled(
        mean,
        mean == null ? null : plan.options().normalizer().normalize(mean, n),
        of.imageEntropy().standardized().count());
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /** By unit: the first bin that is not empty, then the counts to the last that is not. */
  private static long[][] histogram(LayerCounts counts, int fromRow, int toRow) {
    long[][] histogram = new long[counts.units()][];
    long[][] bins = new long[UNITS_AT_ONCE][ProbabilityBins.COUNT];
    for (int from = 0; from < histogram.length; from += UNITS_AT_ONCE) {
      int to = Math.min(from + UNITS_AT_ONCE, histogram.length);
      counts.probabilities(fromRow, toRow, from, to, bins);
      for (int unit = from; unit < to; unit++) {
        histogram[unit] = trimmed(bins[unit - from]);
      }
    }
    return histogram;
  }

  private static long[] trimmed(long[] bins) {
    int first = 0;
    while (first < bins.length - 1 && bins[first] == 0) {
      first++;
    }
    int end = bins.length;
    while (end > first + 1 && bins[end - 1] == 0) {
      end--;
    }
    long[] trimmed = new long[1 + end - first];
    trimmed[0] = first;
    System.arraycopy(bins, first, trimmed, 1, end - first);
    return trimmed;
  }

  private float[][] samples(int t) {
    LayerState of = state.layers().get(t);
    float[][] rows = new float[shown.length][];
    for (int i = 0; i < rows.length; i++) {
      // An image whose activation is not finite here has no row.
      float[] row = of.samples().rows().get(shown[i]);
      rows[i] = row == null ? new float[0] : row;
    }
    return rows;
  }

  private static float[] toFloat(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
