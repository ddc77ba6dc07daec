package io.entroscope.stats.block;

import java.util.List;
import java.util.Optional;

/**
 * How well a least-squares map stands in for a block: the map, and on rows that it was not fitted
 * on, the shares of the variance that it explains, {@code R² = 1 − Σ‖y − ŷ‖² / Σ‖y − ȳ‖²}.
 *
 * <p>By ridge regression: A. E. Hoerl, R. W. Kennard, "Ridge Regression: Biased Estimation for
 * Nonorthogonal Problems" (1970). Where x and y have one width, what is shrunk is {@code W − I}, so
 * that a map of which the rows say nothing leaves the stream as it is; otherwise W. The ridge is λ
 * times the mean variance of x, λ being the one of {@link #LAMBDAS} with the smallest error on the
 * rows held out.
 *
 * @param map fitted on all rows, those held out too, with that λ
 * @param lambda λ
 * @param r2 of y, by the map fitted without the rows held out, with that λ
 * @param branchR2 of y − x; NaN where the widths differ, or y − x is the same in all rows
 * @param fitted how many rows that map was fitted on
 * @param heldOut how many rows it was tried on
 */
public record LinearMap(
    AffineMap map, double lambda, double r2, double branchR2, long fitted, long heldOut) {
  /** The ridges that are tried, as shares of the mean variance of x. */
  public static final List<Double> LAMBDAS = List.of(1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0);

  /**
   * The best map from x to y.
   *
   * @param fit moments of the rows to fit on
   * @param heldOut moments of others, from other examples
   * @return empty with fewer than two rows in one of them, or if x, or y where held out, never
   *     changes
   * @throws IllegalArgumentException if the widths of the two differ
   */
  public static Optional<LinearMap> fit(PairMoments fit, PairMoments heldOut) {
    return fit(fit, heldOut, LAMBDAS, true);
  }

  /**
   * The best map from x to y where no map is the plainest: W itself is shrunk, whatever the widths.
   * Otherwise as {@link #fit(PairMoments, PairMoments)}.
   *
   * @param lambdas the ridges to choose from, shares of the mean variance of x, above 0
   */
  public static Optional<LinearMap> towardsZero(
      PairMoments fit, PairMoments heldOut, List<Double> lambdas) {
    return fit(fit, heldOut, lambdas, false);
  }

  private static Optional<LinearMap> fit(
      PairMoments fit, PairMoments heldOut, List<Double> lambdas, boolean towardsIdentity) {
    if (fit.rows() < 2 || heldOut.rows() < 2) {
      return Optional.empty();
    }
    PairMoments all = fit.merge(heldOut);
    Ridge rest = new Ridge(fit, towardsIdentity);
    Ridge others = new Ridge(heldOut, towardsIdentity);
    double variation = Ridge.variation(heldOut);
    if (!(rest.scale() > 0) || !(variation > 0)) {
      return Optional.empty();
    }
    double best = Double.POSITIVE_INFINITY;
    double lambda = Double.NaN;
    for (double tried : lambdas) {
      Optional<AffineMap> map = rest.solve(tried);
      double error = map.isPresent() ? others.error(map.get()) : best;
      if (error < best) {
        best = error;
        lambda = tried;
      }
    }
    if (Double.isNaN(lambda)) {
      return Optional.empty();
    }
    double chosen = lambda;
    double r2 = 1 - best / variation;
    double branch = Ridge.branchVariation(heldOut);
    double branchR2 = branch > 0 ? 1 - best / branch : Double.NaN;
    return new Ridge(all, towardsIdentity)
        .solve(chosen)
        .map(map -> new LinearMap(map, chosen, r2, branchR2, fit.rows(), heldOut.rows()));
  }

  /**
   * The map of a given ridge, from all rows of a state.
   *
   * @param lambda above 0
   * @return empty if x never changes
   */
  public static Optional<AffineMap> fit(PairMoments moments, double lambda) {
    return fit(moments, lambda, true);
  }

  /** The same with W itself shrunk, as in {@link #towardsZero(PairMoments, PairMoments, List)}. */
  public static Optional<AffineMap> towardsZero(PairMoments moments, double lambda) {
    return fit(moments, lambda, false);
  }

  private static Optional<AffineMap> fit(
      PairMoments moments, double lambda, boolean towardsIdentity) {
    if (!(lambda > 0)) {
      throw new IllegalArgumentException("a ridge of " + lambda + "; give one above 0");
    }
    return moments.rows() == 0
        ? Optional.empty()
        : new Ridge(moments, towardsIdentity).solve(lambda);
  }
}
