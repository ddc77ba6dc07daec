package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DiscreteEntropyTest {
  @Test
  void aUnitThatIsOnHalfTheTimeIsOneBit() {
    assertThat(DiscreteEntropy.onOff(new long[] {50}, 100)).isEqualTo(1, within(1e-12));
    assertThat(DiscreteEntropy.onOff(new long[] {0, 100}, 100)).isZero();
    assertThat(DiscreteEntropy.onOff(new long[] {50, 0}, 100)).isEqualTo(0.5, within(1e-12));
    assertThat(DiscreteEntropy.onOff(new long[] {25}, 100))
        .isEqualTo(0.8112781244591328, within(1e-12));
  }

  @Test
  void theCorrectionOfMillerAndMadowRemovesMostOfTheBias() {
    Random random = Seeds.random("miller");
    double truth = Math.log(20);
    double plugIn = 0;
    double corrected = 0;
    for (int round = 0; round < 300; round++) {
      long[] counts = new long[40];
      for (int i = 0; i < 100; i++) {
        counts[random.nextInt(20)]++;
      }
      double entropy = DiscreteEntropy.millerMadow(counts);
      long occupied = Arrays.stream(counts).filter(c -> c > 0).count();
      corrected += entropy / 300;
      plugIn += (entropy - (occupied - 1) / 200.0) / 300;
    }
    assertThat(truth - plugIn).as(Seeds.replay()).isGreaterThan(0.08);
    assertThat(Math.abs(truth - corrected)).as(Seeds.replay()).isLessThan(0.02);
  }

  @Test
  void informationIsAllOrNothing() {
    long[][] same = {{5000, 0}, {0, 5000}};
    long[][] none = {{2500, 2500}, {2500, 2500}};

    assertThat(DiscreteEntropy.information(same)).isEqualTo(Math.log(2), within(1e-3));
    assertThat(DiscreteEntropy.information(none)).isEqualTo(0, within(1e-3));
  }

  @Test
  void informationOfChanceIsZeroOnAverage() {
    Random random = Seeds.random("chance");
    double mean = 0;
    for (int round = 0; round < 400; round++) {
      long[][] joint = new long[2][10];
      for (int i = 0; i < 300; i++) {
        joint[random.nextInt(2)][random.nextInt(10)]++;
      }
      mean += DiscreteEntropy.information(joint) / 400;
    }
    // Uncorrected it would be 9 / 600 = 0.015.
    assertThat(mean).as(Seeds.replay()).isEqualTo(0, within(0.002));
  }

  @Test
  void divergenceTellsDistributionsApart() {
    double[][] apart = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    double[][] alike = {{0.2, 0.8}, {0.2, 0.8}};

    assertThat(DiscreteEntropy.divergence(apart)).isEqualTo(Math.log(3), within(1e-12));
    assertThat(DiscreteEntropy.divergence(alike)).isEqualTo(0, within(1e-12));
  }

  /** Values of a float64 computation of the definitions in Python. */
  @Test
  void knownValues() {
    double[][] three = {{0.5, 0.5, 0}, {0, 0.5, 0.5}, {0.2, 0.3, 0.5}};
    assertThat(DiscreteEntropy.divergence(three)).isEqualTo(0.26282946925641293, within(1e-14));
    assertThat(DiscreteEntropy.millerMadow(new long[] {5, 3, 0, 2}))
        .isEqualTo(1.1296530140645737, within(1e-14));
    assertThat(DiscreteEntropy.millerMadow(new long[] {1, 1})).isEqualTo(Math.log(2));
    assertThat(DiscreteEntropy.millerMadow(new long[] {0, 7})).isZero();
    assertThatThrownBy(() -> DiscreteEntropy.millerMadow(new long[2]))
        .hasMessage("the entropy of no events");
  }
}
