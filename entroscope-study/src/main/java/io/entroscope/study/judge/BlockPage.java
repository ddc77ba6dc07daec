package io.entroscope.study.judge;

import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Trial;
import io.entroscope.advice.block.BlockBoards;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.advice.block.SetBoard;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.files.WholeFile;
import io.entroscope.study.internal.MarkdownTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What trials of residual blocks show, as a page in Markdown that depends on the trials alone. */
public final class BlockPage {
  /** The name of the page in the folder of the trials. */
  public static final String NAME = "blocks.md";

  private BlockPage() {}

  /**
   * Writes the page of the trials in some folders.
   *
   * @throws io.entroscope.core.PlanException if a folder is not there, or a file is damaged
   */
  public static void write(Path file, List<Path> folders, long seed) throws IOException {
    byte[] bytes = of(folders, seed).getBytes(StandardCharsets.UTF_8);
    WholeFile.write(file, stream -> stream.write(bytes));
  }

  /** The page of the trials in some folders. */
  public static String of(List<Path> folders, long seed) throws IOException {
    StringBuilder page = new StringBuilder("# Residual blocks taken out\n");
    for (Repair repair : Repair.values()) {
      List<BlockTrials> trials = BlockJudge.trials(folders, repair);
      Optional<RepairBoard> board = BlockJudge.board(folders, repair, seed);
      board.ifPresent(
          found ->
              page.append("\n## ")
                  .append(title(repair))
                  .append("\n\n")
                  .append(networks(trials))
                  .append(of(found, trials, seed)));
    }
    return page.toString();
  }

  private static String title(Repair repair) {
    return switch (repair) {
      case NONE -> "Without repair";
      case LINEAR -> "With maps";
      case FINE_TUNE -> "Trained on";
    };
  }

  private static String networks(List<BlockTrials> trials) {
    MarkdownTable table =
        new MarkdownTable(
            "network",
            "data",
            "blocks",
            "half-blocks",
            "accuracy",
            "tested",
            "calibrated on",
            "trained");
    for (BlockTrials of : trials) {
      long halves = of.singles().stream().filter(trial -> isHalf(trial.level())).count();
      table.row(
          of.network(),
          of.data(),
          Long.toString(of.singles().size() - halves),
          Long.toString(halves),
          String.format(Locale.ROOT, "%.4f", of.accuracy()),
          String.format(Locale.ROOT, "%,d", of.singles().get(0).images()),
          String.format(Locale.ROOT, "%,d", of.calibrated()),
          of.trained() == 0
              ? ""
              : String.format(
                  Locale.ROOT, "%d × %,d images", of.singles().get(0).epochs(), of.trained()));
    }
    return table.toString();
  }

  private static boolean isHalf(@Nullable String level) {
    return Trial.HALF.equals(level);
  }

  private static String of(RepairBoard board, List<BlockTrials> trials, long seed) {
    StringBuilder text = new StringBuilder();
    Scoreboard blocks = board.blocks();
    if (blocks != null) {
      text.append("\n### Whole blocks, one at a time\n\n").append(BlockTables.singles(blocks));
      text.append(BlockTables.words(blocks));
    }
    Scoreboard halves = board.halves();
    if (halves != null) {
      text.append("\n### Half-blocks, one at a time\n\n").append(BlockTables.singles(halves));
      text.append(BlockTables.words(halves));
    }
    Map<String, RepairBoard> families = byFamily(board.repair(), trials, seed);
    if (blocks != null) {
      text.append("\nBy family, regret (and tau):\n\n").append(BlockTables.regrets(families));
    }
    for (SetBoard sets : board.sets()) {
      text.append("\n### ")
          .append(amount(sets.share()))
          .append("\n\n")
          .append(BlockTables.sets(sets));
      if (sets.share() != SetBoard.ONE) {
        text.append("\nThe same by family (mean loss):\n\n")
            .append(BlockTables.losses(families, sets.share()));
      }
    }
    return text.toString();
  }

  private static String amount(double share) {
    return share == SetBoard.ONE
        ? "One whole block, by who chooses it"
        : String.format(Locale.ROOT, "%.0f%% of the whole blocks at once", 100 * share);
  }

  /** Families are what the names of networks begin with, up to the first hyphen. */
  private static Map<String, RepairBoard> byFamily(
      String repair, List<BlockTrials> trials, long seed) {
    Map<String, RepairBoard> boards = new TreeMap<>();
    for (String family :
        trials.stream().map(of -> BlockBoards.family(of.network())).distinct().sorted().toList()) {
      List<BlockTrials> members =
          trials.stream().filter(of -> BlockBoards.family(of.network()).equals(family)).toList();
      boards.put(
          family,
          RepairBoard.of(
              repair,
              members.stream().flatMap(of -> of.singles().stream()).toList(),
              members.stream().flatMap(of -> of.sets().stream()).toList(),
              seed));
    }
    return boards;
  }
}
