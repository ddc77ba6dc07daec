package io.entroscope.torch.architecture;

import io.entroscope.data.image.ImageShape;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture.Convolution;
import io.entroscope.torch.architecture.Architecture.FullyConnected;
import io.entroscope.torch.architecture.Architecture.Layer;
import io.entroscope.torch.architecture.Architecture.Normalisation;
import io.entroscope.torch.architecture.Architecture.Patches;
import io.entroscope.torch.architecture.Architecture.Pool;
import io.entroscope.torch.architecture.Architecture.Residual;
import io.entroscope.torch.architecture.Architecture.Transformer;
import java.util.List;

/**
 * Writes an architecture as an ONNX graph: input {@code input} of shape [N, C, H, W], output {@code
 * logits} of shape [N, classes], weights not yet set.
 */
public final class ArchitectureWriter {
  private static final int OPSET = 17;

  private final GraphBuilder graph = new GraphBuilder("entroscope");
  private final Architecture architecture;
  private final ImageShape input;
  private final Stack stack;
  private final ResidualUnits units;
  private int convolutions;
  private int pools;
  private int connected;

  private ArchitectureWriter(Architecture architecture, ImageShape input) {
    this.architecture = architecture;
    this.input = input;
    int channels = input.channels();
    int height = input.height();
    int width = input.width();
    String image = graph.input("input", TensorType.floats(-1, channels, height, width));
    this.stack = new Stack(graph, architecture.options(), image, channels, height, width);
    this.units = new ResidualUnits(stack);
  }

  /**
   * The model of an architecture; its weights are {@link Initialization}'s.
   *
   * @throws TorchException if pooling leaves nothing of images of this size, or patches do not
   *     divide them
   */
  public static OnnxModel write(Architecture architecture, ImageShape input, int classes) {
    ArchitectureWriter writer = new ArchitectureWriter(architecture, input);
    writer.hidden();
    writer.connect(classes, "logits");
    writer.graph.output("logits", TensorType.floats(-1, classes));
    boolean transforms = architecture.layers().stream().anyMatch(Transformer.class::isInstance);
    return writer.graph.build(transforms ? TransformerLayers.OPSET : OPSET);
  }

  private void hidden() {
    List<Layer> layers = architecture.layers();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (layer instanceof Convolution convolution) {
        convolution(convolution);
      } else if (layer instanceof Pool pool) {
        pool(pool);
      } else if (layer instanceof Residual residual) {
        units.add(residual);
      } else if (layer instanceof Transformer transformer) {
        new TransformerLayers(stack, (Patches) layers.get(i - 1), transformer).add();
      } else if (layer instanceof FullyConnected fullyConnected) {
        hidden(fullyConnected);
      }
    }
  }

  private void convolution(Convolution layer) {
    String name = "conv" + ++convolutions;
    stack.convolve(name, layer.channels(), layer.kernel(), 1);
    stack.activate(name);
  }

  private void pool(Pool layer) {
    String name = "pool" + ++pools;
    if (stack.height() < layer.size() || stack.width() < layer.size()) {
      throw new TorchException(
          layer.notation()
              + " (pooling number "
              + pools
              + ") finds "
              + stack.height()
              + "x"
              + stack.width()
              + " pixels left of "
              + input.height()
              + "x"
              + input.width()
              + ", too few; leave out a pooling");
    }
    String pooled =
        graph
            .step("MaxPool")
            .named(name)
            .inputs(stack.tensor())
            .attribute(Attributes.of("kernel_shape", new long[] {layer.size(), layer.size()}))
            .attribute(Attributes.of("strides", new long[] {layer.size(), layer.size()}))
            .outputs(name + "_output")
            .add();
    stack.at(pooled, stack.channels(), stack.height() / layer.size(), stack.width() / layer.size());
  }

  private void hidden(FullyConnected layer) {
    String name = connect(layer.units(), "");
    if (architecture.options().normalisation() == Normalisation.ALL) {
      stack.normalise(name, layer.units());
    }
    stack.activate(name);
    if (architecture.options().dropout() > 0) {
      String ratio =
          graph.floats(name + ".dropout", new long[0], (float) architecture.options().dropout());
      stack.at(
          graph
              .step("Dropout")
              .named(name + "_dropout")
              .inputs(stack.tensor(), ratio)
              .outputs(name + "_dropped")
              .add());
    }
  }

  /** A fully connected layer; returns its name, after which its output is named unless given. */
  private String connect(int units, String output) {
    String name = "fc" + ++connected;
    if (stack.features() == 0) {
      flatten();
    }
    String connectedTo =
        graph
            .step("Gemm")
            .named(name)
            .inputs(
                stack.tensor(),
                stack.zeros(name + ".weight", units, stack.features()),
                stack.zeros(name + ".bias", units))
            .attribute(Attributes.of("transB", 1L))
            .outputs(output.isEmpty() ? name + "_output" : output)
            .add();
    stack.atRows(connectedTo, units);
    return name;
  }

  private void flatten() {
    units.finish();
    int values =
        Math.multiplyExact(stack.channels(), Math.multiplyExact(stack.height(), stack.width()));
    stack.atRows(
        graph
            .step("Flatten")
            .named("flatten")
            .inputs(stack.tensor())
            .outputs("flatten_output")
            .add(),
        values);
  }
}
