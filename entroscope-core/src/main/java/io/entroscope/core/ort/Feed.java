package io.entroscope.core.ort;

import io.entroscope.onnx.ElementType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What goes into a model.
 *
 * @param inputs what changes from batch to batch
 * @param fixedBatch the one batch size that the model takes, to which batches are filled up with
 *     zeros; 0: any
 * @param batch the largest batch
 * @param constants other inputs, filled with one number each
 * @param axis where the examples are in the inputs
 * @param trim the padding that is left out; empty: none
 */
public record Feed(
    List<Input> inputs,
    int fixedBatch,
    int batch,
    Map<TensorInfo, Double> constants,
    BatchAxis axis,
    Optional<Trim> trim) {
  public Feed {
    inputs = List.copyOf(inputs);
    constants = Map.copyOf(constants);
  }

  /** With all padding. */
  public Feed(
      List<Input> inputs,
      int fixedBatch,
      int batch,
      Map<TensorInfo, Double> constants,
      BatchAxis axis) {
    this(inputs, fixedBatch, batch, constants, axis, Optional.empty());
  }

  /** What goes into inputs as a model declares them, if nothing else is known of it. */
  public static Feed declared(List<TensorInfo> inputs) {
    List<Input> all =
        inputs.stream()
            .map(of -> new Input(of.name(), of.type(), of.type(), withoutFirst(of.shape())))
            .toList();
    int fixed =
        inputs.stream()
            .mapToInt(of -> Math.max(0, Math.toIntExact(of.shape().get(0))))
            .max()
            .orElse(0);
    return new Feed(all, fixed, Math.max(1, fixed), Map.of(), BatchAxis.FIRST);
  }

  private static List<Long> withoutFirst(List<Long> shape) {
    return shape.subList(1, shape.size());
  }

  int rows(int count) {
    return fixedBatch > 0 ? fixedBatch : count;
  }

  /** The bytes of one example in all inputs, as they are stored. */
  public long rowBytes() {
    return inputs.stream().mapToLong(Input::rowBytes).sum();
  }

  /** The same, for batches of at most so many examples. */
  public Feed ofAtMost(int examples) {
    return new Feed(inputs, fixedBatch, examples, constants, axis, trim);
  }

  /** The same without padding. */
  public Feed trimmed(Trim padding) {
    return new Feed(inputs, fixedBatch, batch, constants, axis, Optional.of(padding));
  }

  /**
   * How many tokens of some examples go in if these run together: all, or those up to the last that
   * counts.
   *
   * @param examples for each input, {@code [N, ...]} from position 0
   * @param from the first of them
   * @param count how many, at least 1
   * @return 0 if this trims nothing
   */
  public int tokens(List<ByteBuffer> examples, int from, int count) {
    if (trim.isEmpty()) {
      return 0;
    }
    int tokens = trim.get().tokens();
    int mask = 0;
    while (!inputs.get(mask).name().equals(trim.get().mask())) {
      mask++;
    }
    int size = inputs.get(mask).stored().bytes();
    int most = 1;
    for (int example = from; example < from + count; example++) {
      int token = tokens;
      while (token > most
          && isZero(examples.get(mask), (example * tokens + token - 1) * size, size)) {
        token--;
      }
      most = Math.max(most, token);
    }
    return most;
  }

  private static boolean isZero(ByteBuffer bytes, int from, int size) {
    for (int i = from; i < from + size; i++) {
      if (bytes.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Direct memory for so many examples of each input, all zero. */
  public List<ByteBuffer> zeros(int count) {
    return inputs.stream().map(input -> OrtRunner.direct(count, input.rowBytes())).toList();
  }

  /**
   * One input of a model.
   *
   * @param name of the tensor
   * @param type of its elements
   * @param stored the type that batches hold: the same, or float, which is converted
   * @param shape of one example, without the batch axis
   */
  public record Input(String name, ElementType type, ElementType stored, List<Long> shape) {
    public Input {
      shape = List.copyOf(shape);
    }

    /** The bytes of one example, as it is stored. */
    public int rowBytes() {
      return Math.multiplyExact(OrtRunner.elements(shape), stored.bytes());
    }
  }
}
