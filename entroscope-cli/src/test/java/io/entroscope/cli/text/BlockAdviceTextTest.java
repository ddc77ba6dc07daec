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
  private static final RepairBoard MAPS =
      BlockBoards.shipped().flatMap(boards -> boards.of("linear")).orElseThrow();

  private static String regret(String indicator) {
    return MAPS.blocks().rows().stream()
        .filter(row -> row.indicator().equals(indicator))
        .map(Scoreboard.Row::regret)
        .map(regret -> String.format(Locale.ROOT, "%.4f", regret))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void leadsWithWhatWonInTheStudy() throws IOException {
    String leader = MAPS.orders().get(0).choice().indicators().get(0);
    assertThat(leader).isEqualTo(BlockIndicator.RECOVERABILITY);
    assertThat(Files.readString(Path.of("..", "docs", "blocks", "README.md")))
        .contains("`advise` ranks by recoverability");
    assertThat(BlockAdviceText.evidence(leader, MAPS))
        .startsWith("Ranked by " + leader + ".")
        .contains("its first choice cost " + regret(leader) + " more accuracy than the best one")
        .contains(", the last " + regret(Indicator.DEPTH) + ". By family: ");
  }

  @Test
  void saysInWhichNetworksThatWasSo() {
    String evidence = BlockAdviceText.evidence(BlockIndicator.RECOVERABILITY, MAPS);
    assertThat(evidence).contains("These numbers are of " + MAPS.words() + ";");
    for (RepairBoard.Family family : MAPS.families()) {
      assertThat(evidence).contains(family.networks() + " " + family.name());
      assertThat(evidence)
          .contains(
              String.format(
                  Locale.ROOT,
                  "%s %.4f (the last %.4f)",
                  family.name(),
                  family.regret().get(BlockIndicator.RECOVERABILITY),
                  family.regret().get(Indicator.DEPTH)));
    }
  }
}
