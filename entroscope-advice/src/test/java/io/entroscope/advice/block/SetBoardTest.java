package io.entroscope.advice.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.advice.BlockIndicator;
import io.entroscope.advice.Indicator;
import io.entroscope.advice.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What it cost to take several blocks out, by how they were chosen. */
class SetBoardTest {
  private static SetTrial trial(String network, String choice, double without) {
    return new SetTrial(network, "00", 0.5, 6, choice, List.of("a", "b", "c"), 0.9, without, 1000);
  }

  private static List<SetTrial> trials(int networks) {
    List<SetTrial> trials = new ArrayList<>();
    for (int i = 0; i < networks; i++) {
      String network = "net-" + i;
      trials.add(trial(network, SetTrial.SPAN, 0.89 - 0.001 * i));
      trials.add(trial(network, Indicator.DEPTH, 0.85 - 0.001 * i));
      trials.add(trial(network, SetTrial.RANDOM, 0.7));
      trials.add(trial(network, SetTrial.RANDOM, 0.8));
    }
    return trials;
  }

  private static SetBoard.Row row(SetBoard board, String choice) {
    return board.rows().stream()
        .filter(row -> row.choice().equals(choice))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLeastLossComesFirstAndIsSetBesideTheOthers() {
    SetBoard board = SetBoard.of(0.5, trials(6), 0);
    assertThat(board.networks()).isEqualTo(6);
    assertThat(board.rows())
        .extracting(SetBoard.Row::choice)
        .containsExactly(SetTrial.SPAN, Indicator.DEPTH, SetTrial.RANDOM);
    SetBoard.Row span = row(board, SetTrial.SPAN);
    assertThat(span.loss()).isEqualTo(0.0125, within(1e-9));
    assertThat(span.besideLast().loss()).isEqualTo(-0.04, within(1e-9));
    assertThat(span.besideLast().isShownBetter()).isTrue();
    assertThat(span.besideRandom().loss()).isEqualTo(-0.1375, within(1e-9));
    assertThat(row(board, SetTrial.RANDOM).loss()).isEqualTo(0.15, within(1e-9));
    assertThat(row(board, SetTrial.RANDOM).besideRandom()).isNull();
    assertThat(row(board, Indicator.DEPTH).besideLast()).isNull();
    assertThat(row(board, SetTrial.RANDOM).besideLast().isShownBetter()).isFalse();
  }

  @Test
  void ofFewNetworksThereIsNoInterval() {
    SetBoard.Row span = row(SetBoard.of(0.5, trials(4), 0), SetTrial.SPAN);
    assertThat(span.lossInterval()).isNull();
    assertThat(span.besideLast().interval()).isNull();
    assertThat(span.besideLast().isShownBetter()).isFalse();
  }

  @Test
  void adviceIsJudgedOnTheNetworkThatItWasNotLearnedOn() {
    List<SetTrial> trials = new ArrayList<>(trials(5));
    for (int i = 0; i < 5; i++) {
      // Influence is best but in one network, to which the others send it; and that one the others
      // away.
      trials.add(trial("net-" + i, BlockIndicator.INFLUENCE, i == 0 ? 0.3 : 0.9));
      trials.add(trial("net-" + i, BlockIndicator.BRANCH, 0.8));
    }
    SetBoard.Row row = row(SetBoard.of(0.5, trials, 0), SetBoard.ELSEWHERE);
    assertThat(row.loss()).isEqualTo((0.6 + 4 * 0.1) / 5, within(1e-9));
    assertThat(row.besideLast().loss()).isEqualTo(0.2 - 0.052, within(1e-9));
  }

  @Test
  void singleBlocksAreSetsOfOne() {
    List<Trial> singles = new ArrayList<>();
    for (int block = 0; block < 4; block++) {
      Map<String, Double> scores =
          Map.of(Indicator.DEPTH, (double) block, Indicator.SIZE, block < 2 ? 5.0 : 4.0);
      singles.add(
          new Trial("net", "00", "b" + block, 1, 0, 0.9, 0.5 + 0.1 * block, 10, scores, "blocks"));
    }
    RepairBoard board = RepairBoard.of("none", singles, List.of(), 0);
    SetBoard one = board.sets().get(0);
    assertThat(one.share()).isEqualTo(SetBoard.ONE);
    assertThat(row(one, Indicator.DEPTH).loss()).isEqualTo(0.1, within(1e-9));
    assertThat(row(one, Indicator.SIZE).loss()).isEqualTo(0.35, within(1e-9));
    assertThat(row(one, SetTrial.RANDOM).loss()).isEqualTo(0.25, within(1e-9));
  }

  @Test
  void sharesAreRoundedTowardsAHalf() {
    assertThat(List.of(5, 6, 7, 12))
        .extracting(n -> SetTrial.count(0.25, n))
        .containsExactly(1, 2, 2, 3);
    assertThat(List.of(5, 6, 7, 12))
        .extracting(n -> SetTrial.count(0.5, n))
        .containsExactly(2, 3, 3, 6);
    assertThat(List.of(5, 6, 7, 12))
        .extracting(n -> SetTrial.count(0.75, n))
        .containsExactly(4, 4, 5, 9);
  }
}
