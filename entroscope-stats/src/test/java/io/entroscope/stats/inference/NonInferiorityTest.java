package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The bound against its closed form, a normal approximation, and its promised error. */
class NonInferiorityTest {
  private static final double Z2 = 1.6448536269514722 * 1.6448536269514722;

  @Test
  void ofClassifiersThatAgreeItIsKnownInClosedForm() {
    for (long n : new long[] {10, 538, 100_000}) {
      assertThat(NonInferiority.lowerBound(new McNemar(0, 0), n))
          .isEqualTo(-Z2 / (n + Z2), within(1e-9));
    }
    long needed = NonInferiority.imagesNeeded(0.005);
    assertThat(NonInferiority.lowerBound(new McNemar(0, 0), needed)).isGreaterThan(-0.005);
    assertThat(NonInferiority.lowerBound(new McNemar(0, 0), needed - 2)).isLessThan(-0.005);
  }

  @Test
  void ofManyImagesItIsTheNormalApproximation() {
    double n = 100_000;
    double d = (800 - 1000) / n;
    double error = Math.sqrt((1800 / n - d * d) / n);

    assertThat(NonInferiority.lowerBound(new McNemar(1000, 800), (long) n))
        .isEqualTo(d - Math.sqrt(Z2) * error, within(2e-5));
  }

  @Test
  void whatIsWorseByTheMarginPassesOnceInTwenty() {
    Random random = new Random(3);
    int passed = 0;
    int draws = 4000;
    for (int draw = 0; draw < draws; draw++) {
      long first = 0;
      long second = 0;
      for (int i = 0; i < 2000; i++) {
        double u = random.nextDouble();
        first += u < 0.025 ? 1 : 0;
        second += u >= 0.025 && u < 0.045 ? 1 : 0;
      }
      passed += NonInferiority.lowerBound(new McNemar(first, second), 2000) > -0.005 ? 1 : 0;
    }
    assertThat((double) passed / draws).isEqualTo(0.05, within(0.012));
  }

  @Test
  void ofOneThatIsAlwaysRightAloneItIsKnownInClosedForm() {
    assertThat(NonInferiority.lowerBound(new McNemar(20, 0), 20)).isEqualTo(-1, within(1e-9));
    // (1 - d) n / sqrt(n (1 - d^2)) = z
    assertThat(NonInferiority.lowerBound(new McNemar(0, 20), 20))
        .isEqualTo((20 - Z2) / (20 + Z2), within(1e-9));
    assertThatThrownBy(() -> NonInferiority.lowerBound(new McNemar(3, 3), 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
