package io.entroscope.core.ablate;

import io.entroscope.core.PlanException;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.setting.Setting;
import java.util.List;

/**
 * What is asked of an ablation.
 *
 * @param kinds of candidates that are taken out; none: all
 * @param bypass what becomes of a block's closing activation or normalisation: it goes with it, or
 *     stays where it can
 * @param sequence how many are taken out one after the other; 0: each alone only
 * @param draws how many random orders a sequence is set beside
 * @param seed of these, and of the examples that orders are chosen on
 */
public record AblationOptions(
    List<String> kinds, Bypass bypass, int sequence, int draws, long seed) {
  /** The fewest random orders that tell how much they scatter. */
  public static final int FEWEST_DRAWS = 5;

  /** What is asked for by whoever asks for all candidates, each alone. */
  public static final AblationOptions ALONE =
      new AblationOptions(List.of(), Bypass.OUTPUT, 0, FEWEST_DRAWS, 0);

  /**
   * Checks the numbers.
   *
   * @throws PlanException if one makes no sense
   */
  public AblationOptions {
    kinds = List.copyOf(kinds);
    if (sequence < 0) {
      throw new PlanException(
          Setting.SEQUENCE + " is " + sequence + "; give how many to take out, 1 or more");
    }
    if (draws < FEWEST_DRAWS) {
      throw new PlanException(
          Setting.DRAWS + " is " + draws + "; give " + FEWEST_DRAWS + " or more random orders");
    }
  }
}
