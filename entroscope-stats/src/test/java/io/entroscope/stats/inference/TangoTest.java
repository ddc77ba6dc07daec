package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The interval against its closed forms, a normal approximation, and its promised coverage. */
class TangoTest {
  private static final double Z2 = Normal.Z95 * Normal.Z95;

  @Test
  void ofClassifiersThatAgreeItIsKnownInClosedForm() {
    for (long n : new long[] {10, 698, 10_000}) {
      Range range = Tango.interval(new McNemar(0, 0), n);
      assertThat(range.high()).isEqualTo(Z2 / (n + Z2), within(1e-9));
      assertThat(range.low()).isEqualTo(-range.high());
    }
    long needed = Tango.imagesNeeded(0.01);
    assertThat(Tango.interval(new McNemar(0, 0), needed).low()).isGreaterThan(-0.01);
    assertThat(Tango.interval(new McNemar(0, 0), needed - 2).low()).isLessThan(-0.01);
  }

  @Test
  void ofManyImagesItIsTheNormalApproximation() {
    double n = 100_000;
    double d = (800 - 1000) / n;
    double half = Normal.Z95 * Math.sqrt((1800 / n - d * d) / n);
    Range range = Tango.interval(new McNemar(1000, 800), (long) n);

    assertThat(range.low()).isEqualTo(d - half, within(2e-5));
    assertThat(range.high()).isEqualTo(d + half, within(2e-5));
  }

  /** Its variance by maximising the likelihood under each difference with SciPy. */
  @ParameterizedTest
  @CsvSource({
    "2, 12, 50, 0.0611124068, 0.3447087481",
    "7, 3, 50, -0.2159053489, 0.0501533958",
    "25, 5, 200, -0.1568365477, -0.0498433547"
  })
  void ofFewImagesItIsWhatTheLikelihoodSays(
      long onlyFirst, long onlySecond, long images, double low, double high) {
    Range range = Tango.interval(new McNemar(onlyFirst, onlySecond), images);
    assertThat(range.low()).isEqualTo(low, within(1e-7));
    assertThat(range.high()).isEqualTo(high, within(1e-7));
  }

  @Test
  void noMoreImagesDifferThanThereAre() {
    assertThat(Tango.interval(new McNemar(3, 2), 5).low()).isLessThan(-0.2);
    assertThatThrownBy(() -> Tango.interval(new McNemar(3, 3), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 5 images");
  }

  @Test
  void itsLowEndLiesBelowTheOneSidedBound() {
    McNemar counts = new McNemar(7, 3);
    assertThat(Tango.interval(counts, 50).low()).isLessThan(NonInferiority.lowerBound(counts, 50));
  }

  @Test
  void itHoldsTheTrueDifferenceInNineteenOfTwentyDraws() {
    Random random = new Random(11);
    int held = 0;
    int draws = 4000;
    for (int draw = 0; draw < draws; draw++) {
      long first = 0;
      long second = 0;
      for (int i = 0; i < 300; i++) {
        double u = random.nextDouble();
        first += u < 0.06 ? 1 : 0;
        second += u >= 0.06 && u < 0.1 ? 1 : 0;
      }
      Range range = Tango.interval(new McNemar(first, second), 300);
      held += range.low() <= -0.02 && -0.02 <= range.high() ? 1 : 0;
    }
    assertThat((double) held / draws).isEqualTo(0.95, within(0.012));
  }
}
