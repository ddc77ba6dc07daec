package io.entroscope.core.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.core.AnalysisException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tensors by name that stay in ONNX Runtime's memory, so that one model takes without a copy what
 * another gave. One lot may lie above another, whose tensors it sees and may hide. Not thread-safe;
 * closing it ends its own tensors, not those below.
 */
public final class HeldTensors implements AutoCloseable {
  private final @Nullable HeldTensors below;
  private final Map<String, OnnxTensor> tensors = new HashMap<>();
  private final List<OnnxTensor> owned = new ArrayList<>();

  private HeldTensors(@Nullable HeldTensors below) {
    this.below = below;
  }

  /** What one thread's batches are made tensors with; what does not change is made once. */
  public static final class Inputs implements AutoCloseable {
    private final Feed feed;
    private final FeedTensors tensors;

    public Inputs(Feed feed) {
      this.feed = feed;
      this.tensors = new FeedTensors(feed);
    }

    /**
     * Some examples of a batch; the batch must outlive them.
     *
     * @param batch for each input of the feed, direct, {@code [N, ...]} from position 0
     * @param from the first example
     * @param count how many
     */
    public HeldTensors of(List<ByteBuffer> batch, int from, int count) {
      int rows = feed.rows(count);
      HeldTensors held = new HeldTensors(null);
      try {
        held.tensors.putAll(tensors.constants(rows));
        Map<String, OnnxTensor> examples = tensors.examples(batch, from, rows);
        held.tensors.putAll(examples);
        held.owned.addAll(examples.values());
        return held;
      } catch (OrtException e) {
        held.close();
        throw new AnalysisException("ONNX Runtime cannot take a batch: " + OrtEngine.reason(e), e);
      }
    }

    /** The names of all inputs. */
    public Set<String> names() {
      Set<String> names = new TreeSet<>();
      feed.inputs().forEach(input -> names.add(input.name()));
      feed.constants().keySet().forEach(input -> names.add(input.name()));
      return names;
    }

    @Override
    public void close() {
      tensors.close();
    }
  }

  /** A new lot above this one. */
  public HeldTensors above() {
    return new HeldTensors(this);
  }

  /**
   * Runs a model on tensors that are here, and keeps what it gives.
   *
   * @param inputs what the model takes, by the names that it has here
   * @param outputs what is kept
   * @throws AnalysisException if ONNX Runtime fails, or an output is no tensor
   */
  public void run(OrtEngine engine, Collection<String> inputs, Set<String> outputs) {
    Map<String, OnnxTensorLike> taken = new HashMap<>();
    for (String input : inputs) {
      taken.put(input, find(input));
    }
    try {
      OrtSession.Result result = engine.session().run(taken, outputs);
      for (Map.Entry<String, OnnxValue> entry : result) {
        if (!(entry.getValue() instanceof OnnxTensor tensor)) {
          result.close();
          throw new AnalysisException("the model gives no tensor as '" + entry.getKey() + "'");
        }
        owned.add(tensor);
        tensors.put(entry.getKey(), tensor);
      }
    } catch (OrtException e) {
      throw new AnalysisException("ONNX Runtime failed on a batch: " + OrtEngine.reason(e), e);
    }
  }

  /** Shows a tensor under another name, too. */
  public void alias(String name, String tensor) {
    tensors.put(name, find(tensor));
  }

  private OnnxTensor find(String name) {
    OnnxTensor found = tensors.get(name);
    if (found != null) {
      return found;
    }
    if (below == null) {
      throw new IllegalArgumentException("no tensor '" + name + "' is held");
    }
    return below.find(name);
  }

  /** The type and shape of a tensor. */
  public TensorInfo info(String name) {
    return OrtEngine.info(name, find(name).getInfo());
  }

  /**
   * The numbers of a tensor as floats, in memory of their own.
   *
   * @throws AnalysisException if it holds no numbers
   */
  public float[] floats(String name) {
    OnnxTensor tensor = find(name);
    return switch (tensor.getInfo().type) {
      case DOUBLE -> {
        DoubleBuffer doubles = tensor.getDoubleBuffer();
        float[] values = new float[doubles.remaining()];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) doubles.get(i);
        }
        yield values;
      }
      case FLOAT, FLOAT16 -> {
        FloatBuffer floats = tensor.getFloatBuffer();
        float[] values = new float[floats.remaining()];
        floats.get(values);
        yield values;
      }
      default -> throw new AnalysisException("the tensor '" + name + "' holds no real numbers");
    };
  }

  /**
   * The numbers of a tensor as floats, with zeros for tokens that did not go in.
   *
   * @param example the shape of one example's part of it, with all tokens
   * @throws AnalysisException if it holds no numbers
   */
  public float[] floats(String name, List<Long> example) {
    return Region.fit(floats(name), info(name).shape(), batched(name, example), float[]::new);
  }

  /** The numbers of an int64 or int32 tensor likewise. */
  public long[] longs(String name, List<Long> example) {
    return Region.fit(longs(name), info(name).shape(), batched(name, example), long[]::new);
  }

  /** Which numbers of a tensor are not 0, likewise. */
  public boolean[] nonZero(String name, List<Long> example) {
    return Region.fit(nonZero(name), info(name).shape(), batched(name, example), boolean[]::new);
  }

  /**
   * Those of some numbers that are also in a smaller form of their tensor.
   *
   * @param is their form
   * @param smaller with as many axes
   */
  public static float[] common(float[] numbers, List<Long> is, List<Long> smaller) {
    return numbers.length == 0 ? numbers : Region.fit(numbers, is, smaller, float[]::new);
  }

  private List<Long> batched(String name, List<Long> example) {
    return Stream.concat(info(name).shape().stream().limit(1), example.stream()).toList();
  }

  /**
   * The numbers of an int64 or int32 tensor.
   *
   * @throws AnalysisException if it holds other ones
   */
  public long[] longs(String name) {
    OnnxTensor tensor = find(name);
    return switch (tensor.getInfo().type) {
      case INT64 -> {
        LongBuffer longs = tensor.getLongBuffer();
        long[] values = new long[longs.remaining()];
        longs.get(values);
        yield values;
      }
      case INT32 -> {
        IntBuffer ints = tensor.getIntBuffer();
        long[] values = new long[ints.remaining()];
        for (int i = 0; i < values.length; i++) {
          values[i] = ints.get(i);
        }
        yield values;
      }
      default -> throw new AnalysisException("the tensor '" + name + "' holds no whole numbers");
    };
  }

  /**
   * Which numbers of a tensor are not 0.
   *
   * @throws AnalysisException if it holds no numbers
   */
  public boolean[] nonZero(String name) {
    OnnxTensor tensor = find(name);
    boolean[] truths;
    switch (tensor.getInfo().type) {
      case BOOL, UINT8, INT8 -> {
        ByteBuffer bytes = tensor.getByteBuffer();
        truths = new boolean[bytes.remaining()];
        for (int i = 0; i < truths.length; i++) {
          truths[i] = bytes.get(i) != 0;
        }
      }
      case INT64, INT32 -> {
        long[] longs = longs(name);
        truths = new boolean[longs.length];
        for (int i = 0; i < truths.length; i++) {
          truths[i] = longs[i] != 0;
        }
      }
      default -> {
        float[] floats = floats(name);
        truths = new boolean[floats.length];
        for (int i = 0; i < truths.length; i++) {
          truths[i] = floats[i] != 0;
        }
      }
    }
    return truths;
  }

  @Override
  public void close() {
    owned.forEach(OnnxTensor::close);
    owned.clear();
    tensors.clear();
  }
}
