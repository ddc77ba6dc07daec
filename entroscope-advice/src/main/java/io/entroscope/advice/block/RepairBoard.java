package io.entroscope.advice.block;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.entroscope.advice.BlockIndicator;
import io.entroscope.advice.Indicator;
import io.entroscope.advice.Order;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How well indicators foretold what taking residual blocks out does, with one repair.
 *
 * @param repair what made up for the blocks: {@code none}, {@code linear} or {@code fine-tune}
 * @param blocks whole blocks, one at a time; null if no network had two
 * @param halves half-blocks, one at a time; null if no network had two
 * @param sets one whole block, then several at once, by how many; none if no network had enough
 * @param orders what whole blocks are ranked by, and what that cost: by the indicator of least
 *     regret that looks at the network, and by influence, each if it beat chance
 * @param families the same by family of networks, of whole blocks one at a time
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RepairBoard(
    String repair,
    @Nullable Scoreboard blocks,
    @Nullable Scoreboard halves,
    List<SetBoard> sets,
    List<Order> orders,
    List<Family> families) {
  public RepairBoard {
    sets = List.copyOf(sets);
    orders = List.copyOf(orders);
    families = List.copyOf(families);
  }

  /**
   * The networks of one family.
   *
   * @param name what their names begin with
   * @param networks how many
   * @param regret the mean over them, by indicator
   */
  public record Family(String name, int networks, Map<String, Double> regret) {
    public Family {
      regret = new TreeMap<>(regret);
    }
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
        boards(singles, sets, seed),
        blocks.map(board -> orders(board, singles, seed)).orElse(List.of()),
        families(singles, seed));
  }

  private static List<Family> families(List<Trial> singles, long seed) {
    List<Family> families = new ArrayList<>();
    of(singles, Trial.BLOCK).stream()
        .collect(
            Collectors.groupingBy(
                trial -> BlockBoards.family(trial.network()), TreeMap::new, Collectors.toList()))
        .forEach(
            (name, trials) -> {
              Scoreboard board = Scoreboard.of(trials, seed);
              Map<String, Double> regret = new TreeMap<>();
              board.rows().forEach(row -> regret.put(row.indicator(), row.regret()));
              families.add(new Family(name, board.networks(), regret));
            });
    return families;
  }

  private static List<SetBoard> boards(List<Trial> singles, List<SetTrial> sets, long seed) {
    List<SetBoard> boards = new ArrayList<>();
    List<SetTrial> ones = SetTrial.ofSingles(of(singles, Trial.BLOCK));
    if (!ones.isEmpty()) {
      boards.add(SetBoard.of(SetBoard.ONE, ones, seed));
    }
    sets.stream()
        .collect(Collectors.groupingBy(SetTrial::share, TreeMap::new, Collectors.toList()))
        .forEach((share, trials) -> boards.add(SetBoard.of(share, trials, seed)));
    return boards;
  }

  private static List<Trial> of(List<Trial> trials, String level) {
    return trials.stream().filter(trial -> level.equals(trial.level())).toList();
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
    List<Trial> whole = of(singles, Trial.BLOCK);
    return Stream.concat(
            beating.stream().limit(1), beating.stream().filter(BlockIndicator.INFLUENCE::equals))
        .distinct()
        .map(indicator -> Order.by(indicator, whole, seed))
        .toList();
  }

  private static Optional<Scoreboard> board(List<Trial> trials, String level, long seed) {
    return Optional.of(Scoreboard.of(of(trials, level), seed))
        .filter(board -> board.networks() > 0);
  }
}
