package io.entroscope.cli;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Classifiers of 28 x 28 grey images as nobody wants them, and as every training starts. */
final class ExtremeNetworks {
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;

  private final GraphBuilder graph = new GraphBuilder("net");
  private final Random random = new Random(20261129);
  private int layers;

  /** All units of all hidden layers are 0 for every image. */
  static OnnxModel dead() {
    ExtremeNetworks of = new ExtremeNetworks();
    return of.perceptron("Relu", () -> 0, -1, 128, 16);
  }

  /** All units of a layer have the same value, whatever the image. */
  static OnnxModel constant() {
    ExtremeNetworks of = new ExtremeNetworks();
    return of.perceptron("Relu", () -> 0, 0.3f, 128, 16);
  }

  /** Units that differ by less than single precision can tell in an entropy. */
  static OnnxModel nearlyEqual() {
    ExtremeNetworks of = new ExtremeNetworks();
    return of.perceptron("Relu", () -> 1e-6 * of.random.nextGaussian(), 0.3f, 128, 207);
  }

  /** A layer of one unit between others. */
  static OnnxModel oneUnit() {
    ExtremeNetworks of = new ExtremeNetworks();
    return of.perceptron("Relu", () -> 0.1 * of.random.nextGaussian(), 0.1f, 16, 1);
  }

  /** Sigmoids at 0 or 1. */
  static OnnxModel saturated() {
    ExtremeNetworks of = new ExtremeNetworks();
    return of.perceptron("Sigmoid", () -> 1000 * of.random.nextGaussian(), 0, 32, 16);
  }

  /** Weights of this size: from 1e12 on, activations cannot be squared from the second layer on. */
  static OnnxModel huge(double size) {
    ExtremeNetworks of = new ExtremeNetworks();
    return of.perceptron("Relu", () -> size * of.random.nextGaussian(), 0, 32, 16);
  }

  /** A network that overflows for bright images alone. */
  static OnnxModel overflowing() {
    ExtremeNetworks of = new ExtremeNetworks();
    return of.perceptron(
        "Relu", () -> (of.layers == 1 ? 4e16 : 1e-18) * Math.abs(of.random.nextGaussian()), 0, 32);
  }

  private OnnxModel perceptron(String activation, DoubleSupplier weight, float bias, int... sizes) {
    String x = graph.input("x", TensorType.floats(-1, PIXELS));
    int inputs = PIXELS;
    for (int units : sizes) {
      x = graph.node(activation, List.of(full(x, inputs, units, weight, bias)));
      inputs = units;
    }
    String logits = full(x, inputs, CLASSES, weight, bias);
    return graph.output(logits, TensorType.floats(-1, CLASSES)).build(14);
  }

  private String full(String x, int inputs, int units, DoubleSupplier weight, float bias) {
    String name = "fc" + ++layers;
    String w = weights(name + ".weight", weight, units, inputs);
    float[] biases = new float[units];
    Arrays.fill(biases, bias);
    String b = graph.floats(name + ".bias", new long[] {units}, biases);
    return graph.node("Gemm", List.of(x, w, b), Attributes.of("transB", 1L));
  }

  private String weights(String name, DoubleSupplier weight, long... shape) {
    float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) weight.getAsDouble();
    }
    return graph.floats(name, shape, values);
  }

  /**
   * What a training starts from, as M. Sandler et al., "MobileNetV2" (2018) and A. Howard et al.,
   * "Searching for MobileNetV3" (2019): inverted residuals with depthwise convolutions, batch
   * normalisation that has seen no image, squeeze and excitation.
   *
   * @param activation {@code HardSwish}, or {@code Silu} as in EfficientNet
   */
  static OnnxModel fresh(String activation) {
    return new ExtremeNetworks().convolutional(activation);
  }

  private OnnxModel convolutional(String activation) {
    String x = graph.input("x", TensorType.floats(-1, 1, 28, 28));
    x = activated(activation, normalized(convolution(x, 1, 8, 3, 2, 1), 8));
    x = block(activation, x, 8, 16, 8, 1);
    x = block(activation, x, 8, 24, 12, 2);
    x = block(activation, x, 12, 24, 12, 1);
    x = activated(activation, normalized(convolution(x, 12, 32, 1, 1, 1), 32));
    x = graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of(x))));
    DoubleSupplier weight = () -> 0.01 * random.nextGaussian();
    x = activated(activation, full(x, 32, 24, weight, 0));
    x = full(x, 24, CLASSES, weight, 0);
    return graph.output(x, TensorType.floats(-1, CLASSES)).build(14);
  }

  private String block(String activation, String x, int in, int wide, int out, int stride) {
    String y = activated(activation, normalized(convolution(x, in, wide, 1, 1, 1), wide));
    y = activated(activation, normalized(convolution(y, wide, wide, 3, stride, wide), wide));
    String pooled = graph.node("GlobalAveragePool", List.of(y));
    String squeezed = graph.node("Relu", List.of(convolution(pooled, wide, wide / 4, 1, 1, 1)));
    String excited = convolution(squeezed, wide / 4, wide, 1, 1, 1);
    y = graph.node("Mul", List.of(y, graph.node("HardSigmoid", List.of(excited))));
    y = normalized(convolution(y, wide, out, 1, 1, 1), out);
    return in == out && stride == 1 ? graph.node("Add", List.of(x, y)) : y;
  }

  private String convolution(String x, int in, int out, int size, int stride, int groups) {
    double gain = Math.sqrt(2.0 * groups / (out * size * size));
    String w =
        weights(
            "conv" + ++layers + ".weight",
            () -> gain * random.nextGaussian(),
            out,
            in / groups,
            size,
            size);
    long pad = size / 2;
    return graph.node(
        "Conv",
        List.of(x, w),
        Attributes.of("group", groups),
        Attributes.of("strides", new long[] {stride, stride}),
        Attributes.of("pads", new long[] {pad, pad, pad, pad}));
  }

  private String normalized(String x, int channels) {
    String name = "norm" + ++layers;
    long[] shape = {channels};
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return graph.node(
        "BatchNormalization",
        List.of(
            x,
            graph.floats(name + ".weight", shape, ones),
            graph.floats(name + ".bias", shape, new float[channels]),
            graph.floats(name + ".mean", shape, new float[channels]),
            graph.floats(name + ".var", shape, ones)));
  }

  private String activated(String activation, String x) {
    return activation.equals("Silu")
        ? graph.node("Mul", List.of(x, graph.node("Sigmoid", List.of(x))))
        : graph.node(activation, List.of(x));
  }
}
