package io.entroscope.benchmarks;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.util.List;
import java.util.Random;

/** Networks of given shape with random weights (He's initialisation): speed needs no training. */
final class Networks {
  private static final int OPSET = 17;

  private final GraphBuilder builder;
  private final Random random = new Random(1);
  private int layers;

  private Networks(String name) {
    this.builder = new GraphBuilder(name);
  }

  /**
   * Three convolutions and six fully connected layers, the first five of {@code width} units, for
   * CIFAR's images {@code [N, 3, 32, 32]}.
   */
  static OnnxModel cifarCnn(int width) {
    Networks net = new Networks("cifar-cnn");
    String x = net.input(3, 32, 32);
    x = net.pool(net.convolution(x, 3, 32));
    x = net.pool(net.convolution(x, 32, 64));
    x = net.pool(net.convolution(x, 64, 128));
    x = net.flatten(x);
    return net.fullyConnected(x, 128 * 4 * 4, width, width, width, width, width, 10);
  }

  /** A perceptron 784-4096-2048-1024-512-256-10 for MNIST's images {@code [N, 1, 28, 28]}. */
  static OnnxModel perceptron() {
    Networks net = new Networks("mlp");
    String x = net.flatten(net.input(1, 28, 28));
    return net.fullyConnected(x, 784, 4096, 2048, 1024, 512, 256, 10);
  }

  private String input(int channels, int height, int width) {
    return builder.input("image", TensorType.floats(-1, channels, height, width));
  }

  private String convolution(String x, int in, int out) {
    String name = "conv" + ++layers;
    String weights =
        builder.floats(name + ".weight", new long[] {out, in, 3, 3}, he(out * in * 9, in * 9));
    String bias = builder.floats(name + ".bias", new long[] {out}, new float[out]);
    String y =
        builder.node(
            "Conv",
            List.of(x, weights, bias),
            Attributes.of("kernel_shape", new long[] {3, 3}),
            Attributes.of("pads", new long[] {1, 1, 1, 1}));
    return builder.node("Relu", List.of(y));
  }

  private String pool(String x) {
    return builder.node(
        "MaxPool",
        List.of(x),
        Attributes.of("kernel_shape", new long[] {2, 2}),
        Attributes.of("strides", new long[] {2, 2}));
  }

  private String flatten(String x) {
    return builder.node("Flatten", List.of(x), Attributes.of("axis", 1));
  }

  private OnnxModel fullyConnected(String input, int inputs, int... widths) {
    String x = input;
    int in = inputs;
    for (int i = 0; i < widths.length; i++) {
      int out = widths[i];
      String name = "fc" + (i + 1);
      String weights = builder.floats(name + ".weight", new long[] {out, in}, he(out * in, in));
      String bias = builder.floats(name + ".bias", new long[] {out}, new float[out]);
      x = builder.node("Gemm", List.of(x, weights, bias), Attributes.of("transB", 1));
      x = i + 1 < widths.length ? builder.node("Relu", List.of(x)) : x;
      in = out;
    }
    return builder.output(x, TensorType.floats(-1, in)).build(OPSET);
  }

  private float[] he(int count, int fanIn) {
    float[] weights = new float[count];
    double deviation = Math.sqrt(2.0 / fanIn);
    for (int i = 0; i < count; i++) {
      weights[i] = (float) (random.nextGaussian() * deviation);
    }
    return weights;
  }
}
