package io.entroscope.advice.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Trial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well indicators foretold what taking residual blocks out does, with one repair.
 *
 * @param repair what made up for the blocks: {@code none} or {@code linear}
 * @param blocks whole blocks, one at a time; null if no network had two
 * @param halves half-blocks, one at a time; null if no network had two
 * @param sets half of the whole blocks at once; null if no network had enough
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RepairBoard(
    String repair,
    @Nullable Scoreboard blocks,
    @Nullable Scoreboard halves,
    @Nullable SetBoard sets) {
  /**
   * The board of trials.
   *
   * @param singles of blocks taken out alone
   * @param seed of the bootstrap over networks
   */
  public static RepairBoard of(String repair, List<Trial> singles, List<SetTrial> sets, long seed) {
    return new RepairBoard(
        repair,
        board(singles, Trial.BLOCK, seed).orElse(null),
        board(singles, Trial.HALF, seed).orElse(null),
        sets.isEmpty() ? null : SetBoard.of(sets, seed));
  }

  private static Optional<Scoreboard> board(List<Trial> trials, String level, long seed) {
    List<Trial> ofLevel = trials.stream().filter(trial -> level.equals(trial.level())).toList();
    return Optional.of(Scoreboard.of(ofLevel, seed)).filter(board -> board.networks() > 0);
  }
}
