package io.entroscope.core.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.entroscope.onnx.DetachedModel;
import io.entroscope.onnx.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;

/** What goes into a model as ONNX Runtime's tensors. Not thread-safe. */
final class FeedTensors implements AutoCloseable {
  private final Feed feed;
  private final Map<Integer, Map<String, OnnxTensor>> constants = new HashMap<>();

  FeedTensors(Feed feed) {
    this.feed = feed;
  }

  /**
   * Some examples of a batch, by input; whoever takes them closes them.
   *
   * @param batch for each input of the feed, direct, {@code [N, ...]} from position 0
   * @param from the first example
   * @param rows so many
   */
  Map<String, OnnxTensor> examples(List<ByteBuffer> batch, int from, int rows) throws OrtException {
    Map<String, OnnxTensor> tensors = new HashMap<>();
    int tokens = tokens(batch, from, rows);
    for (int i = 0; i < batch.size(); i++) {
      Feed.Input input = feed.inputs().get(i);
      OnnxTensor tensor =
          tokens > 0
              ? trimmed(feed.axis(), input, batch.get(i), from, rows, tokens)
              : tensor(feed.axis(), input, batch.get(i), from, rows);
      tensors.put(input.name(), tensor);
    }
    return tensors;
  }

  /** How many tokens of some examples go in; 0 if they go in as they are. */
  int tokens(List<ByteBuffer> batch, int from, int rows) {
    int tokens = feed.tokens(batch, from, rows);
    return feed.trim().filter(trim -> tokens < trim.tokens()).isPresent() ? tokens : 0;
  }

  /** A copy of the first tokens of some examples of an input [N, T]. */
  private static OnnxTensor trimmed(
      BatchAxis axis, Feed.Input input, ByteBuffer batch, int from, int rows, int tokens)
      throws OrtException {
    Feed.Input part =
        new Feed.Input(input.name(), input.type(), input.stored(), List.of((long) tokens));
    ByteBuffer copy = OrtRunner.direct(rows, part.rowBytes());
    for (int row = 0; row < rows; row++) {
      int start = (from + row) * input.rowBytes();
      copy.put(row * part.rowBytes(), batch, start, part.rowBytes());
    }
    return tensor(axis, part, copy, 0, rows);
  }

  /** A view of some examples of an input where they lie, or if need be a converted copy. */
  private static OnnxTensor tensor(
      BatchAxis axis, Feed.Input input, ByteBuffer batch, int from, int rows) throws OrtException {
    long[] shape = axis.batched(input.shape(), rows);
    int start = from * input.rowBytes();
    ByteBuffer part =
        batch
            .duplicate()
            .limit(start + rows * input.rowBytes())
            .position(start)
            .slice()
            .order(ByteOrder.nativeOrder());
    if (input.type() == input.stored()) {
      return tensor(input.type(), shape, part);
    }
    FloatBuffer values = part.asFloatBuffer();
    return tensor(input.type(), shape, values.remaining(), values::get);
  }

  /** The other inputs for a batch of so many rows, made once. */
  Map<String, OnnxTensor> constants(int rows) throws OrtException {
    Map<String, OnnxTensor> tensors = constants.get(rows);
    if (tensors == null) {
      tensors = new HashMap<>();
      for (var entry : feed.constants().entrySet()) {
        tensors.put(entry.getKey().name(), constant(entry.getKey(), entry.getValue(), rows));
      }
      constants.put(rows, tensors);
    }
    return tensors;
  }

  private static OnnxTensor constant(TensorInfo info, double value, int rows) throws OrtException {
    long[] shape = info.shape().stream().mapToLong(Long::longValue).toArray();
    for (int i = 0; i < shape.length; i++) {
      // The first free axis is the batch; others, such as sequence lengths, are 1.
      shape[i] = shape[i] >= 0 ? shape[i] : i == 0 ? rows : 1;
    }
    int elements = OrtRunner.elements(LongStream.of(shape).boxed().toList());
    return tensor(info.type(), shape, elements, i -> value);
  }

  /** A tensor of any type that numbers go into, of values converted from double. */
  private static OnnxTensor tensor(
      ElementType type, long[] shape, int count, IntToDoubleFunction values) throws OrtException {
    ByteBuffer bytes = OrtRunner.direct(count, type.bytes());
    for (int i = 0; i < count; i++) {
      type.put(bytes, values.applyAsDouble(i));
    }
    return tensor(type, shape, bytes.flip());
  }

  /** A view of a weight where it lies. */
  static OnnxTensor tensor(DetachedModel.Weight weight) throws OrtException {
    long[] shape = weight.shape().stream().mapToLong(Long::longValue).toArray();
    // A duplicate has an order of bytes of its own.
    ByteBuffer values = weight.values().duplicate().order(ByteOrder.nativeOrder());
    return tensor(weight.type(), shape, values);
  }

  private static OnnxTensor tensor(ElementType type, long[] shape, ByteBuffer bytes)
      throws OrtException {
    OrtEnvironment environment = OrtEngine.environment();
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), shape);
      case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape);
      case INT32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), shape);
      case FLOAT16 -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.FLOAT16);
      case UINT8 -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.UINT8);
      case INT8 -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.INT8);
      case BOOL -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.BOOL);
      default -> throw new IllegalArgumentException("numbers do not go into " + type);
    };
  }

  @Override
  public void close() {
    constants.values().forEach(tensors -> tensors.values().forEach(OnnxTensor::close));
  }
}
