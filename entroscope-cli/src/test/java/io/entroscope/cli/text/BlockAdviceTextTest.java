package io.entroscope.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.advice.BlockIndicator;
import io.entroscope.advice.Indicator;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.block.BlockBoards;
import io.entroscope.advice.block.RepairBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What advice on residual blocks says that it stands on: the study that is built in. */
class BlockAdviceTextTest {
  private static final BlockBoards BOARDS = BlockBoards.shipped().orElseThrow();

  private static double regret(RepairBoard board, String indicator) {
    return board.blocks().rows().stream()
        .filter(row -> row.indicator().equals(indicator))
        .mapToDouble(Scoreboard.Row::regret)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void leadsWithWhatWonInTheStudy() throws IOException {
    String leader = BOARDS.of("linear").orElseThrow().orders().get(0).choice().indicators().get(0);
    assertThat(leader).isEqualTo(BlockIndicator.RECOVERABILITY);
    assertThat(BlockAdviceText.evidence(leader, BOARDS)).startsWith("Ranked by " + leader + ".");
    assertThat(Files.readString(Path.of("..", "docs", "blocks", "README.md")))
        .contains("`advise` ranks by recoverability");
    for (RepairBoard board : BOARDS.repairs()) {
      assertThat(regret(board, leader)).isLessThanOrEqualTo(regret(board, Indicator.DEPTH));
    }
  }

  @Test
  void saysInWhichNetworksThatWasSo() {
    String evidence = BlockAdviceText.evidence(BlockIndicator.RECOVERABILITY, BOARDS);
    for (RepairBoard board : BOARDS.repairs()) {
      assertThat(evidence)
          .contains(
              String.format(
                  Locale.ROOT,
                  "its first choice cost %.4f (95%% ",
                  regret(board, BlockIndicator.RECOVERABILITY)),
              String.format(
                  Locale.ROOT, "the last block %.4f (95%% ", regret(board, Indicator.DEPTH)),
              "in " + board.blocks().networks() + " networks: ");
      for (RepairBoard.Family family : board.families()) {
        assertThat(evidence)
            .contains(
                String.format(
                    Locale.ROOT,
                    "%s %.4f (the last %.4f)",
                    BlockAdviceText.counted(family),
                    family.regret().get(BlockIndicator.RECOVERABILITY),
                    family.regret().get(Indicator.DEPTH)));
      }
    }
  }

  @Test
  void familiesHaveTheNamesThatPeopleGiveThem() {
    assertThat(BOARDS.of("none").orElseThrow().families())
        .extracting(BlockAdviceText::counted)
        .contains("4 text encoders", "1 MobileNet", "5 vision transformers");
  }
}
