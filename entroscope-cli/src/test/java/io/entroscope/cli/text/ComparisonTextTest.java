package io.entroscope.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.prune.ComparedModel;
import io.entroscope.core.prune.Comparison;
import io.entroscope.result.Interval;
import io.entroscope.stats.inference.McNemar;
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
        List.of());
  }

  @Test
  void aLargeLossComesFirst() {
    String text = ComparisonText.of(comparison(0.7676, 0.1, new McNemar(700, 32)));
    assertThat(text)
        .startsWith("The accuracy falls by 66.8 points, from 0.7676 to 0.1000.\n\nfc3 folded\n");
  }

  @Test
  void whatIsSmallOrMayBeChanceIsNoLoss() {
    for (Comparison none :
        List.of(
            comparison(0.76, 0.755, new McNemar(60, 10)),
            comparison(0.76, 0.7, new McNemar(3, 2)),
            comparison(0.7, 0.76, new McNemar(10, 70)))) {
      assertThat(ComparisonText.loss(none)).isEmpty();
      assertThat(ComparisonText.of(none)).startsWith("fc3 folded");
    }
  }
}
