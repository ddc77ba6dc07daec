package io.entroscope.study.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.advice.block.BlockBoards;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The boards of residual blocks that are built in, and the page beside the documentation, are those
 * of the trials kept there; -Dgolden.update=true writes both anew.
 */
class ShippedBlockBoardsTest {
  private static final Path FOLDER = Path.of("..", "docs", "blocks");
  private static final List<Path> TRIALS = List.of(FOLDER.resolve("trials"));
  private static final Path SHIPPED =
      Path.of(
          "..",
          "entroscope-advice",
          "src",
          "main",
          "resources",
          "io",
          "entroscope",
          "advice",
          "block",
          "blocks.json");

  @Test
  void areMadeOfTheTrialsThatAreKept() throws Exception {
    BlockBoards boards = BlockJudge.boards(TRIALS, 0);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(SHIPPED.getParent());
      JsonMapper.builder()
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValue(SHIPPED.toFile(), boards);
    }
    assertThat(JsonMapper.builder().build().readValue(SHIPPED.toFile(), BlockBoards.class))
        .isEqualTo(boards);
    assertThat(boards.networks()).isNotEmpty();
  }

  @Test
  void thePageIsWrittenFromThem() throws Exception {
    Path page = FOLDER.resolve("study.md");
    if (Boolean.getBoolean("golden.update")) {
      BlockPage.write(page, TRIALS, 0);
    }
    assertThat(page).hasContent(BlockPage.of(TRIALS, 0));
  }
}
