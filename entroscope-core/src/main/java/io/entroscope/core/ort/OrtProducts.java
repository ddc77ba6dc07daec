package io.entroscope.core.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.stats.CrossProducts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@code XᵀX} and {@code XXᵀ} by ONNX Runtime's matrix product, in single precision, on the
 * caller's thread; several threads may call at once. The result is cut into square blocks, of which
 * only those on and above the diagonal are computed.
 */
public final class OrtProducts implements CrossProducts, AutoCloseable {
  private static final int OPSET = 13;

  /** The side of a block: smaller ones save little more work and are slower by themselves. */
  private static final int SIDE = 128;

  private final Map<Form, Product> products = new ConcurrentHashMap<>();

  /**
   * Which product.
   *
   * @param rows of the rows with each other, {@code XXᵀ}; otherwise of the columns, {@code XᵀX}
   * @param size how many there are
   */
  private record Form(boolean rows, int size) {
    TensorType input() {
      return rows
          ? TensorType.of(ElementType.FLOAT, size, -1)
          : TensorType.of(ElementType.FLOAT, -1, size);
    }

    /** Where blocks start. */
    int[] starts() {
      int[] starts = new int[(size + SIDE - 1) / SIDE];
      for (int b = 0; b < starts.length; b++) {
        starts[b] = b * SIDE;
      }
      return starts;
    }

    int end(int start) {
      return Math.min(start + SIDE, size);
    }
  }

  @Override
  public void addUpper(float[] x, int height, int width, double[] total) {
    add(new Form(false, width), x, height, width, total);
  }

  /**
   * The upper triangle of {@code XXᵀ}.
   *
   * @param x {@code [height, width]}, row by row
   * @return {@code [height (height + 1) / 2]}: the triangle row by row, the diagonal in it
   */
  public double[] ofRows(float[] x, int height, int width) {
    double[] upper = new double[Math.multiplyExact(height, height + 1) / 2];
    add(new Form(true, height), x, height, width, upper);
    return upper;
  }

  private void add(Form form, float[] x, int height, int width, double[] total) {
    Product product = products.computeIfAbsent(form, Product::new);
    Buffers buffers = product.buffers(height * width);
    buffers.input.put(0, x, 0, height * width);
    product.run(buffers, height, width);
    float[] block = new float[SIDE * SIDE];
    for (Block of : buffers.blocks) {
      of.values.get(0, block, 0, of.values.capacity());
      addBlock(of, block, form.size(), total);
    }
    product.free.add(buffers);
  }

  private static void addBlock(Block of, float[] block, int size, double[] total) {
    for (int i = of.top; i < of.bottom; i++) {
      int row = i * size - i * (i + 1) / 2;
      int from = (i - of.top) * (of.right - of.left) - of.left;
      for (int j = Math.max(i, of.left); j < of.right; j++) {
        total[row + j] += block[from + j];
      }
    }
  }

  @Override
  public void close() {
    products.values().forEach(Product::close);
  }

  private static FloatBuffer direct(int numbers) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(numbers, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  private static OnnxTensor tensor(FloatBuffer data, long... shape) throws OrtException {
    return OnnxTensor.createTensor(OrtEngine.environment(), data, shape);
  }

  private static String name(int top, int left) {
    return "y" + top + "_" + left;
  }

  /** The product of one form. */
  private static final class Product {
    private final Form form;
    private final OrtEngine engine;
    private final Queue<Buffers> free = new ConcurrentLinkedQueue<>();

    Product(Form form) {
      this.form = form;
      this.engine = OrtEngine.open(model(form), Device.CPU, Optimization.ALL);
    }

    private static OnnxModel model(Form form) {
      GraphBuilder graph = new GraphBuilder("upper triangle of a product");
      String x = graph.input("x", form.input());
      String axis = graph.longs("axis", new long[] {1}, form.rows() ? 0 : 1);
      List<String> parts = new ArrayList<>();
      for (int start : form.starts()) {
        String from = graph.longs("from" + start, new long[] {1}, start);
        String to = graph.longs("to" + start, new long[] {1}, form.end(start));
        parts.add(graph.node("Slice", List.of(x, from, to, axis)));
      }
      for (int top : form.starts()) {
        for (int left = top; left < form.size(); left += SIDE) {
          graph
              .step("Gemm")
              .inputs(parts.get(top / SIDE), parts.get(left / SIDE))
              .attribute(Attributes.of(form.rows() ? "transB" : "transA", 1))
              .outputs(name(top, left))
              .add();
          graph.output(
              name(top, left), TensorType.floats(form.end(top) - top, form.end(left) - left));
        }
      }
      return graph.build(OPSET);
    }

    Buffers buffers(int numbers) {
      Buffers buffers = free.poll();
      if (buffers == null) {
        buffers = new Buffers(form);
      }
      buffers.makeRoomFor(numbers);
      return buffers;
    }

    void run(Buffers buffers, int height, int width) {
      try (OnnxTensor input =
          tensor(buffers.input.duplicate().limit(height * width), height, width)) {
        Map<String, OnnxTensorLike> inputs = Map.of("x", input);
        engine.session().run(inputs, Set.of(), buffers.tensors).close();
      } catch (OrtException e) {
        throw new AnalysisException(
            "ONNX Runtime failed on a covariance: " + OrtEngine.reason(e), e);
      }
    }

    void close() {
      free.forEach(Buffers::close);
      engine.close();
    }
  }

  /** A part of the result: rows from {@code top}, columns from {@code left}. */
  private record Block(int top, int bottom, int left, int right, FloatBuffer values) {}

  /** What one product at a time reads and writes, used again and again. */
  private static final class Buffers {
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, OnnxValue> tensors = new LinkedHashMap<>();
    private FloatBuffer input = direct(0);

    Buffers(Form form) {
      try {
        for (int top : form.starts()) {
          for (int left = top; left < form.size(); left += SIDE) {
            int height = form.end(top) - top;
            int width = form.end(left) - left;
            FloatBuffer values = direct(height * width);
            blocks.add(new Block(top, form.end(top), left, form.end(left), values));
            tensors.put(name(top, left), tensor(values, height, width));
          }
        }
      } catch (OrtException e) {
        throw new AnalysisException(
            "ONNX Runtime has no room for a covariance: " + OrtEngine.reason(e), e);
      }
    }

    void makeRoomFor(int numbers) {
      if (input.capacity() < numbers) {
        input = direct(numbers);
      }
    }

    void close() {
      tensors.values().forEach(OnnxValue::close);
    }
  }
}
