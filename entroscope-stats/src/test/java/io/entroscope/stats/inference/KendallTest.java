package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class KendallTest {
  @Test
  void knowsTheTextbookValues() {
    double[] ordered = {1, 2, 3, 4, 5};

    assertThat(Kendall.tau(ordered, new double[] {10, 20, 30, 40, 50})).isEqualTo(1);
    assertThat(Kendall.tau(ordered, new double[] {5, 4, 3, 2, 1})).isEqualTo(-1);
    assertThat(Kendall.tau(ordered, new double[] {2, 1, 4, 3, 5})).isEqualTo(0.6, within(1e-12));
  }

  @Test
  void tiesCountForNeitherSide() {
    // 4 concordant pairs, 1 tie in x, 1 tie in y: 4 / sqrt(5 · 5).
    double tau = Kendall.tau(new double[] {1, 1, 2, 3}, new double[] {1, 2, 3, 3});

    assertThat(tau).isEqualTo(0.8, within(1e-12));
    assertThat(Kendall.tau(new double[] {1, 1}, new double[] {1, 2})).isNaN();
  }
}
