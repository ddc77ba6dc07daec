package io.entroscope.advice.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.entroscope.advice.BlockIndicator;
import io.entroscope.advice.Indicator;
import io.entroscope.advice.Order;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Trial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How well indicators foretold what taking residual blocks out does, with one repair.
 *
 * @param repair what made up for the blocks: {@code none} or {@code linear}
 * @param blocks whole blocks, one at a time; null if no network had two
 * @param halves half-blocks, one at a time; null if no network had two
 * @param sets half of the whole blocks at once; null if no network had enough
 * @param orders what whole blocks are ranked by, and what that cost: by the indicator of least
 *     regret that looks at the network, and by influence, each if it beat chance
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RepairBoard(
    String repair,
    @Nullable Scoreboard blocks,
    @Nullable Scoreboard halves,
    @Nullable SetBoard sets,
    List<Order> orders) {
  public RepairBoard {
    orders = List.copyOf(orders);
  }

  /**
   * The board of trials.
   *
   * @param singles of blocks taken out alone
   * @param seed of the bootstrap over networks
   */
  public static RepairBoard of(String repair, List<Trial> singles, List<SetTrial> sets, long seed) {
    Optional<Scoreboard> blocks = board(singles, Trial.BLOCK, seed);
    return new RepairBoard(
        repair,
        blocks.orElse(null),
        board(singles, Trial.HALF, seed).orElse(null),
        sets.isEmpty() ? null : SetBoard.of(sets, seed),
        blocks.map(board -> orders(board, singles, seed)).orElse(List.of()));
  }

  /**
   * Depth is left out: it looks at nothing, and where the last blocks must stay, as in sentence
   * encoders, no trial would have said so.
   */
  private static List<Order> orders(Scoreboard board, List<Trial> singles, long seed) {
    List<String> beating =
        board.rows().stream()
            .filter(row -> row.beatsChance() && row.networks() == board.networks())
            .map(Scoreboard.Row::indicator)
            .filter(of -> !of.equals(Indicator.DEPTH) && !of.equals(Indicator.SIZE))
            .toList();
    List<Trial> whole =
        singles.stream().filter(trial -> Trial.BLOCK.equals(trial.level())).toList();
    return Stream.concat(
            beating.stream().limit(1), beating.stream().filter(BlockIndicator.INFLUENCE::equals))
        .distinct()
        .map(indicator -> Order.by(indicator, whole, seed))
        .toList();
  }

  private static Optional<Scoreboard> board(List<Trial> trials, String level, long seed) {
    List<Trial> ofLevel = trials.stream().filter(trial -> level.equals(trial.level())).toList();
    return Optional.of(Scoreboard.of(ofLevel, seed)).filter(board -> board.networks() > 0);
  }
}
