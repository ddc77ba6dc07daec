package io.entroscope.advice;

import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What each indicator says of a residual block, as a score: the higher, the sooner it should go.
 */
public final class BlockIndicator {
  /** A block that leaves the direction of the stream as it is. */
  public static final String INFLUENCE = "low influence";

  /** A block that hardly turns the stream. */
  public static final String ANGLE = "small angular distance";

  /** A block that adds little to the stream. */
  public static final String BRANCH = "small branch";

  /** A block in whose place an affine map would do. */
  public static final String RECOVERABILITY = "high recoverability";

  /** A block whose branch alone is nearly an affine map of the stream. */
  public static final String BRANCH_RECOVERABILITY = "high branch recoverability";

  private static final Map<String, String> LOW =
      Map.of("influence", INFLUENCE, "angularDistance", ANGLE, "branchSize", BRANCH);
  private static final Map<String, String> HIGH =
      Map.of("recoverability", RECOVERABILITY, "branchRecoverability", BRANCH_RECOVERABILITY);

  private BlockIndicator() {}

  /**
   * The scores of a block, by the name of the indicator; of what was not measured there is none.
   *
   * @param depth its place among the network's blocks
   */
  public static Map<String, Double> scores(BlockResult block, int depth) {
    Map<String, Double> scores = new LinkedHashMap<>();
    LOW.forEach((statistic, indicator) -> put(scores, indicator, block, statistic, -1));
    HIGH.forEach((statistic, indicator) -> put(scores, indicator, block, statistic, 1));
    scores.put(Indicator.SIZE, (double) block.parameters());
    scores.put(Indicator.DEPTH, (double) depth);
    return scores;
  }

  private static void put(
      Map<String, Double> scores, String indicator, BlockResult block, String statistic, int sign) {
    BlockValue value = block.statistics().get(statistic);
    if (value != null) {
      scores.put(indicator, sign * value.value());
    }
  }
}
