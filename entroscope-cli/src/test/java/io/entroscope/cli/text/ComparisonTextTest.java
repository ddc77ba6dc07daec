package io.entroscope.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.prune.ComparedModel;
import io.entroscope.core.prune.Comparison;
import io.entroscope.core.prune.WholeAlike;
import io.entroscope.result.Interval;
import io.entroscope.stats.inference.McNemar;
import io.entroscope.stats.inference.NonInferiority;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {
  private static ComparedModel side(double accuracy) {
    return new ComparedModel(
        accuracy, new Interval(accuracy - 0.01, accuracy + 0.01), 10, 20, null, List.of());
  }

  private static Comparison comparison(double before, double after, McNemar test) {
    return new Comparison(
        List.of("fc3 folded"),
        1000,
        side(before),
        side(after),
        test,
        test.probability(),
        NonInferiority.lowerBound(test, 1000),
        0.005,
        null,
        List.of());
  }

  @Test
  void aLargeLossComesFirst() {
    String text = ComparisonText.of(comparison(0.7676, 0.1, new McNemar(700, 32)));
    assertThat(text)
        .startsWith(
            "The pruned network loses accuracy beside the whole one: -66.80 points on 1,000")
        .contains("\n\nfc3 folded\n");
    assertThat(ComparisonText.loss(comparison(0.7676, 0.1, new McNemar(700, 32)))).isPresent();
  }

  @Test
  void whatTrainingGivesTheWholeModelIsNotSetAgainstTheLayer() {
    McNemar asGiven = new McNemar(10, 70);
    Comparison of =
        new Comparison(
            List.of("fc3 folded"),
            1000,
            side(0.70),
            side(0.76),
            asGiven,
            asGiven.probability(),
            NonInferiority.lowerBound(asGiven, 1000),
            0.005,
            WholeAlike.of("trained on as the pruned one", 800, new McNemar(50, 10), 1000),
            List.of());
    assertThat(of.isNotInferior()).isFalse();
    assertThat(ComparisonText.of(of).replaceAll("\\s+", " "))
        .startsWith("The pruned network loses accuracy beside the whole one repaired alike: -4.00")
        .contains("Beside the whole one as it was given: +6.00 points on 1,000 test examples")
        .containsPattern("trained on alike 0.8000 ± 0.02\\d+ 0.7600 ± 0.0100 worse \\(p < 0.0001");
  }

  @Test
  void whatIsSmallOrMayBeChanceIsNoLoss() {
    for (Comparison none :
        List.of(
            comparison(0.76, 0.755, new McNemar(7, 2)),
            comparison(0.76, 0.7, new McNemar(3, 2)),
            comparison(0.7, 0.76, new McNemar(10, 70)))) {
      assertThat(ComparisonText.loss(none)).isEmpty();
    }
  }
}
