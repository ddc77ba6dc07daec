package io.entroscope.core.prune.block;

import io.entroscope.core.PlanException;
import io.entroscope.data.DataSet;
import io.entroscope.data.PositionHash;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The examples on which removals are chosen and repaired. Maps are fitted on some of them and tried
 * on the others, which are held out; what is chosen is then fitted on all.
 */
public final class Calibration {
  /** How many examples are taken if nothing is said. */
  public static final int EXAMPLES = 2000;

  private static final int FEWEST = 20;
  private static final int PARTS = 5;
  private static final int HELD_OUT = 2;

  private final DataSet data;
  private final int[] positions;
  private final BitSet held = new BitSet();

  /**
   * Divides examples, two fifths of which are held out.
   *
   * @param data that they are of; whoever opened it closes it
   * @param positions increasing
   * @param seed decides which are held out
   * @throws PlanException if they are too few to fit and try anything
   */
  public Calibration(DataSet data, int[] positions, long seed) {
    if (positions.length < FEWEST) {
      throw new PlanException(
          positions.length
              + " examples to choose and repair on are too few; give "
              + FEWEST
              + " or more");
    }
    this.data = data;
    this.positions = positions.clone();
    Integer[] order = IntStream.range(0, positions.length).boxed().toArray(Integer[]::new);
    Arrays.sort(
        order,
        (a, b) ->
            Long.compareUnsigned(
                PositionHash.hash(seed + 1, positions[a]),
                PositionHash.hash(seed + 1, positions[b])));
    Arrays.stream(order)
        .limit((long) positions.length * HELD_OUT / PARTS)
        .forEach(i -> held.set(positions[i]));
  }

  /** The data that they are of. */
  public DataSet data() {
    return data;
  }

  /** The positions of all, increasing. */
  public int[] positions() {
    return positions.clone();
  }

  /** How many there are. */
  public int size() {
    return positions.length;
  }

  /** Whether the example at a position is held out. */
  public boolean isHeldOut(int position) {
    return held.get(position);
  }

  /** The positions of those held out, increasing. */
  int[] heldOutPositions() {
    return held.stream().toArray();
  }

  /** How many are held out. */
  public int heldOut() {
    return held.cardinality();
  }
}
