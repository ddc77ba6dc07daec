package io.entroscope.core.prune.block;

import io.entroscope.core.PlanException;
import io.entroscope.core.ort.Feed;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.core.plan.TokenMask;
import io.entroscope.data.PositionHash;
import io.entroscope.data.batch.Batch;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a stream: the vectors of an example's tokens that are no padding, or of its places.
 * Of many, {@link #MOST} spread evenly over the example are taken, from a start that its position
 * decides.
 */
final class StreamRows {
  /** Rows of one example: neighbours say much the same. */
  static final int MOST = 64;

  private final int width;
  private final int places;
  private final boolean unitsFirst;
  private final int maskInput;
  private final Feed.@Nullable Input mask;

  /**
   * The rows of a stream.
   *
   * @param name of the tensor, for messages
   * @param shape of it, in a batch of so many examples
   * @param examples how many
   * @param unitAxis 1, or −1 for the last
   */
  StreamRows(
      String name,
      List<Long> shape,
      int examples,
      int unitAxis,
      ModelInput input,
      Optional<TokenMask> tokens) {
    if (shape.size() < 2 || shape.get(0) != examples) {
      throw new PlanException(
          "the tensor '"
              + name
              + "' of shape "
              + shape
              + " does not have the examples along its first axis, so no map of it can be fitted;"
              + " take the block out without repair");
    }
    int axis = unitAxis == 1 ? 1 : shape.size() - 1;
    this.width = Math.toIntExact(shape.get(axis));
    long all = shape.stream().skip(1).reduce(1L, (a, b) -> a * b);
    this.places = Math.toIntExact(all / width);
    this.unitsFirst = axis == 1 && shape.size() > 2;
    List<Feed.Input> inputs = input.inputs();
    int found =
        tokens
            .filter(mask -> !unitsFirst && mask.tokens() == places)
            .map(
                mask ->
                    IntStream.range(0, inputs.size())
                        .filter(i -> inputs.get(i).name().equals(mask.input()))
                        .findFirst()
                        .orElse(-1))
            .orElse(-1);
    this.maskInput = found;
    this.mask = found < 0 ? null : inputs.get(found);
  }

  /** The numbers of a row. */
  int width() {
    return width;
  }

  /** Which rows of an example are taken, increasing. */
  int[] chosen(Batch batch, int example) {
    int[] counting = counting(batch, example);
    if (counting.length <= MOST) {
      return counting;
    }
    long hash = PositionHash.hash(0, batch.position(example)) >>> 1;
    double start = (double) hash / Long.MAX_VALUE;
    return IntStream.range(0, MOST)
        .map(i -> counting[(int) ((i + Math.min(start, 0.999)) * counting.length / MOST)])
        .toArray();
  }

  private int[] counting(Batch batch, int example) {
    if (mask == null) {
      return IntStream.range(0, places).toArray();
    }
    ByteBuffer bytes = batch.tensors().get(maskInput);
    int size = mask.stored().bytes();
    int start = example * places * size;
    return IntStream.range(0, places)
        .filter(row -> !isZero(bytes, start + row * size, size))
        .toArray();
  }

  private static boolean isZero(ByteBuffer bytes, int from, int size) {
    for (int i = from; i < from + size; i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@code [rows.length, width]}: rows of an example. */
  float[] of(FloatBuffer stream, int example, int[] rows) {
    float[] values = new float[rows.length * width];
    int start = example * places * width;
    for (int i = 0; i < rows.length; i++) {
      if (unitsFirst) {
        for (int unit = 0; unit < width; unit++) {
          values[i * width + unit] = stream.get(start + unit * places + rows[i]);
        }
      } else {
        stream.get(start + rows[i] * width, values, i * width, width);
      }
    }
    return values;
  }
}
