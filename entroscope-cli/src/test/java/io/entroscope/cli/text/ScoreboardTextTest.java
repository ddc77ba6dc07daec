package io.entroscope.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.advice.Scoreboard;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ScoreboardTextTest {
  @Test
  void everyIndicatorHasARowBesideChance() {
    Scoreboard board = Scoreboard.shipped().orElseThrow();
    String text = ScoreboardText.of(board);

    assertThat(board.rows()).isNotEmpty();
    for (Scoreboard.Row row : board.rows()) {
      assertThat(text.lines())
          .anyMatch(
              line ->
                  line.startsWith(row.indicator())
                      && line.contains(String.format(Locale.ROOT, "%.4f", row.regret())));
    }
    assertThat(text)
        .contains("chance (expected)")
        .contains(board.layers() + " taken out of " + board.networks() + " networks", "regret:");
  }
}
