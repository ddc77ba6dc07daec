package io.entroscope.onnx.observe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A tensor of the residual stream, read as rows: one vector of units for each token or place of
 * each example.
 *
 * @param tensor its name
 * @param shape as it was measured, −1 at the axis of the examples
 * @param unitAxis the axis that a row runs along
 */
public record StreamPoint(String tensor, List<Long> shape, int unitAxis) {
  /** Of a map, at most so many places along each axis are measured: neighbours are much alike. */
  static final int MOST_PER_AXIS = 8;

  /** At most so many rows of an example are kept for maps from one point to another. */
  private static final int MOST_PICKED = 8;

  public StreamPoint {
    shape = List.copyOf(shape);
    if (!hasRows(shape, unitAxis)) {
      throw new IllegalArgumentException(
          tensor + " of shape " + shape + " has no rows along axis " + unitAxis);
    }
  }

  /**
   * A tensor as a point of the stream; empty if it has no rows for each example.
   *
   * @param shape as it was measured, −1 at the axis of the examples
   */
  public static Optional<StreamPoint> of(String tensor, List<Long> shape, int unitAxis) {
    return hasRows(shape, unitAxis)
        ? Optional.of(new StreamPoint(tensor, shape, unitAxis))
        : Optional.empty();
  }

  private static boolean hasRows(List<Long> shape, int unitAxis) {
    int examples = shape.indexOf(-1L);
    boolean sized = shape.stream().allMatch(size -> size == -1 || size > 0);
    return sized
        && examples >= 0
        && examples < unitAxis
        && unitAxis < shape.size()
        && (examples == 0 || shape.size() == 3);
  }

  /** d, how many units a row has. */
  public int width() {
    return Math.toIntExact(shape.get(unitAxis));
  }

  /** The axis of the examples. */
  int exampleAxis() {
    return shape.indexOf(-1L);
  }

  /** Whether rows of the two stand for the same tokens or places, and have the same units. */
  public boolean fits(StreamPoint other) {
    return shape.equals(other.shape) && unitAxis == other.unitAxis;
  }

  /** Whether it is {@code [B, d, H, W]} or the like. */
  boolean isMap() {
    return exampleAxis() == 0 && unitAxis == 1 && shape.size() > 3;
  }

  /** The axes of tokens or places. */
  private List<Integer> placeAxes() {
    return IntStream.range(0, shape.size())
        .filter(axis -> axis != unitAxis && axis != exampleAxis())
        .boxed()
        .toList();
  }

  /** The distance between measured places along an axis: 1 but in maps. */
  long step(int axis) {
    long size = shape.get(axis);
    return isMap() && axis > 1 ? (size + MOST_PER_AXIS - 1) / MOST_PER_AXIS : 1;
  }

  /** The places measured along an axis, each in the middle of a step. */
  long[] alongAxis(int axis) {
    long step = step(axis);
    long size = shape.get(axis);
    return LongStream.iterate((step - 1) / 2, at -> at < size, at -> at + step).toArray();
  }

  /** How many places are measured along each of their axes. */
  public List<Long> measured() {
    return placeAxes().stream().map(axis -> (long) alongAxis(axis).length).toList();
  }

  /** How many rows of an example are measured: all its tokens, or a grid of places of a map. */
  public int places() {
    return Math.toIntExact(measured().stream().reduce(1L, Math::multiplyExact));
  }

  /** Which of the measured rows are kept for maps, evenly spread: increasing. */
  public int[] picked() {
    int places = places();
    int count = Math.min(MOST_PICKED, places);
    int[] picked = new int[count];
    Arrays.setAll(picked, i -> (int) ((2L * i + 1) * places / (2L * count)));
    return picked;
  }

  /** Whether rows can be picked out of a tensor of this form. */
  boolean canBePicked() {
    boolean lastOfTokens = exampleAxis() == 1 && unitAxis == 2 && shape.size() == 3;
    return lastOfTokens || (exampleAxis() == 0 && (unitAxis == 1 || unitAxis == shape.size() - 1));
  }
}
