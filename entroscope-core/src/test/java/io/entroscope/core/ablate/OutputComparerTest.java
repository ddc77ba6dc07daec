package io.entroscope.core.ablate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.ablate.OutputForm.Meaning;
import io.entroscope.core.ablate.OutputForm.Places;
import io.entroscope.result.ablation.OutputChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Comparisons of outputs whose answers are computed by hand. */
class OutputComparerTest {
  private static final OutputComparer.Facts UNLABELLED =
      new OutputComparer.Facts(OutputComparer.UNLABELLED, null, null);

  private static OutputForm form(Meaning meaning, Places places, Long... shape) {
    return new OutputForm("y", meaning, places, List.of(shape), List.of());
  }

  private static OutputComparer.Facts label(int label) {
    return new OutputComparer.Facts(label, null, null);
  }

  private static OutputChange one(
      OutputForm form, float[] first, float[] second, OutputComparer.Facts facts) {
    OutputComparer comparer = new OutputComparer(form);
    comparer.add(new OutputRows(form, first), new OutputRows(form, second), 0, facts);
    return comparer.state().change();
  }

  @Test
  void scoresBecomeDistributionsAndProbabilitiesStayWhatTheyAre() {
    double expected = 0.5 * Math.log(0.5 / 0.25) + 0.5 * Math.log(0.5 / 0.75);
    float ln3 = (float) Math.log(3);
    OutputChange scores =
        one(
            form(Meaning.SCORES, Places.WHOLE, 2L),
            new float[] {5, 5},
            new float[] {0, ln3},
            UNLABELLED);
    OutputChange probabilities =
        one(
            form(Meaning.PROBABILITIES, Places.WHOLE, 2L),
            new float[] {0.5f, 0.5f},
            new float[] {0.25f, 0.75f},
            UNLABELLED);
    OutputChange logit =
        one(form(Meaning.LOGIT, Places.WHOLE, 1L), new float[] {0}, new float[] {ln3}, UNLABELLED);
    OutputChange probability =
        one(
            form(Meaning.PROBABILITY, Places.WHOLE, 1L),
            new float[] {0.5f},
            new float[] {0.75f},
            UNLABELLED);

    for (OutputChange change : List.of(scores, probabilities, logit, probability)) {
      assertThat(change.kl().get()).isEqualTo(expected, within(1e-6));
      assertThat(change.flips().get()).isEqualTo(1);
      assertThat(change.accuracy().isThere()).isFalse();
      assertThat(change.cosine().isThere()).isFalse();
    }
  }

  @Test
  void ofNoDifferenceTheDivergenceIsZeroAndNothingFlips() {
    OutputChange same =
        one(
            form(Meaning.SCORES, Places.WHOLE, 3L),
            new float[] {1, -2, 0.5f},
            new float[] {1, -2, 0.5f},
            label(0));
    assertThat(same.kl().get()).isZero();
    assertThat(same.flips().get()).isZero();
    assertThat(same.accuracy().get()).isEqualTo(1);
    assertThat(same.change().get()).isZero();
  }

  @Test
  void accuraciesArePaired() {
    OutputForm form = form(Meaning.SCORES, Places.WHOLE, 2L);
    // Classes 0 0 1 1 1 by the first, 0 1 1 0 0 by the second.
    float[] first = {1, 0, 1, 0, 0, 1, 0, 1, 0, 1};
    float[] second = {1, 0, 0, 1, 0, 1, 1, 0, 1, 0};
    int[] labels = {0, 0, 1, 1, 0};
    OutputComparer comparer = new OutputComparer(form);
    for (int i = 0; i < labels.length; i++) {
      comparer.add(new OutputRows(form, first), new OutputRows(form, second), i, label(labels[i]));
    }
    OutputComparison state = comparer.state();

    assertThat(state.right()).isEqualTo(new Agreement(2, 2, 1, 0));
    assertThat(state.firstAccuracy().get()).isEqualTo(0.8);
    assertThat(state.secondAccuracy().get()).isEqualTo(0.6);
    assertThat(state.accuracyChange().get()).isEqualTo(-0.2);
    assertThat(state.change().flips().get()).isEqualTo(0.6);
    assertThat(state.merge(OutputComparison.NONE)).isEqualTo(state);
    assertThat(state.merge(state).right()).isEqualTo(new Agreement(4, 4, 2, 0));
  }

  @Test
  void vectorsHaveCosineAndDistance() {
    OutputChange change =
        one(
            form(Meaning.VECTORS, Places.WHOLE, 2L),
            new float[] {3, 4},
            new float[] {4, 3},
            label(0));
    assertThat(change.cosine().get()).isEqualTo(24.0 / 25, within(1e-9));
    assertThat(change.distance().get()).isEqualTo(Math.sqrt(2) / 5, within(1e-9));
    assertThat(change.flips().isThere()).isFalse();
    assertThat(change.kl().isThere()).isFalse();
    assertThat(change.accuracy().isThere()).isFalse();
  }

  @Test
  void onlyTokensUnderTheMaskCount() {
    OutputForm form = form(Meaning.SCORES, Places.TOKENS, 3L, 2L);
    OutputComparer.Facts facts =
        new OutputComparer.Facts(
            OutputComparer.UNLABELLED, new boolean[] {true, true, false}, null);
    OutputChange change =
        one(form, new float[] {1, 0, 0, 1, 0, 9}, new float[] {1, 0, 1, 0, 9, 0}, facts);

    double p = 1 / (1 + Math.exp(-1));
    assertThat(change.flips().get()).isEqualTo(0.5);
    assertThat(change.kl().get()).isEqualTo((2 * p - 1) / 2, within(1e-9));
  }

  @Test
  void placesOfAMapHaveTheirClassesAlongTheFirstAxis() {
    OutputForm form = form(Meaning.SCORES, Places.MAP, 2L, 1L, 3L);
    OutputChange change =
        one(form, new float[] {1, 1, 1, 0, 0, 0}, new float[] {1, 0, 1, 0, 1, 0}, UNLABELLED);
    assertThat(change.flips().get()).isEqualTo(1.0 / 3, within(1e-12));
  }

  @Test
  void theLossIsThatOfTheNextToken() {
    OutputForm form = form(Meaning.SCORES, Places.TOKENS, 3L, 2L);
    float ln3 = (float) Math.log(3);
    OutputComparer.Facts facts =
        new OutputComparer.Facts(OutputComparer.UNLABELLED, null, new long[] {0, 1, 0});
    // Even chances before; after, 3/4 for token 1 and then 3/4 for token 1 again, which is wrong.
    OutputChange change = one(form, new float[6], new float[] {0, ln3, 0, ln3, 7, 7}, facts);

    double after = (-Math.log(0.75) - Math.log(0.25)) / 2;
    assertThat(change.lossChange().get()).isEqualTo(after - Math.log(2), within(1e-6));
    assertThat(change.perplexity()).isEqualTo(Math.exp(after), within(1e-6));
    for (long token : new long[] {-1, 2, 1L << 32}) {
      OutputComparer.Facts foreign =
          new OutputComparer.Facts(OutputComparer.UNLABELLED, null, new long[] {0, token, 0});
      assertThatThrownBy(() -> one(form, new float[6], new float[6], foreign))
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("the token id " + token + " has no score among the 2");
    }
  }

  @Test
  void whatIsNotFiniteIsCountedAndLeftOutOfMeans() {
    OutputForm form = form(Meaning.SCORES, Places.WHOLE, 2L);
    float[] first = {1, 0, 1, 0};
    float[] second = {Float.NaN, 0, 1, 0};
    OutputComparer comparer = new OutputComparer(form);
    for (int i = 0; i < 2; i++) {
      comparer.add(new OutputRows(form, first), new OutputRows(form, second), i, label(0));
    }
    OutputChange change = comparer.state().change();

    assertThat(change.notFinite()).isEqualTo(1);
    assertThat(change.accuracy().get()).isEqualTo(0.5);
    assertThat(change.flips().get()).isEqualTo(0.5);
    assertThat(change.kl().get()).isZero();
    float[] broken = second;
    assertThatThrownBy(() -> one(form, broken, first, label(0)))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("not finite before anything is taken out");
  }
}
