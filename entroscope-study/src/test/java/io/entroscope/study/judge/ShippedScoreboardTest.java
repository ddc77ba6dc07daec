package io.entroscope.study.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scoreboard that is built in is that of the trials kept beside the documentation. */
class ShippedScoreboardTest {
  private static final Path TRIALS = Path.of("..", "docs", "advice", "trials");

  @Test
  void isMadeOfTheTrialsThatAreKept() throws Exception {
    List<Trial> trials = new ArrayList<>(Judge.trials(TRIALS.resolve("cifar")));
    trials.addAll(Judge.trials(TRIALS.resolve("mnist")));

    assertThat(Scoreboard.shipped()).contains(Scoreboard.of(trials, 0));
  }
}
