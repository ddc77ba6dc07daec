package io.entroscope.study.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.advice.Indicator;
import io.entroscope.advice.Trial;
import io.entroscope.advice.block.SetTrial;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What trials of a network lack. */
class SetPlanTest {
  private static BlockTrials trials(int blocks) {
    List<Trial> singles =
        IntStream.range(0, blocks)
            .mapToObj(
                i ->
                    new Trial(
                        "net",
                        "00",
                        "b" + i,
                        1,
                        0,
                        0.9,
                        0.8,
                        100,
                        Map.of(Indicator.DEPTH, (double) i),
                        Trial.BLOCK))
            .toList();
    return new BlockTrials("net", "00", "data", "none", 10, 0, singles, List.of());
  }

  private static List<String> choices(List<SetPlan.Wanted> wanted) {
    return wanted.stream().map(SetPlan.Wanted::choice).distinct().toList();
  }

  @Test
  void everyWayOfChoosingIsWantedForEveryShare() {
    List<SetPlan.Wanted> missing = SetPlan.missing(trials(6), List.of(0.25, 0.5));
    assertThat(choices(missing))
        .containsExactly(SetTrial.PRUNE, SetTrial.SPAN, Indicator.DEPTH, SetTrial.RANDOM);
    assertThat(missing).hasSize(2 * (3 + SetPlan.DRAWS));
    assertThat(missing).extracting(SetPlan.Wanted::count).containsOnly(2, 3);
  }

  @Test
  void whatIsDoneIsNotWantedAgain() {
    BlockTrials some = trials(6);
    for (String choice : List.of(SetTrial.PRUNE, SetTrial.RANDOM, SetTrial.RANDOM)) {
      some =
          some.with(
              new SetTrial("net", "00", 0.5, 6, choice, List.of("b0", "b1", "b2"), 0.9, 0.7, 100));
    }
    assertThat(SetPlan.missing(some, List.of(0.5)))
        .extracting(SetPlan.Wanted::draw)
        .containsExactly(0, 0, 3, 4, 5);
  }

  @Test
  void sharesOfNoBlockOrOfAllAndSmallNetworksAreLeftOut() {
    assertThat(SetPlan.missing(trials(6), List.of(0.01, 0.99))).isEmpty();
    assertThat(SetPlan.missing(trials(3), List.of(0.5))).isEmpty();
  }
}
