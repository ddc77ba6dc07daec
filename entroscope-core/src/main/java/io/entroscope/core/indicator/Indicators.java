package io.entroscope.core.indicator;

import io.entroscope.core.ort.OrtProducts;
import io.entroscope.result.ClassIndicators;
import io.entroscope.result.Interval;
import io.entroscope.result.LayerIndicators;
import io.entroscope.result.LayerIndicators.FromPrevious;
import io.entroscope.result.LayerIndicators.Probe;
import io.entroscope.result.LayerIndicators.Renyi;
import io.entroscope.result.Spectrum;
import io.entroscope.stats.ClassEstimate;
import io.entroscope.stats.Covariance;
import io.entroscope.stats.DiscreteEntropy;
import io.entroscope.stats.LayerEstimate;
import io.entroscope.stats.LayerState;
import io.entroscope.stats.SecondMoments;
import io.entroscope.stats.SpectrumEstimate;
import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Wilson;
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
  private final int[] samplePlaces;
  private final OrtProducts products;

  /**
   * Of one layer.
   *
   * @param state with second moments in it
   * @param estimate what the state says besides
   * @param samplePlaces {@code [samples]}: the class of each sampled image, by its place
   * @param products what multiplies
   */
  public Indicators(
      LayerState state, LayerEstimate estimate, int[] samplePlaces, OrtProducts products) {
    this.state = state;
    this.moments = state.moments().orElseThrow();
    this.estimate = estimate;
    this.samplePlaces = samplePlaces.clone();
    this.products = products;
  }

  /** The sampled images. */
  Rows sample() {
    return Rows.of(state.samples());
  }

  /**
   * Over all images.
   *
   * @param spectrum what {@link #spectrum} gave
   * @param renyi what {@link #renyi} gave
   * @param probe what {@link #probe} gave
   * @param before what {@link #beside} gave; null: this is the first layer
   */
  LayerIndicators ofLayer(
      Spectrum spectrum,
      @Nullable Renyi renyi,
      @Nullable Probe probe,
      @Nullable FromPrevious before) {
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
    return new LayerIndicators(
        images,
        spectrum,
        DiscreteEntropy.onOff(active, images),
        within,
        winner,
        share(winner, Math.log(estimate.units())),
        Arrays.stream(information).average().orElse(0),
        Arrays.stream(information).max().orElse(0),
        divergence,
        share(divergence, Math.log(classes)),
        dormant(),
        renyi,
        probe,
        before);
  }

  /** Over the images of one class. */
  public ClassIndicators ofClass(int place) {
    ClassEstimate of = estimate.classes().get(place);
    double winner = DiscreteEntropy.millerMadow(of.wins());
    return new ClassIndicators(
        moments.isPerClass() ? spectrum(moments.ofClass(place), false) : null,
        DiscreteEntropy.onOff(state.counts().active(place), of.images()),
        winner,
        share(winner, Math.log(estimate.units())));
  }

  private static double share(double part, double whole) {
    return whole == 0 ? 0 : Range.SHARE.hold(part / whole);
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

  /** The spectrum of the covariance, or, of a wide layer, of the sampled images. */
  Spectrum spectrum(Gram gram) {
    if (moments.hasCovariance()) {
      return spectrum(moments.ofAll(), true);
    }
    double[] eigenvalues = gram.products().eigenvalues();
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvalues[i] /= gram.images();
    }
    return spectrum(Spectrum.SAMPLE, gram.images(), estimate.units(), eigenvalues, true);
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
        new Spectrum.Delve(of.delveDim99(), (double) of.delveDim99() / units),
        keep ? kept : null);
  }

  static @Nullable Renyi renyi(Gram gram) {
    if (gram.images() < 2) {
      return null;
    }
    double entropy = Similarity.renyi(gram);
    return new Renyi(entropy, share(entropy, Math.log(gram.images())), gram.images());
  }

  @Nullable Probe probe(Rows sample, Gram gram) {
    int[] labels = Arrays.stream(sample.places()).map(place -> samplePlaces[place]).toArray();
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
            : RidgeProbe.halves(gram, labels, classes);
    return new Probe(
        (double) score.hits() / score.tried(),
        Interval.of(Wilson.interval(score.hits(), score.tried())),
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

  /**
   * Beside the layer before, over the sampled images that both have.
   *
   * @param name of that layer
   * @param before its indicators
   * @param beforeGram of all its sampled images
   * @param gram of all of this layer's
   */
  @Nullable FromPrevious beside(String name, Indicators before, Gram beforeGram, Gram gram) {
    List<Rows> pair = Rows.shared(before.state.samples(), state.samples());
    if (pair.get(0).count() == 0) {
      return null;
    }
    return new FromPrevious(
        name,
        boxed(Similarity.cka(before.gramOf(pair.get(0), beforeGram), gramOf(pair.get(1), gram))),
        boxed(Similarity.angularDistance(pair.get(0), pair.get(1))),
        pair.get(0).count());
  }

  /** The products of these images: nearly always those of all. */
  private Gram gramOf(Rows wanted, Gram all) {
    return wanted.sameImages(sample()) ? all : Gram.of(wanted, products);
  }

  private static @Nullable Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
