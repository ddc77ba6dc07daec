package io.entroscope.advice.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.advice.Indicator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What it cost to take several blocks out, by how they were chosen. */
class SetBoardTest {
  private static SetTrial trial(String network, String choice, double without) {
    return new SetTrial(network, "00", 6, choice, List.of("a", "b", "c"), 0.9, without, 1000);
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
    SetBoard board = SetBoard.of(trials(6), 0);
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
    SetBoard.Row span = row(SetBoard.of(trials(4), 0), SetTrial.SPAN);
    assertThat(span.lossInterval()).isNull();
    assertThat(span.besideLast().interval()).isNull();
    assertThat(span.besideLast().isShownBetter()).isFalse();
  }
}
