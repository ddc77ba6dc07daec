package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.core.indicator.internal.Symmetric;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.stats.inference.Range;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Mutual information of a layer that Gaussian noise is added to, bounded by the distances of every
 * two of m sampled images. With noise of variance σ² the activations are a mixture of m Gaussians,
 * and {@code I(X; T) ≤ −1/m Σᵢ ln 1/m Σⱼ exp(−‖tᵢ − tⱼ‖² / 2σ²)}; with 8σ² in the place of 2σ² it
 * is at least that. I(T; Y) is the bound from above less its mean within classes, as A. Saxe et al.
 * (2018) have it: an estimate, no bound.
 *
 * <p>Without noise I(X; T) of continuous activations is infinite, so the noise is an assumption. σ²
 * is {@link #NOISE} times the mean variance of a unit; theirs is 0.1 itself, by which the value
 * would change with the scale of the layer. A layer that is constant says nothing: 0.
 */
final class PairwiseInformation implements LayerStatistic.Described<PairwiseInformation.Sample> {
  /** Of the mean variance of a unit. */
  static final double NOISE = 0.1;

  private static final double UPPER = 2;
  private static final double LOWER = 8;

  private final InformationAbout about;

  PairwiseInformation(InformationAbout about) {
    this.about = about;
  }

  /**
   * Sampled images.
   *
   * @param products of them, less their mean, {@code [m, m]}
   * @param units n
   * @param classes {@code [m]}
   */
  record Sample(Gram products, int units, int[] classes) {}

  @Override
  public StatisticDescription description() {
    String noise = ", σ² = 0.1 times the mean variance of a unit";
    return switch (about) {
      case INPUT ->
          new StatisticDescription(
              "informationInputPairwise",
              "I(X; T), pairwise bound from above",
              "nats",
              "0 to ln N",
              "High: noise of σ leaves images apart; low: it blurs many together. It is the noise"
                  + " that loses information of X, not the deterministic network.",
              "−1/N Σᵢ ln 1/N Σⱼ exp(−‖tᵢ − tⱼ‖² / 2σ²)" + noise,
              InformationAbout.PAIRWISE_SOURCE);
      case INPUT_LOWER ->
          new StatisticDescription(
              "informationInputPairwiseLower",
              "I(X; T), pairwise bound from below",
              "nats",
              "0 to ln N",
              "High: far-reaching noise still leaves images apart; low: it blurs many together."
                  + " Between this and the bound from above lies I(X; T) under the noise of σ.",
              "−1/N Σᵢ ln 1/N Σⱼ exp(−‖tᵢ − tⱼ‖² / 8σ²)" + noise,
              InformationAbout.PAIRWISE_SOURCE);
      case LABELS ->
          new StatisticDescription(
              "informationLabelsPairwise",
              "I(T; Y), pairwise",
              "nats",
              "0 to H(Y)",
              "High: images of different classes lie farther apart than the noise reaches; low: it"
                  + " blurs the classes.",
              "the bound of I(X; T) from above, less its mean within classes" + noise,
              InformationAbout.PAIRWISE_SOURCE
                  + "; A. Saxe et al., \"On the Information Bottleneck Theory of Deep Learning\","
                  + " ICLR 2018");
    };
  }

  @Override
  public Optional<Sample> state(Evidence layer) {
    return Optional.of(new Sample(layer.gram(), layer.units(), layer.sampleClasses()))
        .filter(sample -> sample.products().images() >= 2 && about.isOf(layer.classes()));
  }

  @Override
  public Optional<StatisticValue> estimate(Sample sample) {
    int m = sample.products().images();
    Kernel kernel = Kernel.of(sample, about == InformationAbout.INPUT_LOWER ? LOWER : UPPER);
    double value = kernel.information(IntStream.range(0, m).toArray());
    if (about == InformationAbout.LABELS) {
      value -= about.withinClasses(sample.classes(), kernel::information);
    }
    return Optional.of(new StatisticValue(Range.entropy(m).hold(value), m));
  }

  /**
   * How alike every two images are: {@code exp(−‖tᵢ − tⱼ‖² / fσ²)} for i &lt; j, row after row.
   *
   * @param images m
   * @param alike {@code [m (m − 1) / 2]}
   */
  private record Kernel(int images, double[] alike) {
    static Kernel of(Sample sample, double factor) {
      double scale = factor * NOISE * variance(sample);
      double[] squared = sample.products().squaredDistances();
      return new Kernel(
          sample.products().images(),
          Arrays.stream(squared).map(d -> scale == 0 ? 1 : Math.exp(-d / scale)).toArray());
    }

    /** The mean over units of their variance over the sampled images. */
    private static double variance(Sample sample) {
      Symmetric products = sample.products().products();
      double trace = 0;
      for (int i = 0; i < products.size(); i++) {
        trace += products.get(i, i);
      }
      return trace / products.size() / sample.units();
    }

    /** The bound of the information among some images, increasing. */
    double information(int[] chosen) {
      double[] sums = new double[chosen.length];
      Arrays.fill(sums, 1);
      for (int a = 0; a < chosen.length; a++) {
        long row = (long) chosen[a] * (2L * images - chosen[a] - 1) / 2 - chosen[a] - 1;
        for (int b = a + 1; b < chosen.length; b++) {
          double of = alike[(int) (row + chosen[b])];
          sums[a] += of;
          sums[b] += of;
        }
      }
      double information = 0;
      for (double sum : sums) {
        information -= Math.log(sum / chosen.length) / chosen.length;
      }
      return information;
    }
  }
}
