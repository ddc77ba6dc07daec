package io.entroscope.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.advice.Scoreboard;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class ScoreboardTextTest {
  private static String wide(Supplier<String> text) {
    System.setProperty("entroscope.columns", "120");
    try {
      return text.get();
    } finally {
      System.clearProperty("entroscope.columns");
    }
  }

  @Test
  void fitsATerminal() {
    String text = ScoreboardText.of(Scoreboard.shipped().orElseThrow());
    assertThat(text.lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void everyIndicatorHasARowBesideChance() {
    Scoreboard board = Scoreboard.shipped().orElseThrow();
    String text = wide(() -> ScoreboardText.of(board));

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
