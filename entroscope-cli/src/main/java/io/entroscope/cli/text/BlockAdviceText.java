package io.entroscope.cli.text;

import io.entroscope.advice.Indicator;
import io.entroscope.advice.Order;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.block.BlockBoards;
import io.entroscope.advice.block.BlockRanking;
import io.entroscope.advice.block.RankedBlock;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Advice on the residual blocks of a result, as text for a terminal. */
public final class BlockAdviceText {
  private BlockAdviceText() {}

  /**
   * The text, with a line end behind every line.
   *
   * @param boards what is known of ways to order blocks
   */
  public static String of(
      AnalysisResult result, BlockRanking ranking, Optional<BlockBoards> boards) {
    if (ranking.ranked().isEmpty()) {
      return ResultText.wrapped(
          "",
          "There is no order to advise for residual blocks; 'entroscope ablate' measures what is"
              + " lost without each.");
    }
    RankedBlock first = ranking.ranked().get(0);
    String head =
        ranking.ranked().size() == 1
            ? "If a block is to go, " + first.block() + "; it is the only one that can."
            : "If a block is to go, " + first.block() + " first.";
    return ResultText.wrapped("", AdviceText.doubt(result) + head)
        + "\n"
        + table(ranking)
        + "\n"
        + ResultText.wrapped(
            "cost in trials: ",
            "the accuracy that was lost by taking out the block of this rank and putting a map in"
                + " its place, the mean over N networks")
        + boards
            .map(known -> ResultText.wrapped("note: ", evidence(first.indicator(), known)))
            .orElse("");
  }

  private static String table(BlockRanking ranking) {
    TextTable table =
        new TextTable(
            ">rank",
            "block",
            ">" + ranking.ranked().get(0).indicator(),
            ">cost in trials",
            "95%",
            ">N");
    for (RankedBlock block : ranking.ranked()) {
      Order.Cost cost = block.expected();
      table.row(
          Integer.toString(block.rank()),
          block.block(),
          String.format(Locale.ROOT, "%.3f", Math.abs(block.value())),
          cost == null ? "?" : String.format(Locale.ROOT, "%.4f", cost.accuracy()),
          cost == null ? "" : interval(cost.interval()),
          cost == null ? "" : Integer.toString(cost.networks()));
    }
    return table.toString();
  }

  /** How well an indicator chose where the truth is known, beside the last block and chance. */
  static String evidence(String indicator, BlockBoards boards) {
    StringBuilder text = new StringBuilder("Ranked by " + indicator + ".");
    for (RepairBoard board : boards.repairs()) {
      Scoreboard blocks = board.blocks();
      if (blocks != null) {
        text.append(evidence(indicator, board, blocks));
      }
    }
    return text
        + " Of other kinds of network nothing is known; 'entroscope ablate' measures this one's own"
        + " blocks.";
  }

  private static String evidence(String indicator, RepairBoard board, Scoreboard blocks) {
    return String.format(
            Locale.ROOT,
            " %s, its first choice cost %s more accuracy than the best one, the last block %s, one"
                + " at random %.4f, in %d networks: ",
            replacement(board.repair()),
            regret(blocks, indicator),
            regret(blocks, Indicator.DEPTH),
            blocks.chance().regret(),
            blocks.networks())
        + board.families().stream()
            .map(family -> family(family, indicator))
            .collect(Collectors.joining(", "))
        + ".";
  }

  private static String replacement(String repair) {
    return switch (repair) {
      case "none" -> "With nothing in its place";
      case "linear" -> "With a map in its place";
      default -> "With training afterwards";
    };
  }

  private static String regret(Scoreboard board, String indicator) {
    return board.rows().stream()
        .filter(row -> row.indicator().equals(indicator))
        .map(
            row ->
                String.format(
                    Locale.ROOT, "%.4f (95%% %s)", row.regret(), interval(row.regretInterval())))
        .findFirst()
        .orElse("?");
  }

  private static String family(RepairBoard.Family family, String indicator) {
    Map<String, Double> regret = family.regret();
    return String.format(
        Locale.ROOT,
        "%s %.4f (the last %.4f)",
        counted(family),
        regret.getOrDefault(indicator, Double.NaN),
        regret.getOrDefault(Indicator.DEPTH, Double.NaN));
  }

  /** Such as {@code 5 vision transformers}. */
  static String counted(RepairBoard.Family family) {
    String kind =
        switch (family.name()) {
          case "encoder" -> "text encoder";
          case "mobilenet" -> "MobileNet";
          case "plain" -> "plain chain";
          case "resnet" -> "ResNet";
          case "vit" -> "vision transformer";
          default -> family.name() + " network";
        };
    return family.networks() + " " + kind + (family.networks() == 1 ? "" : "s");
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? "too few"
        : String.format(Locale.ROOT, "%.4f to %.4f", interval.low(), interval.high());
  }
}
