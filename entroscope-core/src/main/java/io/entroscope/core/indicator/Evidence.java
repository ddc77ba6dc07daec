package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.core.indicator.internal.Once;
import io.entroscope.core.indicator.internal.PairwiseBounds;
import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.core.indicator.internal.Spectra;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.stats.ClassEstimate;
import io.entroscope.stats.LayerEstimate;
import io.entroscope.stats.LayerSamples;
import io.entroscope.stats.LayerState;
import io.entroscope.stats.SecondMoments;
import io.entroscope.stats.inference.Range;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What statistics of one layer are computed from: its finished state, and what several of them make
 * of that. The products of the sampled images take megabytes, and are there only while the layer is
 * worked on.
 */
public final class Evidence {
  private final String name;
  private final LayerState state;
  private final SecondMoments moments;
  private final LayerEstimate estimate;
  private final int[] sampleLabels;
  private final OrtProducts multiplier;
  private final @Nullable Evidence previous;
  private final Once<Rows> sample = new Once<>(this::findSample);
  private final Once<Optional<Spectra>> spectra = new Once<>(this::findSpectra);
  private final Once<Optional<ClassScatter.OfAll>> scatter = new Once<>(this::findScatter);
  private final Once<PairwiseBounds> bounds =
      new Once<>(() -> PairwiseBounds.of(gram(), units(), sampleClasses()));
  private final Once<BinnedInformation.Entropies> binned =
      new Once<>(() -> BinnedInformation.Entropies.of(sample(), sampleClasses()));
  private @Nullable Gram gram;

  /**
   * Of one layer.
   *
   * @param name of the layer
   * @param state with second moments in it
   * @param estimate what the state says besides
   * @param sampleLabels {@code [samples]}: the class of each sampled image, by its place
   * @param multiplier what multiplies
   * @param previous the layer that it is set beside; null: none
   */
  public Evidence(
      String name,
      LayerState state,
      LayerEstimate estimate,
      int[] sampleLabels,
      OrtProducts multiplier,
      @Nullable Evidence previous) {
    this.name = name;
    this.state = state;
    this.moments = state.moments().orElseThrow();
    this.estimate = estimate;
    this.sampleLabels = sampleLabels.clone();
    this.multiplier = multiplier;
    this.previous = previous;
  }

  /** The layer's name. */
  public String name() {
    return name;
  }

  /** n. */
  public int units() {
    return estimate.units();
  }

  /** C. */
  public int classes() {
    return estimate.classes().size();
  }

  /** How many images gave finite activations. */
  public long images() {
    return estimate.all().images();
  }

  LayerEstimate estimate() {
    return estimate;
  }

  SecondMoments moments() {
    return moments;
  }

  OrtProducts multiplier() {
    return multiplier;
  }

  /** The layer that this one is set beside. */
  Optional<Evidence> previous() {
    return Optional.ofNullable(previous);
  }

  LayerSamples samples() {
    return state.samples();
  }

  /** The sampled images, {@code [m, n]}. */
  Rows sample() {
    return sample.get();
  }

  private Rows findSample() {
    return Rows.of(state.samples());
  }

  /** {@code [m]}: the classes of the sampled images. */
  int[] sampleClasses() {
    return Arrays.stream(sample().places()).map(place -> sampleLabels[place]).toArray();
  }

  /** Multiplies the sampled images, once for all statistics. */
  void multiply() {
    gram = Gram.of(sample(), multiplier);
  }

  /** Lets go of the products, when no statistic needs them any more. */
  void forgetProducts() {
    gram = null;
    scatter.forget();
  }

  /** The centred products of the sampled images, {@code [m, m]}; between the two calls above. */
  Gram gram() {
    return Objects.requireNonNull(gram, "not multiplied");
  }

  /** The products of these images: nearly always those of all. */
  Gram gramOf(Rows wanted) {
    return wanted.sameImages(sample()) ? gram() : Gram.of(wanted, multiplier);
  }

  /** {@code [C][n]}: in how many images of a class a unit is above 0. */
  long[][] active() {
    long[][] active = new long[classes()][];
    for (int c = 0; c < active.length; c++) {
      active[c] = active(c);
    }
    return active;
  }

  /** {@code [n]}: in how many images of the class at a place a unit is above 0. */
  public long[] active(int place) {
    return state.counts().active(place);
  }

  /** {@code [C]}: the images of each class, at least one. */
  public long[] classImages() {
    return estimate.classes().stream().mapToLong(ClassEstimate::images).toArray();
  }

  /** {@code [C][n]}: the sum of the activations of each class. */
  public double[][] classSums() {
    double[][] sums = new double[classes()][units()];
    for (int c = 0; c < sums.length; c++) {
      for (int g = 0; g < state.sums().groups(); g++) {
        state.sums().addTo(sums[c], c, g);
      }
    }
    return sums;
  }

  private double[][] classMeans() {
    double[][] means = classSums();
    long[] images = classImages();
    for (int c = 0; c < means.length; c++) {
      for (int u = 0; u < means[c].length; u++) {
        means[c][u] /= images[c];
      }
    }
    return means;
  }

  /** How all images scatter about the means of their classes; empty in wide layers. */
  Optional<ClassScatter.OfAll> classScatter() {
    return scatter.get();
  }

  private Optional<ClassScatter.OfAll> findScatter() {
    return moments.hasCovariance()
        ? Optional.of(ClassScatter.of(moments.ofAll(), classMeans(), classImages()))
        : Optional.empty();
  }

  /** How the sampled images do; empty without samples. */
  Optional<ClassScatter> sampledClassScatter() {
    return Optional.of(sample())
        .filter(rows -> rows.count() > 0)
        .map(rows -> new ClassScatter.OfSample(classMeans(), rows, sampleClasses()));
  }

  /**
   * The eigenvalues of all images' products, or, in a wide layer, of those of the sampled ones;
   * empty if there are none.
   */
  Optional<Spectra> spectra() {
    return spectra.get();
  }

  private Optional<Spectra> findSpectra() {
    if (moments.hasCovariance() && !isSampleSmaller()) {
      return Optional.of(Spectra.of(moments.ofAll()));
    }
    return Optional.of(sample())
        .filter(rows -> rows.count() > 0)
        .map(rows -> Spectra.of(gram(), rows));
  }

  /**
   * Whether all images are sampled, and fewer than units: their products with each other have the
   * eigenvalues of the covariance but for zeros, and are the smaller matrix.
   */
  private boolean isSampleSmaller() {
    return sample().count() == images() && images() < units();
  }

  /** How far apart the sampled images are, in nats; between the two calls above. */
  PairwiseBounds pairwiseBounds() {
    return bounds.get();
  }

  /** How the sampled images fall into bins. */
  BinnedInformation.Entropies binnedEntropies() {
    return binned.get();
  }

  /** A part of a whole, as a share; 0 of nothing. */
  static double share(double part, double whole) {
    return whole == 0 ? 0 : Range.SHARE.hold(part / whole);
  }
}
