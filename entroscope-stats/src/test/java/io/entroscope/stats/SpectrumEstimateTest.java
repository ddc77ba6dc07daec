package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrumEstimateTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 64})
  void equalEigenvaluesUseEveryDirection(int n) {
    double[] equal = new double[n];
    Arrays.fill(equal, 3);
    SpectrumEstimate of = SpectrumEstimate.of(equal);

    assertThat(of.trace()).isEqualTo(3.0 * n);
    assertThat(of.effectiveRank()).isEqualTo(n, within(1e-9));
    assertThat(of.participationRatio()).isEqualTo(n, within(1e-9));
    assertThat(of.dim99()).isEqualTo((int) Math.ceil(0.99 * n));
  }

  @Test
  void oneDirectionIsRankOne() {
    SpectrumEstimate of = SpectrumEstimate.of(new double[] {5, 0, 0, -1e-12});

    assertThat(of.effectiveRank()).isEqualTo(1, within(1e-9));
    assertThat(of.dim99()).isEqualTo(1);
    assertThat(of.delveDim99()).isEqualTo(1);
  }

  @Test
  void knowsAValueWorkedOutByHand() {
    SpectrumEstimate of = SpectrumEstimate.of(new double[] {0.5, 0.25, 0.25});

    assertThat(of.effectiveRank()).isEqualTo(Math.pow(2, 1.5), within(1e-12));
    assertThat(of.participationRatio()).isEqualTo(1 / 0.375, within(1e-12));
  }

  @Test
  void delveStopsBelowTheShareAndAddsOneOnlyIfItFallsShort() {
    // 0.985 is below 0.99 by less than 0.02, so delve stops there; 0.9 is not, so it adds one.
    assertThat(SpectrumEstimate.of(new double[] {0.9, 0.085, 0.015}).delveDim99()).isEqualTo(2);
    assertThat(SpectrumEstimate.of(new double[] {0.9, 0.085, 0.015}).dim99()).isEqualTo(3);
    assertThat(SpectrumEstimate.of(new double[] {0.9, 0.1}).delveDim99()).isEqualTo(2);
  }

  @Test
  void whatDoesNotVaryHasNoRank() {
    assertThat(SpectrumEstimate.of(new double[4]))
        .isEqualTo(new SpectrumEstimate(0, 0, 0, 0, 0, 0));
  }
}
