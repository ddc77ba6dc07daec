package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Symmetric;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import java.util.Optional;

/**
 * NC1, the first measure of neural collapse, {@code tr(Σ_W Σ_B⁺) / C}: the sum over the directions
 * in which the class means differ, of the variance within classes divided by that of the means.
 *
 * <p>{@code Σ_W} is over images and {@code Σ_B} over classes, every class counting the same, about
 * the mean of the class means: what the paper has for classes of one size. A direction with less
 * than {@link Symmetric#ROUNDING} of the variance of the means counts as none. Undefined where no
 * class mean differs from another.
 */
final class NeuralCollapse implements LayerStatistic.Described<ClassScatter> {
  @Override
  public StatisticDescription description() {
    return new StatisticDescription(
        "nc1",
        "Neural collapse (NC1)",
        "",
        "0 and up",
        "Low: the images of a class fall onto their mean, as in the last layer of a network trained"
            + " to the end; high: they scatter far about it, compared with how far the classes"
            + " are apart.",
        "tr(Σ_W Σ_B⁺) / C",
        "V. Papyan, X. Y. Han, D. Donoho, \"Prevalence of neural collapse during the terminal phase"
            + " of deep learning training\", PNAS 117 (2020)");
  }

  @Override
  public Optional<ClassScatter> state(Evidence layer) {
    return layer.classScatter().map(ClassScatter.class::cast).or(layer::sampledClassScatter);
  }

  @Override
  public Optional<StatisticValue> estimate(ClassScatter scatter) {
    double[][] means = scatter.means();
    Symmetric.Eigen between = scatter.between().eigen();
    int rank = Math.min(between.rank(), means.length - 1);
    if (rank == 0) {
      return Optional.empty();
    }
    double sum = 0;
    for (int k = 0; k < rank; k++) {
      double[] direction = direction(between.vectors()[k], means);
      sum += scatter.within(direction) / between.values()[k];
    }
    return Optional.of(new StatisticValue(sum / means.length, scatter.images()));
  }

  /** The eigenvector {@code [n]} of Σ_B, which may be given in the space of the classes. */
  private static double[] direction(double[] vector, double[][] means) {
    int n = means[0].length;
    if (n <= means.length) {
      return vector;
    }
    double[] direction = new double[n];
    for (int c = 0; c < means.length; c++) {
      for (int u = 0; u < n; u++) {
        direction[u] += vector[c] * means[c][u];
      }
    }
    double squares = 0;
    for (double of : direction) {
      squares += of * of;
    }
    for (int u = 0; u < n; u++) {
      direction[u] /= Math.sqrt(squares);
    }
    return direction;
  }
}
