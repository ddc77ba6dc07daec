package io.entroscope.torch.architecture;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.Tensors;
import io.entroscope.torch.architecture.Architecture.Normalisation;
import io.entroscope.torch.architecture.Architecture.Options;
import java.util.Locale;

/** A network while it is written: the graph so far, and the tensor that the next layer takes. */
final class Stack {
  private final GraphBuilder graph;
  private final Options options;
  private String tensor;
  private int channels;
  private int height;
  private int width;
  private int features;

  /**
   * A network of no layers.
   *
   * @param tensor of shape [N, channels, height, width]
   */
  Stack(GraphBuilder graph, Options options, String tensor, int channels, int height, int width) {
    this.graph = graph;
    this.options = options;
    this.tensor = tensor;
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  GraphBuilder graph() {
    return graph;
  }

  Options options() {
    return options;
  }

  String tensor() {
    return tensor;
  }

  int channels() {
    return channels;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** How many values a row has; 0 while the tensor is an image. */
  int features() {
    return features;
  }

  boolean normalisesConvolutions() {
    return options.normalisation() != Normalisation.NONE;
  }

  /** Goes on with another tensor of the same shape. */
  void at(String next) {
    tensor = next;
  }

  /** Goes on with an image of another shape. */
  void at(String next, int nextChannels, int nextHeight, int nextWidth) {
    tensor = next;
    channels = nextChannels;
    height = nextHeight;
    width = nextWidth;
  }

  /** Goes on with rows, [N, values]. */
  void atRows(String next, int values) {
    tensor = next;
    features = values;
  }

  /**
   * A convolution with padding that keeps height and width at stride 1, and the batch normalisation
   * behind it.
   */
  void convolve(String name, int out, int kernel, int stride) {
    long margin = kernel / 2;
    String weight = zeros(name + ".weight", out, channels, kernel, kernel);
    boolean normalised = normalisesConvolutions();
    String[] inputs =
        normalised
            ? new String[] {tensor, weight}
            : new String[] {tensor, weight, zeros(name + ".bias", out)};
    GraphBuilder.Step step =
        graph
            .step("Conv")
            .named(name)
            .inputs(inputs)
            .attribute(Attributes.of("kernel_shape", new long[] {kernel, kernel}))
            .attribute(Attributes.of("pads", new long[] {margin, margin, margin, margin}));
    if (stride > 1) {
      step.attribute(Attributes.of("strides", new long[] {stride, stride}));
    }
    String convolved = step.outputs(name + "_output").add();
    at(convolved, out, (height - 1) / stride + 1, (width - 1) / stride + 1);
    if (normalised) {
      normalise(name, out);
    }
  }

  /** Batch normalisation behind a layer. */
  void normalise(String layer, int size) {
    String norm = layer + "_norm";
    tensor =
        graph
            .step("BatchNormalization")
            .named(norm)
            .inputs(
                tensor,
                zeros(norm + ".scale", size),
                zeros(norm + ".bias", size),
                zeros(norm + ".mean", size),
                zeros(norm + ".variance", size))
            .outputs(norm + "_output")
            .add();
  }

  /** The activation function behind a layer. */
  void activate(String layer) {
    String operator = options.function().operator();
    tensor =
        graph
            .step(operator)
            .named(layer + "_" + operator.toLowerCase(Locale.ROOT))
            .inputs(tensor)
            .outputs(layer + "_activation")
            .add();
  }

  /** A weight of this shape, for {@link Initialization} to fill. */
  String zeros(String name, long... dims) {
    return graph.floats(name, dims, new float[Math.toIntExact(Tensors.elements(dims))]);
  }
}
