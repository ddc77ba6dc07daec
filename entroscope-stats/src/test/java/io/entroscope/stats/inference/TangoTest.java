package io.entroscope.stats.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The interval of a paired difference: symmetry, its closed form, and how often it holds it. */
class TangoTest {
  @Test
  void changingSidesChangesTheSign() {
    Range one = Tango.interval(new McNemar(12, 5), 80);
    Range two = Tango.interval(new McNemar(5, 12), 80);
    assertThat(one.low()).isEqualTo(-two.high(), within(1e-12));
    assertThat(one.high()).isEqualTo(-two.low(), within(1e-12));
    assertThat(one.low()).isLessThan(-7.0 / 80);
    assertThat(one.high()).isGreaterThan(-7.0 / 80);
  }

  @Test
  void ofClassifiersThatAgreeItIsKnownInClosedForm() {
    double z2 = Normal.Z95 * Normal.Z95;
    Range interval = Tango.interval(new McNemar(0, 0), 100);
    assertThat(interval.low()).isEqualTo(-z2 / (100 + z2), within(1e-9));
    assertThat(interval.high()).isEqualTo(z2 / (100 + z2), within(1e-9));
  }

  @Test
  void holdsTheTrueDifferenceAsOftenAsItSays() {
    Random random = new Random(11);
    int held = 0;
    int draws = 3000;
    for (int draw = 0; draw < draws; draw++) {
      int first = 0;
      int second = 0;
      for (int i = 0; i < 200; i++) {
        double u = random.nextDouble();
        first += u < 0.10 ? 1 : 0;
        second += u >= 0.10 && u < 0.16 ? 1 : 0;
      }
      Range interval = Tango.interval(new McNemar(first, second), 200);
      held += interval.low() <= -0.04 && interval.high() >= -0.04 ? 1 : 0;
    }
    assertThat((double) held / draws).isEqualTo(0.95, within(0.013));
  }
}
