package io.entroscope.core.ort;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import io.entroscope.core.AnalysisException;
import io.entroscope.core.Device;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.stats.CrossProducts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@code XᵀX} by ONNX Runtime's matrix product, on the caller's thread; several threads may call at
 * once. Only the blocks on and above the diagonal are computed.
 */
public final class OrtProducts implements CrossProducts, AutoCloseable {
  private static final int OPSET = 13;

  /** The columns of a block: narrower ones save little more work and are slower by themselves. */
  private static final int WIDTH = 128;

  private final Map<TensorType, Product> products = new ConcurrentHashMap<>();

  @Override
  public double[] upper(float[] x, int height, int width) {
    Product product = product(DataType.FLOAT, width);
    Buffers buffers = product.buffers(height);
    buffers.input.asFloatBuffer().put(x, 0, height * width);
    product.run(buffers, height);
    double[] upper = new double[Math.multiplyExact(width, width + 1) / 2];
    float[] line = new float[width];
    int at = 0;
    for (int i = 0; i < width; i++) {
      int length = width - i;
      buffers.output(i).asFloatBuffer().get(product.start(i), line, 0, length);
      for (int j = 0; j < length; j++) {
        upper[at++] = line[j];
      }
    }
    product.free.add(buffers);
    return upper;
  }

  /**
   * The upper triangle of {@code XᵀX} in double precision.
   *
   * @param x {@code [height, width]}, row by row
   * @return {@code [width (width + 1) / 2]}: the triangle row by row, the diagonal in it
   */
  public double[] upper(double[] x, int height, int width) {
    Product product = product(DataType.DOUBLE, width);
    Buffers buffers = product.buffers(height);
    buffers.input.asDoubleBuffer().put(x, 0, height * width);
    product.run(buffers, height);
    double[] upper = new double[Math.multiplyExact(width, width + 1) / 2];
    int at = 0;
    for (int i = 0; i < width; i++) {
      int length = width - i;
      buffers.output(i).asDoubleBuffer().get(product.start(i), upper, at, length);
      at += length;
    }
    product.free.add(buffers);
    return upper;
  }

  private Product product(DataType type, int units) {
    return products.computeIfAbsent(TensorType.of(type, -1, units), Product::new);
  }

  private static ByteBuffer direct(long numbers, int width) {
    return ByteBuffer.allocateDirect(Math.toIntExact(numbers * width))
        .order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    products.values().forEach(Product::close);
  }

  /** The product for one number of units. */
  private static final class Product {
    private final OnnxJavaType type;
    private final int width;
    private final int units;
    private final OrtEngine engine;
    private final Queue<Buffers> free = new ConcurrentLinkedQueue<>();

    Product(TensorType rows) {
      type = rows.element() == DataType.FLOAT ? OnnxJavaType.FLOAT : OnnxJavaType.DOUBLE;
      width = type.size;
      units = Math.toIntExact(rows.size(1));
      engine = OrtEngine.open(model(rows), Device.CPU, Optimization.ALL);
    }

    private OnnxModel model(TensorType rows) {
      GraphBuilder graph = new GraphBuilder("upper triangle of a product");
      String x = graph.input("x", rows);
      String transposed =
          graph.node("Transpose", List.of(x), Attributes.of("perm", new long[] {1, 0}));
      String first = graph.longs("first", new long[] {1}, 0);
      String second = graph.longs("second", new long[] {1}, 1);
      String end = graph.longs("end", new long[] {1}, units);
      for (int from = 0; from < units; from += WIDTH) {
        int to = Math.min(from + WIDTH, units);
        String start = graph.longs("from" + from, new long[] {1}, from);
        String stop = graph.longs("to" + from, new long[] {1}, to);
        String left = graph.node("Slice", List.of(transposed, start, stop, first));
        String right = graph.node("Slice", List.of(x, start, end, second));
        graph.step("MatMul").inputs(left, right).outputs(name(from)).add();
        graph.output(name(from), TensorType.of(rows.element(), to - from, units - from));
      }
      return graph.build(OPSET);
    }

    private static String name(int from) {
      return "y" + from;
    }

    /** Where, in the output that it is in, the part of a row from the diagonal on starts. */
    int start(int row) {
      int from = row - row % WIDTH;
      return (row - from) * (units - from) + row - from;
    }

    Buffers buffers(int count) {
      Buffers buffers = free.poll();
      if (buffers == null) {
        buffers = new Buffers(this);
      }
      buffers.makeRoomFor(count);
      return buffers;
    }

    void run(Buffers buffers, int count) {
      ByteBuffer rows = buffers.input.duplicate().order(ByteOrder.nativeOrder());
      rows.limit(count * units * width);
      try (OnnxTensor input = tensor(rows, count, units)) {
        Map<String, OnnxTensorLike> inputs = Map.of("x", input);
        engine.session().run(inputs, Set.of(), buffers.tensors).close();
      } catch (OrtException e) {
        throw new AnalysisException(
            "ONNX Runtime failed on a covariance: " + OrtEngine.reason(e), e);
      }
    }

    private OnnxTensor tensor(ByteBuffer data, long... shape) throws OrtException {
      return OnnxTensor.createTensor(OrtEngine.environment(), data, shape, type);
    }

    void close() {
      free.forEach(Buffers::close);
      engine.close();
    }
  }

  /** What one product at a time reads and writes, used again and again. */
  private static final class Buffers {
    private final Product of;
    private final Map<Integer, ByteBuffer> outputs = new LinkedHashMap<>();
    private final Map<String, OnnxValue> tensors = new LinkedHashMap<>();
    private ByteBuffer input = direct(0, 1);

    Buffers(Product of) {
      this.of = of;
      try {
        for (int from = 0; from < of.units; from += WIDTH) {
          long rows = Math.min(WIDTH, of.units - from);
          ByteBuffer output = direct(rows * (of.units - from), of.width);
          outputs.put(from, output);
          tensors.put(Product.name(from), of.tensor(output, rows, of.units - from));
        }
      } catch (OrtException e) {
        throw new AnalysisException(
            "ONNX Runtime has no room for a covariance: " + OrtEngine.reason(e), e);
      }
    }

    void makeRoomFor(int count) {
      long numbers = (long) count * of.units;
      if (input.capacity() < numbers * of.width) {
        input = direct(numbers, of.width);
      }
    }

    /** The output that a row is in. */
    ByteBuffer output(int row) {
      return Objects.requireNonNull(outputs.get(row - row % WIDTH));
    }

    void close() {
      tensors.values().forEach(OnnxValue::close);
    }
  }
}
