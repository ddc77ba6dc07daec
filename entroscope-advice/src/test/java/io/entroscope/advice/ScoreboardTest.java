package io.entroscope.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.advice.Scoreboard.Row;
import io.entroscope.result.Interval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Indicators that are made to be right, wrong or blind. */
class ScoreboardTest {
  private static List<Trial> trials(int networks) {
    Random random = new Random(20260101);
    List<Trial> trials = new ArrayList<>();
    for (int n = 0; n < networks; n++) {
      for (int layer = 0; layer < 4; layer++) {
        double change = -0.02 * layer + 0.001 * random.nextGaussian();
        for (long seed = 1; seed <= 2; seed++) {
          trials.add(
              new Trial(
                  "net" + n,
                  "",
                  "fc" + layer,
                  seed,
                  1,
                  0.9,
                  0.9 + change + 0.001 * (seed == 1 ? 1 : -1),
                  1000,
                  Map.of("right", -1.0 * layer, "wrong", 1.0 * layer, "blind", 0.0),
                  null));
        }
      }
    }
    return trials;
  }

  @Test
  void theBestIndicatorComesFirst() {
    Scoreboard board = Scoreboard.of(trials(8), 1);
    List<Row> rows = board.rows();

    assertThat(rows).extracting(Row::indicator).containsExactly("right", "blind", "wrong");
    assertThat(rows.get(0).tau()).isEqualTo(1);
    assertThat(rows.get(0).regret()).isZero();
    assertThat(rows.get(0).within()).isEqualTo(1);
    assertThat(rows.get(1).tau()).isZero();
    assertThat(rows.get(1).regret()).isEqualTo(0.03, within(0.003));
    assertThat(rows.get(2).tau()).isEqualTo(-1);
    assertThat(rows.get(2).regret()).isEqualTo(0.06, within(0.003));
    assertThat(Objects.requireNonNull(rows.get(2).regretInterval()).low()).isGreaterThan(0.05);
    assertThat(Scoreboard.of(trials(4), 1).rows().get(2).regretInterval()).isNull();
  }

  @Test
  void theReadmeSaysHowTheShippedOrderDid() throws IOException {
    String readme = Files.readString(Path.of("../README.md")).replaceAll("\\s+", " ");
    Scoreboard board = Scoreboard.shipped().orElseThrow();
    Interval difference =
        Objects.requireNonNull(Objects.requireNonNull(board.besideDepth()).interval());

    assertThat(board.rows().get(0).indicator()).isEqualTo(Indicator.SATURATION);
    assertThat(readme)
        .contains("lowest saturation first. That cost " + points(board, Indicator.SATURATION))
        .contains("simply the deepest one, " + points(board, Indicator.DEPTH))
        .contains("[" + board.networks() + " small networks]");
    assertThat(readme.contains("the difference is not shown"))
        .isEqualTo(difference.low() <= 0 && difference.high() >= 0);
  }

  private static String points(Scoreboard board, String indicator) {
    double regret =
        board.rows().stream()
            .filter(row -> row.indicator().equals(indicator))
            .mapToDouble(Row::regret)
            .findFirst()
            .orElseThrow();
    return String.format(Locale.ROOT, "%.2f", 100 * regret);
  }

  @Test
  void anIndicatorIsJudgedOnlyWhereItSpeaks() {
    List<Trial> silent = new ArrayList<>(trials(3));
    silent.add(new Trial("lone", "", "fc1", 1, 1, 0.9, 0.8, 1000, Map.of("right", 1.0), null));

    assertThat(Scoreboard.of(silent, 1).rows().get(0).networks()).isEqualTo(3);
    assertThat(Scoreboard.of(List.of(), 1).rows()).isEmpty();
  }

  @Test
  void chanceIsTheMeanOverLayersAndOnlyWhatIsRightBeatsIt() {
    Scoreboard board = Scoreboard.of(trials(8), 1);

    assertThat(board.networks()).isEqualTo(8);
    assertThat(board.layers()).isEqualTo(32);
    assertThat(board.chance().regret()).isEqualTo(0.03, within(0.003));
    assertThat(board.rows()).extracting(Row::beatsChance).containsExactly(true, false, false);
    assertThat(board.winner().orElseThrow().choice().indicators()).containsExactly("right");
    assertThat(Scoreboard.of(without(trials(8), "right"), 1).winner()).isEmpty();
  }

  @Test
  void theWinnersRanksCostWhatTakingTheirLayersOutDid() {
    List<Trial> trials = new ArrayList<>();
    for (Trial trial : trials(8)) {
      Map<String, Double> scores = new HashMap<>(trial.scores());
      scores.put(Indicator.DEPTH, scores.get("wrong"));
      trials.add(trial(trial.network(), trial.layer(), trial.change(), scores));
    }
    Scoreboard board = Scoreboard.of(trials, 1);

    assertThat(board.orders()).hasSize(2);
    List<Order.Cost> right = board.orders().get(0).costs();
    List<Order.Cost> depth = board.orders().get(1).costs();
    for (int rank = 0; rank < 4; rank++) {
      assertThat(right.get(rank).accuracy()).isEqualTo(0.02 * rank, within(0.002));
      assertThat(depth.get(rank)).isEqualTo(right.get(3 - rank));
      assertThat(right.get(rank).networks()).isEqualTo(8);
    }
    Scoreboard.Difference beside = Objects.requireNonNull(board.besideDepth());
    assertThat(beside.regret()).isEqualTo(-0.06, within(0.003));
    assertThat(beside.leavesOutZero()).isTrue();
    assertThat(Scoreboard.of(trials(8), 1).besideDepth()).isNull();
  }

  @Test
  void whatIsChosenTogetherIsJudgedOnNetworksThatWereLeftOut() {
    Scoreboard.Combined combined = Objects.requireNonNull(Scoreboard.of(halves(12), 1).combined());

    assertThat(combined.all().indicators()).containsExactlyInAnyOrder("high half", "low half");
    assertThat(combined.leftOut()).hasSize(12);
    assertThat(combined.regret()).isEqualTo(0, within(1e-9));
    assertThat(combined.within()).isEqualTo(1);
    assertThat(combined.beatsChance()).isTrue();
  }

  @Test
  void whatIsLearntFromNoiseDoesNotBeatChance() {
    Random random = new Random(5);
    List<Trial> noise = new ArrayList<>();
    for (int n = 0; n < 14; n++) {
      for (int layer = 0; layer < 4; layer++) {
        Map<String, Double> scores = new HashMap<>();
        for (int i = 0; i < 10; i++) {
          scores.put("noise " + i, random.nextGaussian());
        }
        noise.add(trial("net" + n, layer, 0.01 * random.nextGaussian(), scores));
      }
    }
    Scoreboard board = Scoreboard.of(noise, 1);

    assertThat(board.winner()).isEmpty();
    assertThat(Objects.requireNonNull(board.combined()).beatsChance()).isFalse();
  }

  private static List<Trial> without(List<Trial> trials, String indicator) {
    return trials.stream()
        .map(
            trial -> {
              Map<String, Double> scores = new HashMap<>(trial.scores());
              scores.remove(indicator);
              return trial("net" + trial.network(), trial.layer(), trial.change(), scores);
            })
        .toList();
  }

  private static Trial trial(
      String network, Object layer, double change, Map<String, Double> scores) {
    return new Trial(network, "", "fc" + layer, 1, 1, 0.9, 0.9 + change, 1000, scores, null);
  }

  /** Networks in which each of two indicators sees half of the truth. */
  private static List<Trial> halves(int networks) {
    List<Trial> trials = new ArrayList<>();
    double[][] views = {{1, 1, 0, 0}, {1, 0, 1, 0}};
    for (int n = 0; n < networks; n++) {
      for (int layer = 0; layer < 4; layer++) {
        int at = (layer + n) % 4;
        trials.add(
            trial(
                "net" + n,
                layer,
                -0.02 * (2 - views[0][at] - views[1][at]),
                Map.of("high half", views[0][at], "low half", views[1][at])));
      }
    }
    return trials;
  }
}
