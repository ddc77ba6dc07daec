package io.entroscope.core.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.core.AnalysisException;
import io.entroscope.onnx.PortableNames;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Runs batches through an {@link OrtEngine} for one thread, into buffers of its own that are used
 * again for every batch: nothing is copied out of ONNX Runtime, and nothing is allocated per image.
 */
public final class OrtRunner implements AutoCloseable {
  private final OrtEngine engine;
  private final Feed feed;
  private final Map<String, Pinned> pinned = new LinkedHashMap<>();
  private final Set<String> requested;
  private final FeedTensors tensors;
  private Map<String, Output> others = Map.of();

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
    this.tensors = new FeedTensors(feed);
    this.requested = new TreeSet<>(others);
    requirePortable(feed, floats.keySet(), others);
    int rows = feed.rows(feed.batch());
    floats.forEach(
        (name, shape) ->
            pinned.put(
                name,
                new Pinned(
                    direct(rows, Float.BYTES * (long) elements(shape)).asFloatBuffer(),
                    shape,
                    new HashMap<>())));
  }

  /**
   * The types and shapes of a model's outputs when it is run; their values are not read.
   *
   * @param batch as for {@link #run(List, int)}
   */
  public static Map<String, TensorInfo> infos(
      OrtEngine engine, Feed feed, List<ByteBuffer> batch, int count, Set<String> outputs) {
    try (OrtRunner runner = new OrtRunner(engine, feed.ofAtMost(count), Map.of(), outputs)) {
      return runner.run(batch, 0, count, (name, value) -> OrtEngine.info(name, value.getInfo()));
    }
  }

  /**
   * The numbers in some of a model's outputs when it is run; none where they are no floats.
   *
   * @param batch as for {@link #run(List, int)}
   */
  public static Map<String, float[]> values(
      OrtEngine engine, Feed feed, List<ByteBuffer> batch, int count, Set<String> outputs) {
    try (OrtRunner runner = new OrtRunner(engine, feed.ofAtMost(count), Map.of(), outputs)) {
      return runner.run(batch, 0, count, (name, value) -> floats(value));
    }
  }

  private static float[] floats(OnnxValue value) {
    FloatBuffer buffer = value instanceof OnnxTensor tensor ? tensor.getFloatBuffer() : null;
    if (buffer == null) {
      return new float[0];
    }
    float[] floats = new float[buffer.remaining()];
    buffer.get(floats);
    return floats;
  }

  private static void requirePortable(Feed feed, Set<String> floats, Set<String> others) {
    Stream.of(feed.inputs().stream().map(Feed.Input::name), floats.stream(), others.stream())
        .flatMap(names -> names)
        .filter(name -> !PortableNames.isOne(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new AnalysisException(
                  "the tensor '"
                      + name
                      + "' has a character in its name that ONNX Runtime cannot be asked for from"
                      + " Java (NUL, or one beyond U+FFFF); give it another name");
            });
  }

  /**
   * Direct memory for some examples.
   *
   * @param each bytes of an example
   * @throws AnalysisException if they are more than a buffer holds
   */
  static ByteBuffer direct(int examples, long each) {
    if (examples > 0 && each > Integer.MAX_VALUE / examples) {
      throw new AnalysisException(
          String.format(
              Locale.ROOT,
              "a batch of %,d examples of %,d bytes each does not fit into a buffer; take smaller"
                  + " batches, or export the model for any number of examples",
              examples,
              each));
    }
    return ByteBuffer.allocateDirect((int) (examples * each)).order(ByteOrder.nativeOrder());
  }

  /**
   * Runs one batch.
   *
   * @param batch for each input of the feed, direct, {@code [count, ...]} from position 0; with a
   *     fixed batch size, of at least that capacity
   * @param count examples in it
   * @throws AnalysisException if ONNX Runtime fails
   */
  public void run(List<ByteBuffer> batch, int count) {
    run(batch, 0, count);
  }

  /**
   * Runs a part of a batch.
   *
   * @param batch for each input of the feed, direct, {@code [N, ...]} from position 0; with a fixed
   *     batch size, of at least that capacity from the first example on
   * @param from the first example
   * @param count examples in it
   * @throws AnalysisException if ONNX Runtime fails
   */
  public void run(List<ByteBuffer> batch, int from, int count) {
    others =
        run(
            batch,
            from,
            count,
            (name, value) -> new Output(OrtEngine.info(name, value.getInfo()), value.getValue()));
  }

  /** What is kept of an output that is not pinned. */
  private interface Reading<T> {
    T of(String name, OnnxValue value) throws OrtException;
  }

  private <T> Map<String, T> run(List<ByteBuffer> batch, int from, int count, Reading<T> reading) {
    int rows = feed.rows(count);
    Map<String, OnnxTensorLike> inputs = new HashMap<>();
    try {
      inputs.putAll(tensors.constants(rows));
      boolean whole = tensors.tokens(batch, from, rows) == 0;
      Map<String, OnnxValue> outputs = new LinkedHashMap<>();
      Set<String> given = new TreeSet<>(requested);
      for (var entry : pinned.entrySet()) {
        if (whole) {
          outputs.put(entry.getKey(), output(entry.getValue(), rows));
        } else {
          given.add(entry.getKey());
        }
      }
      inputs.putAll(tensors.examples(batch, from, rows));
      try (OrtSession.Result result = engine.session().run(inputs, given, outputs)) {
        Map<String, T> read = new HashMap<>();
        if (!whole) {
          for (var entry : pinned.entrySet()) {
            fill(entry.getValue(), result.get(entry.getKey()).orElseThrow(), rows);
          }
        }
        for (String name : requested) {
          read.put(name, reading.of(name, result.get(name).orElseThrow()));
        }
        return read;
      }
    } catch (OrtException e) {
      throw new AnalysisException("ONNX Runtime failed on a batch: " + OrtEngine.reason(e), e);
    } finally {
      feed.inputs().stream()
          .map(input -> inputs.get(input.name()))
          .filter(Objects::nonNull)
          .forEach(OnnxTensorLike::close);
    }
  }

  /** Copies an output, with zeros for the tokens that did not go in. */
  private static void fill(Pinned into, OnnxValue value, int rows) {
    List<Long> wanted = LongStream.of(batched(into.shape(), rows)).boxed().toList();
    List<Long> is = OrtEngine.info("", value.getInfo()).shape();
    into.buffer().put(0, Region.fit(floats(value), is, wanted, float[]::new));
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

  /**
   * How many values a tensor holds.
   *
   * @throws AnalysisException if they are more than a buffer holds
   */
  static int elements(List<Long> shape) {
    try {
      return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    } catch (ArithmeticException e) {
      throw new AnalysisException(
          "a tensor of shape " + shape + " has more values than a buffer holds", e);
    }
  }

  static long[] batched(List<Long> shape, int rows) {
    return LongStream.concat(LongStream.of(rows), shape.stream().mapToLong(Long::longValue))
        .toArray();
  }

  @Override
  public void close() {
    for (Pinned output : pinned.values()) {
      output.byRows().values().forEach(OnnxTensor::close);
    }
    tensors.close();
  }
}
