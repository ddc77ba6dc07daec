package io.entroscope.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.stats.SecondMoments.Form;
import io.entroscope.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Second moments against a plain computation, and their laws. */
class CovarianceTest {
  /** Blocks are centred in single precision: twice 2⁻²⁴ of a variance of up to 5. */
  private static final double SINGLE = 6e-7;

  private static final int BLOCK = 256;

  private static void products(float[] rows, int count, int units, double[] upper) {
    int at = 0;
    for (int i = 0; i < units; i++) {
      for (int j = i; j < units; j++, at++) {
        for (int b = 0; b < count; b++) {
          upper[at] += (double) rows[b * units + i] * rows[b * units + j];
        }
      }
    }
  }

  private static float[][] rows(int count, int units, double offset, Random random) {
    float[][] rows = new float[count][units];
    for (float[] row : rows) {
      float shared = (float) random.nextGaussian();
      for (int u = 0; u < units; u++) {
        row[u] = (float) (offset + shared * (u % 3) + random.nextGaussian());
      }
    }
    return rows;
  }

  private static Covariance of(float[][] rows, int units, int from, int to) {
    Covariance.Builder builder = new Covariance.Builder(units, BLOCK, CovarianceTest::products);
    for (int i = from; i < to; i++) {
      builder.add(rows[i], 0);
    }
    return builder.build();
  }

  private static void assertSame(Covariance actual, Covariance expected) {
    assertThat(actual.count()).isEqualTo(expected.count());
    assertThat(actual.mean()).as(Seeds.replay()).containsExactly(expected.mean(), within(1e-10));
    for (int i = 0; i < actual.units(); i++) {
      for (int j = 0; j < actual.units(); j++) {
        assertThat(actual.moment(i, j))
            .as(Seeds.replay())
            .isEqualTo(expected.moment(i, j), within(SINGLE * expected.count()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,40", "13,255", "13,256", "13,257", "37,607"})
  void agreesWithThePlainComputation(int units, int count) {
    // Far from zero, where sums of squares would cancel.
    float[][] rows = rows(count, units, 1000, Seeds.random("plain" + units + count));
    Covariance covariance = of(rows, units, 0, count);

    for (int i = 0; i < units; i++) {
      for (int j = 0; j < units; j++) {
        double meanI = 0;
        double meanJ = 0;
        for (float[] row : rows) {
          meanI += (double) row[i] / count;
          meanJ += (double) row[j] / count;
        }
        double moment = 0;
        for (float[] row : rows) {
          moment += (row[i] - meanI) * (row[j] - meanJ);
        }
        assertThat(covariance.mean()[i]).isEqualTo(meanI, within(1e-9));
        assertThat(covariance.moment(i, j))
            .as(Seeds.replay())
            .isEqualTo(moment, within(SINGLE * count));
      }
    }
  }

  @Test
  void aSplitAnywhereGivesTheSame() {
    Random random = Seeds.random("covariance");
    int units = 11;
    float[][] rows = rows(100, units, 5, random);
    Covariance whole = of(rows, units, 0, 100);
    for (int round = 0; round < 20; round++) {
      int a = random.nextInt(101);
      int b = a + random.nextInt(101 - a);
      Covariance first = of(rows, units, 0, a);
      Covariance second = of(rows, units, a, b);
      Covariance third = of(rows, units, b, 100);

      assertSame(first.merge(second).merge(third), whole);
      assertSame(first.merge(second.merge(third)), whole);
    }
  }

  @Test
  void zeroChangesNothing() {
    float[][] rows = rows(40, 7, 1, Seeds.random("zero"));
    Covariance some = of(rows, 7, 0, 40);

    assertThat(Covariance.zero(7).merge(some)).isEqualTo(some);
    assertThat(some.merge(Covariance.zero(7))).isEqualTo(some);
    assertThat(new Covariance.Builder(7, BLOCK, CovarianceTest::products).build())
        .isEqualTo(Covariance.zero(7));
    assertThat(Covariance.zero(7).moment(3, 2)).isZero();
    assertThatThrownBy(() -> some.merge(Covariance.zero(8))).hasMessageContaining("7 units");
  }

  @Test
  void secondMomentsAreKeptByClass() {
    int units = 5;
    Form byClass = new Form(units, 3, true);
    float[][] rows = rows(90, units, 2, Seeds.random("classes"));
    SecondMoments.Builder builder = new SecondMoments.Builder(byClass, CovarianceTest::products);
    SecondMoments.Builder front = new SecondMoments.Builder(byClass, CovarianceTest::products);
    SecondMoments.Builder back = new SecondMoments.Builder(byClass, CovarianceTest::products);
    double magnitude = 0;
    for (int i = 0; i < rows.length; i++) {
      builder.add(i % 3, rows[i], 0);
      (i < 50 ? front : back).add(i % 3, rows[i], 0);
      magnitude += Math.abs(rows[i][2]);
    }
    SecondMoments whole = builder.build();
    SecondMoments merged = front.build().merge(back.build());

    assertThat(whole.isPerClass()).isTrue();
    assertThat(whole.magnitudes()[2]).isEqualTo(magnitude, within(1e-9));
    assertSame(whole.ofAll(), of(rows, units, 0, 90));
    assertSame(merged.ofClass(1), whole.ofClass(1));
    assertThat(SecondMoments.zero(byClass).merge(whole)).isEqualTo(whole);
    assertThatThrownBy(() -> whole.merge(SecondMoments.zero(new Form(units, 4, true))))
        .hasMessageContaining("3 covariances");
  }

  @Test
  void wideLayersKeepNoCovarianceAndManyClassesShareOne() {
    SecondMoments wide = SecondMoments.zero(new Form(SecondMoments.MOST_UNITS + 1, 2, true));
    SecondMoments many = SecondMoments.zero(new Form(SecondMoments.MOST_UNITS, 1000, true));

    assertThat(wide.hasCovariance()).isFalse();
    assertThat(many.hasCovariance()).isTrue();
    assertThat(many.isPerClass()).isFalse();
    assertThatThrownBy(() -> many.ofClass(0)).hasMessageContaining("not kept by class");
  }
}
