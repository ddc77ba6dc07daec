package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Expected values are from SciPy's spearmanr, and from NumPy's least squares on ranks. */
class SpearmanTest {
  private static final List<Integer> GROUPS = List.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
  private static final double[] DEPTH = {2, 4, 6, 2, 4, 6, 2, 4, 6, 2, 2, 6};
  private static final double[] X = {.3, .1, .2, .5, .5, .9, .8, .4, .7, .6, .15, .35};
  private static final double[] Y = {5, 3, 1, 2, 4, 4, 8, 6, 7, 9, 12, 10};

  @Test
  void asSciPyComputesIt() {
    assertThat(Spearman.rho(X, Y)).isCloseTo(0.1105263157894737, within(1e-12));
  }

  @Test
  void withGroupsAndDepthHeldFixed() {
    assertThat(Spearman.partial(X, Y, GROUPS, DEPTH)).isCloseTo(-0.4252279484306727, within(1e-12));
    assertThat(Spearman.partial(X, Y, GROUPS, DEPTH, DEPTH))
        .as("a column twice holds no more fixed")
        .isCloseTo(-0.4252279484306727, within(1e-12));
  }

  @Test
  void whatIsHeldFixedExplainsNothingMore() {
    assertThat(Spearman.partial(DEPTH, Y, GROUPS, DEPTH)).isNaN();
    assertThat(Spearman.rho(new double[] {1, 1, 1}, new double[] {1, 2, 3})).isNaN();
  }

  @Test
  void onlyTheOrderCounts() {
    double[] powers = java.util.Arrays.stream(X).map(v -> Math.pow(v, 7)).toArray();
    assertThat(Spearman.rho(X, powers)).isEqualTo(1);
    assertThat(Spearman.rho(X, java.util.Arrays.stream(X).map(v -> -v).toArray())).isEqualTo(-1);
    assertThat(Spearman.rho(Y, X)).isEqualTo(Spearman.rho(X, Y));
  }

  @Test
  void tiesShareTheMeanRank() {
    assertThat(Spearman.ranks(new double[] {3, 1, 3, 2})).containsExactly(3.5, 1, 3.5, 2);
  }
}
