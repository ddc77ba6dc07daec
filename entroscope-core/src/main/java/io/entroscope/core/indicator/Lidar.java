package io.entroscope.core.indicator;

import io.entroscope.core.indicator.internal.Symmetric;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.stats.SpectrumEstimate;
import java.util.Arrays;
import java.util.Optional;

/**
 * LiDAR: the effective rank, {@code exp(−Σ p ln p)} of eigenvalues divided by their sum, of {@code
 * (Σ_W + δI)^−½ Σ_B (Σ_W + δI)^−½}, the matrix of linear discriminant analysis. The classes are
 * those of the labels; the paper's are single images, of which it sees several views.
 *
 * <p>δ is {@link #RIDGE} times the mean variance within classes of a unit. The paper's is 10⁻⁴
 * itself, by which the value would change with the scale of the layer. The paper also adds 10⁻⁷ to
 * each p so that its logarithm exists; here a p of 0 adds nothing.
 *
 * <p>Needs the covariance over all images: the scatter of a sample has directions of no variance in
 * a wide layer, and the value would be δ's. Undefined where the activations do not vary within
 * classes, by so little that rounding hides it, or not between them.
 */
final class Lidar implements LayerStatistic.Described<ClassScatter.OfAll> {
  /** Of the mean variance within classes. */
  static final double RIDGE = 1e-4;

  @Override
  public StatisticDescription description() {
    return new StatisticDescription(
        "lidar",
        "LiDAR",
        "directions",
        "1 to C − 1",
        "High: the classes are told apart along many directions, equally well; low: along few.",
        "exp(−Σ p ln p), p = λ / Σ λ, λ the eigenvalues of (Σ_W + δI)^−½ Σ_B (Σ_W + δI)^−½,"
            + " δ = 10⁻⁴ tr(Σ_W) / n",
        "V. Thilak et al., \"LiDAR: Sensing Linear Probing Performance in Joint Embedding SSL"
            + " Architectures\", ICLR 2024, arXiv 2312.04000, with the labels as classes");
  }

  @Override
  public Optional<ClassScatter.OfAll> state(Evidence layer) {
    return layer.classScatter();
  }

  @Override
  public Optional<StatisticValue> estimate(ClassScatter.OfAll scatter) {
    return scatter
        .covariance()
        .whitened(RIDGE, scatter.means())
        .map(means -> Symmetric.ofSmallerProducts(means).eigenvalues())
        .map(values -> Arrays.copyOf(values, Math.min(values.length, scatter.means().length - 1)))
        .filter(values -> Symmetric.rank(values) > 0)
        .map(
            values ->
                new StatisticValue(SpectrumEstimate.of(values).effectiveRank(), scatter.images()));
  }
}
