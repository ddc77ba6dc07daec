package io.entroscope.study.reproduce.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Confidences and their threshold. */
class ConfidencesTest {
  @Test
  void theLargestProbability() {
    double e = Math.E;
    assertThat(Confidences.largestProbability(new float[] {0, 1, 0}))
        .isCloseTo(e / (e + 2), within(1e-12));
    assertThat(Confidences.largestProbability(new float[] {1000, 999}))
        .isCloseTo(e / (e + 1), within(1e-12));
    assertThat(Confidences.largestProbability(new float[] {3, 3})).isEqualTo(0.5);
  }

  @Test
  void asManyAreAboveTheThresholdAsAreCorrect() {
    double[] confidences = {0.9, 0.3, 0.5, 0.7, 0.6};
    for (int correct = 0; correct <= confidences.length; correct++) {
      double threshold = Confidences.threshold(confidences, correct);
      assertThat(Arrays.stream(confidences).filter(c -> c > threshold).count()).isEqualTo(correct);
    }
  }
}
