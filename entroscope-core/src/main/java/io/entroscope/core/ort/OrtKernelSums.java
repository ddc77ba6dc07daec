package io.entroscope.core.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sums of kernels, {@code Σⱼ exp(tᵢⱼ)} over every two of m images, by ONNX Runtime in single
 * precision, on the caller's thread; several threads may call at once. An exponential takes it half
 * a nanosecond, where Java, which does one at a time, needs twenty.
 */
public final class OrtKernelSums implements AutoCloseable {
  private static final int OPSET = 13;

  /** How many images are set beside the others at a time. */
  private static final int HEIGHT = 128;

  /**
   * No exponent is to be less, and none more where nothing is to be summed: beside the image
   * itself, which counts as 1, its exponential is nothing, and those of lesser ones are subnormal,
   * which take a processor many times as long.
   */
  public static final float LEAST = -87;

  private @Nullable OrtEngine engine;

  OrtKernelSums() {}

  /** {@code tᵢⱼ} of one image and those behind it. */
  @FunctionalInterface
  public interface Exponents {
    /**
     * Writes those of image i with j = i + 1 to m − 1.
     *
     * @param into where they are written from {@code at} on
     */
    void write(int image, float[] into, int at);
  }

  /**
   * The sums over all images; an image itself counts as 1.
   *
   * @param images m, at least 1
   * @param exponents from {@link #LEAST} to 0
   * @return {@code [m]}
   */
  public double[] of(int images, Exponents exponents) {
    double[] sums = new double[images];
    float[] panel = new float[Math.min(HEIGHT, images) * images];
    FloatBuffer direct =
        ByteBuffer.allocateDirect(panel.length * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int top = 0; top < images; top += HEIGHT) {
      int height = Math.min(HEIGHT, images - top);
      int width = images - top;
      for (int i = 0; i < height; i++) {
        Arrays.fill(panel, i * width, i * width + i + 1, LEAST);
        exponents.write(top + i, panel, i * width + i + 1);
      }
      direct.clear().put(panel, 0, height * width).flip();
      add(direct, height, width, sums, top);
    }
    for (int i = 0; i < images; i++) {
      sums[i]++;
    }
    return sums;
  }

  /** Adds to each image its sums with those behind it and with those before it. */
  private void add(FloatBuffer panel, int height, int width, double[] sums, int from) {
    try (OnnxTensor exponents =
            OnnxTensor.createTensor(OrtEngine.environment(), panel, new long[] {height, width});
        OrtSession.Result result = engine().session().run(Map.of("t", exponents))) {
      add((OnnxTensor) result.get(0), sums, from);
      add((OnnxTensor) result.get(1), sums, from);
    } catch (OrtException e) {
      throw new AnalysisException("ONNX Runtime failed on kernels: " + OrtEngine.reason(e), e);
    }
  }

  private static void add(OnnxTensor of, double[] sums, int from) {
    FloatBuffer values = of.getFloatBuffer();
    for (int i = 0; values.hasRemaining(); i++) {
      sums[from + i] += values.get();
    }
  }

  private synchronized OrtEngine engine() {
    OrtEngine open = engine;
    if (open == null) {
      open = OrtEngine.open(model(), Device.CPU, Optimization.ALL);
      engine = open;
    }
    return open;
  }

  private static OnnxModel model() {
    GraphBuilder graph = new GraphBuilder("sums of exponentials");
    String t = graph.input("t", TensorType.of(ElementType.FLOAT, -1, -1));
    String kernels = graph.node("Exp", List.of(t));
    for (int axis : new int[] {1, 0}) {
      String sums =
          graph.node(
              "ReduceSum",
              List.of(kernels, graph.longs("axis" + axis, new long[] {1}, axis)),
              Attributes.of("keepdims", 0));
      graph.output(sums, TensorType.of(ElementType.FLOAT, -1));
    }
    return graph.build(OPSET);
  }

  @Override
  public synchronized void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
