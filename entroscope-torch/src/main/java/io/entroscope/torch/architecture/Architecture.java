package io.entroscope.torch.architecture;

import io.entroscope.data.image.ImageShape;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.TorchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network: convolutions, pooling and residual units, or a transformer over patches, then fully
 * connected layers; the output layer follows from the classes. Every convolution and fully
 * connected layer but the output and those of a transformer is followed by the activation function.
 *
 * @param notation in which it was given
 * @param layers in order of depth, without the output layer
 * @param options for normalisation, activation and dropout
 */
public record Architecture(String notation, List<Layer> layers, Options options) {
  public Architecture {
    layers = List.copyOf(layers);
  }

  /** A layer of the notation. */
  public sealed interface Layer
      permits Convolution, Pool, Residual, Patches, Transformer, FullyConnected {
    /** The layer in the notation. */
    String notation();
  }

  /**
   * A convolution that keeps height and width, with stride 1.
   *
   * @param channels out
   * @param kernel height and width of the window, odd
   */
  public record Convolution(int channels, int kernel) implements Layer {
    @Override
    public String notation() {
      return "conv" + channels + (kernel == 3 ? "" : "x" + kernel);
    }
  }

  /**
   * Maximum pooling without overlap; rows and columns left over at the end are dropped.
   *
   * @param size height and width of the window, and the stride
   */
  public record Pool(int size) implements Layer {
    @Override
    public String notation() {
      return "pool" + (size == 2 ? "" : size);
    }
  }

  /**
   * A residual unit: two 3x3 convolutions whose result is added to their input (K. He et al.: "Deep
   * Residual Learning for Image Recognition", 2016). Where it changes the shape, the input is
   * projected by a 1x1 convolution. What comes after the last one is averaged over all positions.
   *
   * @param channels out
   * @param stride of its first convolution
   */
  public record Residual(int channels, int stride) implements Layer {
    @Override
    public String notation() {
      return "res" + channels + (stride == 1 ? "" : "/" + stride);
    }
  }

  /**
   * Cuts an image into square patches, each of which becomes a token; a {@link Transformer} comes
   * next.
   *
   * @param size height and width of a patch
   */
  public record Patches(int size) implements Layer {
    @Override
    public String notation() {
      return "patch" + size;
    }
  }

  /**
   * Transformer layers with the normalisation in front, of attention and feed-forward (A.
   * Dosovitskiy et al.: "An Image is Worth 16x16 Words", 2021), with learnt positions. The tokens'
   * mean goes on.
   *
   * @param width of a token, a multiple of {@link #HEAD}
   * @param layers how many
   */
  public record Transformer(int width, int layers) implements Layer {
    /** The width of an attention head. */
    public static final int HEAD = 32;

    @Override
    public String notation() {
      return "vit" + width + "x" + layers;
    }
  }

  /** A fully connected layer. */
  public record FullyConnected(int units) implements Layer {
    @Override
    public String notation() {
      return "fc" + units;
    }
  }

  /** Which layers are followed by batch normalisation, before the activation function. */
  public enum Normalisation {
    NONE,
    CONVOLUTIONS,
    ALL
  }

  /** The activation function, by its ONNX operator. */
  public enum Function {
    RELU("Relu"),
    TANH("Tanh"),
    SIGMOID("Sigmoid"),
    ELU("Elu"),
    LEAKYRELU("LeakyRelu");

    private final String operator;

    Function(String operator) {
      this.operator = operator;
    }

    String operator() {
      return operator;
    }
  }

  /**
   * Normalisation, activation and dropout around each layer.
   *
   * @param function after every layer but the output
   * @param normalisation the layers with batch normalisation
   * @param dropout the share of values dropped after each hidden fully connected layer in training,
   *     from 0 to below 1
   */
  public record Options(Function function, Normalisation normalisation, double dropout) {
    /** ReLU and nothing else. */
    public static final Options PLAIN = new Options(Function.RELU, Normalisation.NONE, 0);

    /** ReLU, with batch normalisation after the convolutions. */
    public static final Options NORMALISED =
        new Options(Function.RELU, Normalisation.CONVOLUTIONS, 0);

    public Options {
      if (!(dropout >= 0 && dropout < 1)) {
        throw new TorchException("a dropout of " + dropout + "; give 0 or more and less than 1");
      }
    }
  }

  /** The number of fully connected layers, the output layer among them. */
  public int fullyConnectedLayers() {
    return 1 + (int) layers.stream().filter(FullyConnected.class::isInstance).count();
  }

  /**
   * The architecture without its {@code index}-th fully connected layer, counted from 1.
   *
   * @throws TorchException if there is no such layer, or it is the output layer
   */
  public Architecture without(int index) {
    int seen = 0;
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof FullyConnected && ++seen == index) {
        ArrayList<Layer> fewer = new ArrayList<>(layers);
        fewer.remove(i);
        return of(fewer, options);
      }
    }
    throw new TorchException(
        "there is no fully connected layer " + index + " to leave out of '" + notation + "'");
  }

  /**
   * A network of this architecture.
   *
   * @param input the images' channels, height and width
   * @param classes how many outputs
   * @param initialization of the weights
   * @throws TorchException if pooling leaves nothing of images of this size, or patches do not
   *     divide them
   */
  public OnnxModel network(ImageShape input, int classes, Initialization initialization) {
    return initialization.apply(ArchitectureWriter.write(this, input, classes));
  }

  /** The notation and the options, in words. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s (%s, normalisation: %s, dropout %s)",
        notation,
        options.function().operator(),
        options.normalisation().name().toLowerCase(Locale.ROOT),
        options.dropout());
  }

  /** An architecture of these layers, written in the notation. */
  public static Architecture of(List<Layer> layers, Options options) {
    String notation = String.join(" ", layers.stream().map(Layer::notation).toList());
    return new Architecture(notation, layers, options);
  }

  /** The same layers with other options. */
  public Architecture with(Options other) {
    return new Architecture(notation, layers, other);
  }
}
