package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 13, 207, 4096})
  void equalValuesHaveTheLargestEntropy(int n) {
    double[] x = new double[n];
    Arrays.fill(x, -3.5);

    assertThat(Softmax.entropy(x, 1)).isEqualTo(Math.log(n), within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 13, 207})
  void agreesWithTheDefinition(int n) {
    Random random = Seeds.random("definition" + n);
    double[] x = random.doubles(n, -20, 20).toArray();
    double entropy = 0;
    for (double p : Softmax.of(x)) {
      entropy -= p * Math.log(p);
    }

    assertThat(Softmax.entropy(x, 1)).as(Seeds.replay()).isEqualTo(entropy, within(1e-10));
  }

  @Test
  void ofTwoIsTheBinaryEntropyOfTheLogisticFunction() {
    double p = 1 / (1 + Math.exp(-0.7));

    assertThat(Softmax.of(new double[] {0.7, 0})[0]).isEqualTo(p, within(1e-15));
    assertThat(Softmax.entropy(new double[] {0.7, 0}, 1))
        .isEqualTo(-p * Math.log(p) - (1 - p) * Math.log(1 - p), within(1e-14));
  }

  @Test
  void survivesLargeLogits() {
    assertThat(Softmax.entropy(new double[] {5000, 0, -5000}, 1)).isEqualTo(0, within(1e-12));
    assertThat(Softmax.entropy(new double[] {1e6, 1e6, 1e6}, 1))
        .isEqualTo(Math.log(3), within(1e-12));
  }

  @Test
  void scaleMultipliesTheVector() {
    double[] x = {0.1, 2, -1};
    double[] scaled = {0.3, 6, -3};

    assertThat(Softmax.entropy(x, 3)).isEqualTo(Softmax.entropy(scaled, 1), within(1e-14));
  }

  @Test
  void refusesNonFiniteValues() {
    assertThatThrownBy(() -> Softmax.entropy(new double[] {0, Double.NaN}, 1))
        .hasMessageContaining("NaN");
    for (double infinite : new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      assertThatThrownBy(() -> Softmax.entropy(new double[] {0, infinite}, 1))
          .hasMessageContaining("Infinity");
    }
    assertThatThrownBy(() -> Softmax.of(new double[] {0, Double.POSITIVE_INFINITY}))
        .hasMessageContaining("Infinity");
  }
}
