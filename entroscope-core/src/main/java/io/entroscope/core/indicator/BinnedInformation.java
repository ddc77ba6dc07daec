package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.stats.inference.Range;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Mutual information by binning, as published with the information plane: every unit's activation
 * falls into one of {@link #BINS} equal bins, and two images are the same to the layer if all units
 * agree. With T the bins of all units, I(X; T) = H(T), since the network is deterministic, and I(T;
 * Y) = H(T) − H(T | Y), in nats, of the sampled images.
 *
 * <p>The bins go from the smallest activation of the layer to the largest (A. Saxe et al., 2018),
 * where the first paper had −1 to 1, the range of tanh; so the value does not depend on the layer's
 * scale. A layer that is constant says nothing: 0.
 */
final class BinnedInformation implements LayerStatistic.Described<BinnedInformation.Entropies> {
  /** Per unit, as published. */
  static final int BINS = 30;

  private final InformationAbout about;

  BinnedInformation(InformationAbout about) {
    this.about = about;
  }

  /**
   * The entropies of the bins, in nats.
   *
   * @param all H(T)
   * @param withinClasses H(T | Y)
   * @param images m
   */
  record Entropies(double all, double withinClasses, int images) {
    /**
     * Of sampled images.
     *
     * @param rows their activations, {@code [m, n]}
     * @param classes {@code [m]}
     */
    static Entropies of(Rows rows, int[] classes) {
      ByteBuffer[] binned = binned(rows);
      return new Entropies(
          entropy(binned),
          InformationAbout.withinClasses(classes, of -> entropy(chosen(binned, of))),
          binned.length);
    }
  }

  @Override
  public StatisticDescription description() {
    return about == InformationAbout.INPUT
        ? new StatisticDescription(
            "informationInputBinned",
            "I(X; T), binned",
            "nats",
            "0 to ln N",
            "High: bins tell nearly all images apart, up to ln N for N images; low: they merge"
                + " many. The network is deterministic, so this is how coarse the bins are to it,"
                + " not what it has lost of X.",
            "H(T), T the units' activations in 30 equal bins over the layer's range",
            InformationAbout.BINNED_SOURCE)
        : new StatisticDescription(
            "informationLabelsBinned",
            "I(T; Y), binned",
            "nats",
            "0 to H(Y)",
            "High: images that fall into the same bins are of the same class, or all fall into bins"
                + " of their own, and then it says nothing; low: bins hold images of several"
                + " classes.",
            "H(T) − H(T | Y), T the units' activations in 30 equal bins over the layer's range",
            InformationAbout.BINNED_SOURCE);
  }

  @Override
  public Optional<Entropies> state(Evidence layer) {
    return layer.sample().count() >= 2 && about.isOf(layer.classes())
        ? Optional.of(layer.binnedEntropies())
        : Optional.empty();
  }

  @Override
  public Optional<StatisticValue> estimate(Entropies of) {
    double value = about == InformationAbout.INPUT ? of.all() : of.all() - of.withinClasses();
    return Optional.of(new StatisticValue(Range.entropy(of.images()).hold(value), of.images()));
  }

  private static ByteBuffer[] chosen(ByteBuffer[] binned, int[] images) {
    return Arrays.stream(images).mapToObj(i -> binned[i]).toArray(ByteBuffer[]::new);
  }

  /** {@code [m]}: the bins of all units of each image. */
  private static ByteBuffer[] binned(Rows rows) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (float[] row : rows.values()) {
      for (float value : row) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    double width = (high - low) / BINS;
    ByteBuffer[] binned = new ByteBuffer[rows.count()];
    for (int i = 0; i < binned.length; i++) {
      byte[] bins = new byte[rows.units()];
      float[] row = rows.row(i);
      for (int u = 0; u < bins.length; u++) {
        double bin = width == 0 ? 0 : (row[u] - low) / width;
        bins[u] = (byte) Math.min(BINS - 1, (int) bin);
      }
      binned[i] = ByteBuffer.wrap(bins);
    }
    return binned;
  }

  private static double entropy(ByteBuffer[] binned) {
    Map<ByteBuffer, Integer> counts = new HashMap<>();
    for (ByteBuffer one : binned) {
      counts.merge(one, 1, Integer::sum);
    }
    // In order, so that the sum has the same bits wherever it is made.
    int[] sorted = counts.values().stream().mapToInt(count -> count).sorted().toArray();
    double entropy = 0;
    for (int count : sorted) {
      double share = (double) count / binned.length;
      entropy -= share * Math.log(share);
    }
    return entropy;
  }
}
