package io.entroscope.torch.architecture;

import io.entroscope.data.image.ImageShape;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture.Convolution;
import io.entroscope.torch.architecture.Architecture.FullyConnected;
import io.entroscope.torch.architecture.Architecture.Layer;
import io.entroscope.torch.architecture.Architecture.Normalisation;
import io.entroscope.torch.architecture.Architecture.Pool;
import java.util.Locale;

/**
 * Writes an architecture as an ONNX graph: input {@code input} of shape [N, C, H, W], output {@code
 * logits} of shape [N, classes], weights not yet set.
 */
public final class ArchitectureWriter {
  private static final int OPSET = 17;

  private final GraphBuilder graph = new GraphBuilder("entroscope");
  private final Architecture architecture;
  private String tensor = "input";
  private int channels;
  private int height;
  private int width;
  private int features;
  private int convolutions;
  private int pools;
  private int connected;

  private ArchitectureWriter(Architecture architecture, ImageShape input) {
    this.architecture = architecture;
    this.channels = input.channels();
    this.height = input.height();
    this.width = input.width();
  }

  /**
   * The model of an architecture; its weights are {@link Initialization}'s.
   *
   * @throws TorchException if pooling leaves nothing of images of this size
   */
  public static OnnxModel write(Architecture architecture, ImageShape input, int classes) {
    ArchitectureWriter writer = new ArchitectureWriter(architecture, input);
    writer.graph.input(
        "input", TensorType.floats(-1, input.channels(), input.height(), input.width()));
    for (Layer layer : architecture.layers()) {
      if (layer instanceof Convolution convolution) {
        writer.convolution(convolution);
      } else if (layer instanceof Pool pool) {
        writer.pool(pool, input);
      } else if (layer instanceof FullyConnected fullyConnected) {
        writer.hidden(fullyConnected);
      }
    }
    writer.output(classes);
    writer.graph.output("logits", TensorType.floats(-1, classes));
    return writer.graph.build(OPSET);
  }

  private void convolution(Convolution layer) {
    String name = "conv" + ++convolutions;
    boolean normalised = architecture.options().normalisation() != Normalisation.NONE;
    long margin = layer.kernel() / 2;
    String weight =
        zeros(name + ".weight", layer.channels(), channels, layer.kernel(), layer.kernel());
    String[] inputs =
        normalised
            ? new String[] {tensor, weight}
            : new String[] {tensor, weight, zeros(name + ".bias", layer.channels())};
    tensor =
        graph
            .step("Conv")
            .named(name)
            .inputs(inputs)
            .attribute(Attributes.of("kernel_shape", new long[] {layer.kernel(), layer.kernel()}))
            .attribute(Attributes.of("pads", new long[] {margin, margin, margin, margin}))
            .outputs(name + "_output")
            .add();
    channels = layer.channels();
    activate(name, normalised, channels);
  }

  private void pool(Pool layer, ImageShape input) {
    String name = "pool" + ++pools;
    if (height < layer.size() || width < layer.size()) {
      throw new TorchException(
          layer.notation()
              + " (the "
              + pools
              + ". pooling) finds "
              + height
              + "x"
              + width
              + " pixels left of "
              + input.height()
              + "x"
              + input.width()
              + ", too few; leave out a pooling");
    }
    tensor =
        graph
            .step("MaxPool")
            .named(name)
            .inputs(tensor)
            .attribute(Attributes.of("kernel_shape", new long[] {layer.size(), layer.size()}))
            .attribute(Attributes.of("strides", new long[] {layer.size(), layer.size()}))
            .outputs(name + "_output")
            .add();
    height /= layer.size();
    width /= layer.size();
  }

  private void hidden(FullyConnected layer) {
    String name = "fc" + ++connected;
    boolean normalised = architecture.options().normalisation() == Normalisation.ALL;
    connect(name, layer.units(), name + "_output");
    activate(name, normalised, layer.units());
    if (architecture.options().dropout() > 0) {
      String ratio =
          graph.floats(name + ".dropout", new long[0], (float) architecture.options().dropout());
      tensor =
          graph
              .step("Dropout")
              .named(name + "_dropout")
              .inputs(tensor, ratio)
              .outputs(name + "_dropped")
              .add();
    }
  }

  private void output(int classes) {
    connect("fc" + ++connected, classes, "logits");
  }

  private void connect(String name, int units, String output) {
    if (features == 0) {
      tensor =
          graph.step("Flatten").named("flatten").inputs(tensor).outputs("flatten_output").add();
      features = Math.multiplyExact(channels, Math.multiplyExact(height, width));
    }
    tensor =
        graph
            .step("Gemm")
            .named(name)
            .inputs(tensor, zeros(name + ".weight", units, features), zeros(name + ".bias", units))
            .attribute(Attributes.of("transB", 1L))
            .outputs(output)
            .add();
    features = units;
  }

  private void activate(String name, boolean normalised, int size) {
    if (normalised) {
      String norm = name + "_norm";
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
    String operator = architecture.options().function().operator();
    tensor =
        graph
            .step(operator)
            .named(name + "_" + operator.toLowerCase(Locale.ROOT))
            .inputs(tensor)
            .outputs(name + "_activation")
            .add();
  }

  private String zeros(String name, long... dims) {
    return graph.floats(name, dims, new float[Math.toIntExact(Tensors.elements(dims))]);
  }
}
