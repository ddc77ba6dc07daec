package io.entroscope.study.depth;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.study.depth.DepthTraining.Summary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which depth is named, on made-up accuracies. */
class DepthTest {
  private static List<DepthTraining> trainings(double[][] validation) {
    List<DepthTraining> trainings = new ArrayList<>();
    for (int d = 0; d < validation.length; d++) {
      for (int s = 0; s < validation[d].length; s++) {
        trainings.add(new DepthTraining(d + 1, "", s + 1, 1, 10, validation[d][s], 0.5, List.of()));
      }
    }
    return trainings;
  }

  @Test
  void theSmallestThatTiesWithTheBest() {
    double[][] accuracies = {
      {0.70, 0.71, 0.69}, {0.90, 0.92, 0.91}, {0.91, 0.93, 0.92}, {0.80, 0.81, 0.79}
    };
    List<Summary> summaries = DepthTraining.summaries(trainings(accuracies));

    assertThat(DepthTraining.smallest(summaries)).hasValue(2);
    assertThat(summaries.get(2).below()).isEmpty();
    assertThat(summaries.get(0).below().orElseThrow().low()).isPositive();
    assertThat(summaries.get(1).below().orElseThrow().low()).isNegative();
  }

  @Test
  void theBestMayBeTheSmallest() {
    double[][] accuracies = {{0.95, 0.951}, {0.9, 0.901}};

    assertThat(DepthTraining.smallest(DepthTraining.summaries(trainings(accuracies)))).hasValue(1);
  }

  @Test
  void aSingleSeedTellsNothing() {
    double[][] accuracies = {{0.95}, {0.9}};

    assertThat(DepthTraining.smallest(DepthTraining.summaries(trainings(accuracies)))).isEmpty();
  }
}
