package io.entroscope.core.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.platform.Fp16Conversions;
import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.TensorInfo.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Runs batches through an {@link OrtEngine} for one thread, into buffers of its own that are used
 * again for every batch: nothing is copied out of ONNX Runtime, and nothing is allocated per image.
 */
public final class OrtRunner implements AutoCloseable {
  private final OrtEngine engine;
  private final Feed feed;
  private final Map<String, Pinned> pinned = new LinkedHashMap<>();
  private final Set<String> requested;
  private final Map<Integer, Map<String, OnnxTensor>> constants = new HashMap<>();
  private Map<String, Output> others = Map.of();

  /**
   * What goes into a model.
   *
   * @param input the tensor that images go into
   * @param type its element type; images are converted from float
   * @param shape of one image, without the batch axis
   * @param fixedBatch the one batch size that the model takes, to which batches are filled up with
   *     zeros; 0: any
   * @param batch the largest batch
   * @param constants other inputs, filled with one number each
   */
  public record Feed(
      String input,
      ElementType type,
      List<Long> shape,
      int fixedBatch,
      int batch,
      Map<TensorInfo, Double> constants) {
    public Feed {
      shape = List.copyOf(shape);
      constants = Map.copyOf(constants);
    }

    int rows(int count) {
      return fixedBatch > 0 ? fixedBatch : count;
    }

    /** The numbers of one image. */
    public int elements() {
      return OrtRunner.elements(shape);
    }

    /** The same, for batches of at most so many images. */
    public Feed ofAtMost(int images) {
      return new Feed(input, type, shape, fixedBatch, images, constants);
    }
  }

  /**
   * An output that is not pinned.
   *
   * @param info its type and shape in this batch
   * @param value as the Java value that ONNX Runtime makes of it: arrays, lists, maps
   */
  public record Output(TensorInfo info, Object value) {}

  /** A float output {@code [N, ...shape]} in a buffer that ONNX Runtime writes to. */
  private record Pinned(FloatBuffer buffer, List<Long> shape, Map<Integer, OnnxTensor> byRows) {}

  /**
   * A runner with its buffers.
   *
   * @param engine the loaded model
   * @param feed what goes in
   * @param floats the float outputs wanted, with the shape of one image's part of each
   * @param others outputs of other types or forms that are wanted, read by {@link #other}
   */
  public OrtRunner(
      OrtEngine engine, Feed feed, Map<String, List<Long>> floats, Set<String> others) {
    this.engine = engine;
    this.feed = feed;
    this.requested = new TreeSet<>(others);
    int rows = feed.rows(feed.batch());
    floats.forEach(
        (name, shape) ->
            pinned.put(
                name,
                new Pinned(
                    directFloats(Math.multiplyExact(rows, elements(shape))),
                    shape,
                    new HashMap<>())));
  }

  private static FloatBuffer directFloats(int count) {
    return direct(Math.multiplyExact(count, Float.BYTES)).asFloatBuffer();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }

  /**
   * Runs one batch.
   *
   * @param images direct, {@code [count, ...]} from position 0; with a fixed batch size, of at
   *     least that capacity
   * @param count images in it
   * @throws AnalysisException if ONNX Runtime fails
   */
  public void run(FloatBuffer images, int count) {
    run(images, 0, count);
  }

  /**
   * Runs a part of a batch.
   *
   * @param images direct, {@code [N, ...]} from position 0; with a fixed batch size, of at least
   *     that capacity from the first image on
   * @param from the first image
   * @param count images in it
   * @throws AnalysisException if ONNX Runtime fails
   */
  public void run(FloatBuffer images, int from, int count) {
    int rows = feed.rows(count);
    int start = from * feed.elements();
    FloatBuffer part = images.duplicate().limit(start + rows * feed.elements()).position(start);
    try (OnnxTensor input = input(part, rows)) {
      Map<String, OnnxTensorLike> inputs = new HashMap<>(constants(rows));
      inputs.put(feed.input(), input);
      Map<String, OnnxValue> outputs = new LinkedHashMap<>();
      for (var entry : pinned.entrySet()) {
        outputs.put(entry.getKey(), output(entry.getValue(), rows));
      }
      try (OrtSession.Result result = engine.session().run(inputs, requested, outputs)) {
        Map<String, Output> read = new HashMap<>();
        for (String name : requested) {
          OnnxValue value = result.get(name).orElseThrow();
          read.put(name, new Output(OrtEngine.info(name, value.getInfo()), value.getValue()));
        }
        others = read;
      }
    } catch (OrtException e) {
      throw new AnalysisException("ONNX Runtime failed on a batch: " + OrtEngine.reason(e), e);
    }
  }

  /** A float output of the last batch, from position 0; overwritten by the next batch. */
  public FloatBuffer floats(String output) {
    Pinned found = pinned.get(output);
    if (found == null) {
      throw new IllegalArgumentException("output " + output + " was not asked for");
    }
    return found.buffer();
  }

  /** Another output of the last batch. */
  public Output other(String output) {
    Output found = others.get(output);
    if (found == null) {
      throw new IllegalArgumentException("output " + output + " was not asked for");
    }
    return found;
  }

  private OnnxTensor output(Pinned output, int rows) throws OrtException {
    OnnxTensor tensor = output.byRows().get(rows);
    if (tensor == null) {
      tensor =
          OnnxTensor.createTensor(
              OrtEngine.environment(),
              output.buffer().duplicate().position(0).limit(rows * elements(output.shape())),
              batched(output.shape(), rows));
      output.byRows().put(rows, tensor);
    }
    return tensor;
  }

  private OnnxTensor input(FloatBuffer images, int rows) throws OrtException {
    long[] shape = batched(feed.shape(), rows);
    if (feed.type() == ElementType.FLOAT) {
      return OnnxTensor.createTensor(OrtEngine.environment(), images, shape);
    }
    return tensor(feed.type(), shape, images.remaining(), images.slice()::get);
  }

  private static int elements(List<Long> shape) {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
  }

  private static long[] batched(List<Long> shape, int rows) {
    return LongStream.concat(LongStream.of(rows), shape.stream().mapToLong(Long::longValue))
        .toArray();
  }

  /** The other inputs for a batch of so many rows, made once. */
  private Map<String, OnnxTensor> constants(int rows) throws OrtException {
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
    int elements = 1;
    for (long axis : shape) {
      elements = Math.multiplyExact(elements, Math.toIntExact(axis));
    }
    return tensor(info.type(), shape, elements, i -> value);
  }

  /** A tensor of any type that numbers go into, of values converted from double. */
  private static OnnxTensor tensor(
      ElementType type, long[] shape, int count, IntToDoubleFunction values) throws OrtException {
    OrtEnvironment environment = OrtEngine.environment();
    ByteBuffer bytes = direct(Math.multiplyExact(count, width(type)));
    for (int i = 0; i < count; i++) {
      put(bytes, type, values.applyAsDouble(i));
    }
    bytes.flip();
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), shape);
      case DOUBLE -> OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), shape);
      case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), shape);
      case INT32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), shape);
      case FLOAT16 -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.FLOAT16);
      case UINT8 -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.UINT8);
      case BOOL -> OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.BOOL);
      case STRING, OTHER -> throw new IllegalArgumentException("numbers do not go into " + type);
    };
  }

  private static int width(ElementType type) {
    return switch (type) {
      case DOUBLE, INT64 -> Long.BYTES;
      case FLOAT, INT32 -> Float.BYTES;
      case FLOAT16 -> Short.BYTES;
      default -> 1;
    };
  }

  private static void put(ByteBuffer bytes, ElementType type, double value) {
    switch (type) {
      case FLOAT -> bytes.putFloat((float) value);
      case DOUBLE -> bytes.putDouble(value);
      case INT64 -> bytes.putLong((long) value);
      case INT32 -> bytes.putInt((int) value);
      case FLOAT16 -> bytes.putShort(Fp16Conversions.floatToFp16((float) value));
      case BOOL -> bytes.put((byte) (value == 0 ? 0 : 1));
      default -> bytes.put((byte) Math.round(value));
    }
  }

  @Override
  public void close() {
    for (Pinned output : pinned.values()) {
      output.byRows().values().forEach(OnnxTensor::close);
    }
    constants.values().forEach(tensors -> tensors.values().forEach(OnnxTensor::close));
  }
}
