package io.entroscope.core.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.advice.Scoreboard.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Indicators that are made to be right, wrong or blind. */
class ScoreboardTest {
  private static List<Trial> trials(int networks) {
    Random random = new Random(20260101);
    List<Trial> trials = new ArrayList<>();
    for (int n = 0; n < networks; n++) {
      for (int layer = 0; layer < 4; layer++) {
        double change = -0.02 * layer + 0.001 * random.nextGaussian();
        for (long seed = 1; seed <= 2; seed++) {
          trials.add(
              new Trial(
                  "net" + n,
                  "",
                  "fc" + layer,
                  seed,
                  1,
                  0.9,
                  0.9 + change + 0.001 * (seed == 1 ? 1 : -1),
                  1000,
                  Map.of("right", -1.0 * layer, "wrong", 1.0 * layer, "blind", 0.0)));
        }
      }
    }
    return trials;
  }

  @Test
  void theBestIndicatorComesFirst() {
    List<Row> rows = Scoreboard.of(trials(8), 1);

    assertThat(rows).extracting(Row::indicator).containsExactly("right", "blind", "wrong");
    assertThat(rows.get(0).tau()).isEqualTo(1);
    assertThat(rows.get(0).regret()).isZero();
    assertThat(rows.get(0).within()).isEqualTo(1);
    assertThat(rows.get(1).tau()).isZero();
    assertThat(rows.get(1).regret()).isEqualTo(0.03, within(0.003));
    assertThat(rows.get(2).tau()).isEqualTo(-1);
    assertThat(rows.get(2).regret()).isEqualTo(0.06, within(0.003));
    assertThat(Objects.requireNonNull(rows.get(2).regretInterval()).low()).isGreaterThan(0.05);
    assertThat(Scoreboard.of(trials(4), 1).get(2).regretInterval()).isNull();
  }

  @Test
  void anIndicatorIsJudgedOnlyWhereItSpeaks() {
    List<Trial> silent = new ArrayList<>(trials(3));
    silent.add(new Trial("lone", "", "fc1", 1, 1, 0.9, 0.8, 1000, Map.of("right", 1.0)));

    assertThat(Scoreboard.of(silent, 1).get(0).networks()).isEqualTo(3);
    assertThat(Scoreboard.of(List.of(), 1)).isEmpty();
  }
}
