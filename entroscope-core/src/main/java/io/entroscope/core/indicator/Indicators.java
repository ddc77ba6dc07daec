package io.entroscope.core.indicator;

import io.entroscope.core.Accuracy;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.result.ClassIndicators;
import io.entroscope.result.LayerIndicators;
import io.entroscope.result.LayerIndicators.FromPrevious;
import io.entroscope.result.LayerIndicators.Probe;
import io.entroscope.result.LayerIndicators.Renyi;
import io.entroscope.result.Spectrum;
import io.entroscope.stats.ClassEstimate;
import io.entroscope.stats.Covariance;
import io.entroscope.stats.DiscreteEntropy;
import io.entroscope.stats.LayerEstimate;
import io.entroscope.stats.LayerSamples;
import io.entroscope.stats.LayerState;
import io.entroscope.stats.SecondMoments;
import io.entroscope.stats.SpectrumEstimate;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The indicators of one layer, from its finished state. */
public final class Indicators {
  /** How many of the largest eigenvalues are kept. */
  private static final int MOST_EIGENVALUES = 128;

  private static final double DORMANT = 0.025;

  private final LayerState state;
  private final SecondMoments moments;
  private final LayerEstimate estimate;
  private final int[] sampleLabels;
  private final OrtProducts products;

  /**
   * The layer before, as far as a layer is set beside it.
   *
   * @param name of it
   * @param samples of the same images
   */
  public record Before(String name, LayerSamples samples) {}

  /**
   * Of one layer.
   *
   * @param state with second moments in it
   * @param estimate what the state says besides
   * @param sampleLabels {@code [samples]}: the class of each sampled image, by its place
   * @param products what multiplies
   */
  public Indicators(
      LayerState state, LayerEstimate estimate, int[] sampleLabels, OrtProducts products) {
    this.state = state;
    this.moments = state.moments().orElseThrow();
    this.estimate = estimate;
    this.sampleLabels = sampleLabels.clone();
    this.products = products;
  }

  /**
   * Over all images.
   *
   * @param before the layer before; null: this is the first
   */
  public LayerIndicators ofLayer(@Nullable Before before) {
    int classes = estimate.classes().size();
    long images = estimate.all().images();
    long[] active = new long[estimate.units()];
    double within = 0;
    for (int c = 0; c < classes; c++) {
      long[] of = state.counts().active(c);
      within += DiscreteEntropy.onOff(of, estimate.classes().get(c).images()) / classes;
      for (int u = 0; u < active.length; u++) {
        active[u] += of[u];
      }
    }
    double winner = DiscreteEntropy.millerMadow(estimate.all().wins());
    double[] information = information();
    double divergence =
        DiscreteEntropy.divergence(
            estimate.classes().stream().map(ClassEstimate::pattern).toArray(double[][]::new));
    Rows sample = Rows.of(state.samples());
    Symmetric gram = sample.gram(products);
    return new LayerIndicators(
        images,
        spectrum(sample, gram),
        DiscreteEntropy.onOff(active, images),
        within,
        winner,
        share(winner, Math.log(estimate.units())),
        Arrays.stream(information).average().orElse(0),
        Arrays.stream(information).max().orElse(0),
        divergence,
        share(divergence, Math.log(classes)),
        dormant(),
        renyi(gram),
        probe(sample),
        before == null ? null : beside(before, sample, gram));
  }

  /** Over the images of one class. */
  public ClassIndicators ofClass(int label) {
    ClassEstimate of = estimate.classes().get(label);
    double winner = DiscreteEntropy.millerMadow(of.wins());
    return new ClassIndicators(
        moments.isPerClass() ? spectrum(moments.ofClass(label), false) : null,
        DiscreteEntropy.onOff(state.counts().active(label), of.images()),
        winner,
        share(winner, Math.log(estimate.units())));
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : Math.min(1, part / whole);
  }

  /** By unit, the information that being above 0 has on the label. */
  private double[] information() {
    int classes = estimate.classes().size();
    long[][] active = new long[classes][];
    for (int c = 0; c < classes; c++) {
      active[c] = state.counts().active(c);
    }
    return IntStream.range(0, estimate.units())
        .mapToDouble(
            u -> {
              long[][] joint = new long[2][classes];
              for (int c = 0; c < classes; c++) {
                joint[0][c] = active[c][u];
                joint[1][c] = estimate.classes().get(c).images() - active[c][u];
              }
              return DiscreteEntropy.information(joint);
            })
        .toArray();
  }

  private double dormant() {
    double[] magnitudes = moments.magnitudes();
    double mean = Arrays.stream(magnitudes).average().orElse(0);
    long dormant = Arrays.stream(magnitudes).filter(of -> of <= DORMANT * mean).count();
    return (double) dormant / magnitudes.length;
  }

  private Spectrum spectrum(Rows sample, Symmetric gram) {
    if (moments.hasCovariance()) {
      return spectrum(moments.ofAll(), true);
    }
    double[] eigenvalues = gram.eigenvalues();
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvalues[i] /= sample.count();
    }
    return spectrum(Spectrum.SAMPLE, sample.count(), sample.units(), eigenvalues, true);
  }

  private static Spectrum spectrum(Covariance of, boolean keep) {
    double[] eigenvalues = Symmetric.of(of).eigenvalues();
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvalues[i] /= of.count();
    }
    return spectrum(Spectrum.COVARIANCE, of.count(), of.units(), eigenvalues, keep);
  }

  private static Spectrum spectrum(
      String method, long images, int units, double[] eigenvalues, boolean keep) {
    SpectrumEstimate of = SpectrumEstimate.of(eigenvalues);
    double[] kept =
        Arrays.stream(eigenvalues).limit(MOST_EIGENVALUES).map(v -> Math.max(0, v)).toArray();
    return new Spectrum(
        method,
        images,
        of.trace(),
        of.largest(),
        of.effectiveRank(),
        of.participationRatio(),
        of.dim99(),
        (double) of.dim99() / units,
        of.delveDim99(),
        (double) of.delveDim99() / units,
        keep ? kept : null);
  }

  private static @Nullable Renyi renyi(Symmetric gram) {
    if (gram.size() < 2) {
      return null;
    }
    double entropy = Similarity.renyi(gram);
    return new Renyi(entropy, share(entropy, Math.log(gram.size())), gram.size());
  }

  private @Nullable Probe probe(Rows sample) {
    int[] labels = Arrays.stream(sample.places()).map(place -> sampleLabels[place]).toArray();
    int classes = estimate.classes().size();
    if (labels.length < 2 * classes) {
      return null;
    }
    boolean enough = estimate.all().images() >= 2L * labels.length;
    boolean held = moments.hasCovariance() && enough;
    RidgeProbe.Score score =
        held
            ? RidgeProbe.heldOut(
                moments.ofAll(), classSums(), classImages(), sample, labels, products)
            : RidgeProbe.halves(sample, labels, classes, products);
    return new Probe(
        (double) score.hits() / score.tried(),
        Accuracy.wilson(score.hits(), score.tried()),
        score.tried(),
        score.fitted(),
        held ? Spectrum.COVARIANCE : Spectrum.SAMPLE,
        RidgeProbe.RIDGE);
  }

  private double[][] classSums() {
    double[][] sums = new double[estimate.classes().size()][estimate.units()];
    for (int c = 0; c < sums.length; c++) {
      for (int g = 0; g < state.sums().groups(); g++) {
        state.sums().addTo(sums[c], c, g);
      }
    }
    return sums;
  }

  private long[] classImages() {
    return estimate.classes().stream().mapToLong(ClassEstimate::images).toArray();
  }

  private @Nullable FromPrevious beside(Before before, Rows sample, Symmetric gram) {
    List<Rows> pair = Rows.shared(before.samples(), state.samples());
    if (pair.get(0).count() == 0) {
      return null;
    }
    boolean same = Arrays.equals(pair.get(1).places(), sample.places());
    Symmetric shared = same ? gram : pair.get(1).gram(products);
    return new FromPrevious(
        before.name(),
        boxed(Similarity.cka(pair.get(0).gram(products), shared)),
        boxed(Similarity.angularDistance(pair.get(0), pair.get(1))),
        pair.get(0).count());
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
