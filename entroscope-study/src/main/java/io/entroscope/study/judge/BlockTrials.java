package io.entroscope.study.judge;

import io.entroscope.advice.Trial;
import io.entroscope.advice.block.SetTrial;
import java.util.List;

/**
 * The trials of one network's blocks, with one repair.
 *
 * @param network its name
 * @param sha256 of its file
 * @param data what it was judged on
 * @param repair what made up for the blocks: {@code none} or {@code linear}
 * @param calibrated examples that maps were fitted on, and spans chosen; of these none was tested
 * @param singles each block taken out alone
 * @param sets several taken out together
 */
public record BlockTrials(
    String network,
    String sha256,
    String data,
    String repair,
    int calibrated,
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
}
