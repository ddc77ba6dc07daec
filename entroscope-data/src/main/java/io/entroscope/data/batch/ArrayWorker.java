package io.entroscope.data.batch;

import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.array.FedArray;
import io.entroscope.data.image.internal.CorruptImageException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;

/** Reads the rows of arrays, on one thread, and checks that they can be used. */
final class ArrayWorker extends BatchWorker {
  private final ArrayDataSet data;
  private final List<FedArray> inputs;
  private final int mask;
  private final ContentHash hash = new ContentHash();

  /**
   * A worker.
   *
   * @param inputs the arrays that go into the model's inputs, in their order
   * @param mask that of these which says which tokens count, if one does
   */
  ArrayWorker(
      BatchReader reader,
      ArrayDataSet data,
      BatchPlan plan,
      List<FedArray> inputs,
      Optional<String> mask) {
    super(reader, data, plan);
    this.data = data;
    this.inputs = inputs;
    this.mask = mask.map(inputs.stream().map(FedArray::name).toList()::indexOf).orElse(-1);
  }

  @Override
  void close() {}

  @Override
  int fill(int batch, Slot slot) {
    int count = plan().count(batch);
    int[] positions = plan().positions(batch);
    for (int input = 0; input < inputs.size(); input++) {
      requireOpen();
      read(inputs.get(input), positions, slot.tensor(input));
    }
    int kept = 0;
    for (int i = 0; i < count; i++) {
      try {
        check(slot, i);
        slot.move(i, kept);
        slot.positions[kept] = positions[i];
        slot.labels[kept] = data.label(positions[i]);
        slot.contents[kept] = hash.of(slot, kept);
        kept++;
      } catch (CorruptImageException e) {
        leaveOut(positions[i], e);
      }
    }
    return kept;
  }

  /** Neighbours in the file are read in one go. */
  private void read(FedArray array, int[] positions, ByteBuffer into) {
    int row = array.rowBytes();
    int from = 0;
    while (from < positions.length) {
      int to = from + 1;
      while (to < positions.length && positions[to] == positions[to - 1] + 1) {
        to++;
      }
      data.read(array, positions[from], into.limit(to * row).position(from * row));
      from = to;
    }
  }

  private void check(Slot slot, int example) throws CorruptImageException {
    for (int input = 0; input < inputs.size(); input++) {
      FedArray array = inputs.get(input);
      int row = array.rowBytes();
      ByteBuffer values = slot.tensor(input).limit((example + 1) * row).position(example * row);
      if (input == mask) {
        checkMask(array, values.slice().order(values.order()));
      } else if (holdsNaN(array, values)) {
        throw new CorruptImageException("'" + array.name() + "' holds NaN");
      }
    }
  }

  private static boolean holdsNaN(FedArray array, ByteBuffer values) {
    if (array.type() == NumberType.FLOAT32) {
      FloatBuffer floats = values.slice().order(values.order()).asFloatBuffer();
      boolean found = false;
      while (floats.hasRemaining()) {
        found |= Float.isNaN(floats.get());
      }
      return found;
    }
    if (array.type() == NumberType.FLOAT64) {
      DoubleBuffer doubles = values.slice().order(values.order()).asDoubleBuffer();
      boolean found = false;
      while (doubles.hasRemaining()) {
        found |= Double.isNaN(doubles.get());
      }
      return found;
    }
    return false;
  }

  private static void checkMask(FedArray array, ByteBuffer values) throws CorruptImageException {
    boolean any = false;
    while (values.hasRemaining()) {
      double value =
          switch (array.type()) {
            case FLOAT32 -> values.getFloat();
            case FLOAT64 -> values.getDouble();
            case INT64 -> values.getLong();
            case INT32 -> values.getInt();
            default -> values.get() & 0xFF;
          };
      if (value != 0 && value != 1) {
        throw new CorruptImageException(
            "the mask '" + array.name() + "' holds " + value + ", not 0 or 1 alone");
      }
      any |= value == 1;
    }
    if (!any) {
      throw new CorruptImageException("the mask '" + array.name() + "' keeps none of its tokens");
    }
  }
}
