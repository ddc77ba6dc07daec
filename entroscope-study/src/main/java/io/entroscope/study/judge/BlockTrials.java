package io.entroscope.study.judge;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.entroscope.advice.Trial;
import io.entroscope.advice.block.SetTrial;
import java.util.List;
import java.util.stream.Stream;

/**
 * The trials of one network's blocks, with one repair.
 *
 * @param network its name
 * @param sha256 of its file
 * @param data what it was judged on
 * @param repair what made up for the blocks: {@code none}, {@code linear} or {@code fine-tune}
 * @param calibrated examples that maps were fitted on, and spans chosen; of these none was tested
 * @param trained images that the network and what was left of it were trained on; 0: none
 * @param singles each block taken out alone
 * @param sets several taken out together
 */
public record BlockTrials(
    String network,
    String sha256,
    String data,
    String repair,
    int calibrated,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) @JsonSetter(nulls = Nulls.AS_EMPTY) int trained,
    List<Trial> singles,
    List<SetTrial> sets) {
  public BlockTrials {
    singles = List.copyOf(singles);
    sets = List.copyOf(sets);
  }

  /** The accuracy of the whole network on the test examples. */
  public double accuracy() {
    return singles.get(0).accuracyWhole();
  }

  /** Whether half-blocks were taken out, too. */
  boolean hasHalves() {
    return singles.stream().anyMatch(trial -> Trial.HALF.equals(trial.level()));
  }

  /** The same with other trials of single blocks. */
  BlockTrials withSingles(List<Trial> others) {
    return new BlockTrials(network, sha256, data, repair, calibrated, trained, others, sets);
  }

  /** The same with one more trial of several blocks. */
  BlockTrials with(SetTrial more) {
    return new BlockTrials(
        network,
        sha256,
        data,
        repair,
        calibrated,
        trained,
        singles,
        Stream.concat(sets.stream(), Stream.of(more)).toList());
  }
}
