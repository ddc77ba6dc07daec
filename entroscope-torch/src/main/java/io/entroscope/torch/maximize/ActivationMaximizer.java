package io.entroscope.torch.maximize;

import static java.util.Objects.requireNonNull;

import io.entroscope.core.Progress;
import io.entroscope.data.PositionHash;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputFit;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.torch.Libtorch;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.graph.HostTensors;
import io.entroscope.torch.graph.Run;
import io.entroscope.torch.graph.TorchNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Seeks, for units of a layer, images that excite them: gradient ascent on the input with Adam, the
 * image held as cosines, shifted at random at every step, its total variation held down (D. Erhan
 * et al.: "Visualizing Higher-Layer Features of a Deep Network", 2009; A. Mahendran, A. Vedaldi:
 * "Understanding Deep Image Representations by Inverting Them", 2015, eq. 4).
 *
 * <p>The gradient is taken of the unit before its activation function, so that a rectifier that is
 * off stops nothing; a convolution's channel is its mean over all places.
 */
public final class ActivationMaximizer {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private final TorchNetwork network;
  private final Layer layer;
  private final InputShape input;
  private final Preprocessing preprocessing;
  private final MaximizationOptions options;

  private ActivationMaximizer(
      TorchNetwork network,
      Layer layer,
      InputShape input,
      Preprocessing preprocessing,
      MaximizationOptions options) {
    this.network = network;
    this.layer = layer;
    this.input = input;
    this.preprocessing = preprocessing;
    this.options = options;
  }

  /**
   * An image that was found.
   *
   * @param unit its index in the layer, from 0
   * @param activation what the unit gives for the image after its activation function, a channel
   *     its mean over all places
   * @param image the image before normalisation
   */
  public record Excited(int unit, double activation, PixelImage image) {}

  /**
   * Seeks images for some units of a layer, all at once.
   *
   * @param shape of the images: what the model's input leaves open
   * @param units indices from 0
   * @param progress is told steps
   * @throws TorchException if the executor lacks operators of the model, or a unit does not exist
   */
  public static List<Excited> run(
      OnnxModel model,
      Layer layer,
      int[] units,
      ImageShape shape,
      Preprocessing preprocessing,
      MaximizationOptions options,
      Progress progress) {
    for (int unit : units) {
      if (unit < 0 || unit >= layer.units()) {
        throw new TorchException(
            "layer '"
                + layer.name()
                + "' has no unit "
                + unit
                + "; it has 0 to "
                + (layer.units() - 1));
      }
    }
    InputShape input = InputFit.fit(inputShape(model), shape, Optional.empty());
    preprocessing.requireChannels(input.image().channels());
    try (TorchNetwork network = TorchNetwork.of(model)) {
      return new ActivationMaximizer(network, layer, input, preprocessing, options)
          .ascend(units, progress);
    }
  }

  private static long[] inputShape(OnnxModel model) {
    return TensorType.of(model.graph().inputs().get(0)).flatMap(TensorType::shape).stream()
        .flatMap(List::stream)
        .mapToLong(Long::longValue)
        .toArray();
  }

  private List<Excited> ascend(int[] units, Progress progress) {
    int count = units.length * options.starts();
    ImageShape shape = input.image();
    long[] dims = {count, shape.channels(), shape.height(), shape.width()};
    Tensor[] state =
        Libtorch.withoutGradients(
            () -> {
              Tensor start = torch.zeros(dims);
              start.normal_(
                  0, 0.3, new GeneratorOptional(torch.make_generator_cpu(options.seed())));
              start.set_requires_grad(true);
              return new Tensor[] {
                Libtorch.keep(start),
                Libtorch.keep(torch.zeros(dims)),
                Libtorch.keep(torch.zeros(dims))
              };
            });
    try (CosineBasis basis = new CosineBasis(shape.height(), shape.width(), options.decay())) {
      for (int step = 1; step <= options.steps(); step++) {
        climb(basis, state, units, step);
        progress.update(step, options.steps());
      }
      return Libtorch.withoutGradients(() -> found(pixels(basis, state[0]), units));
    } finally {
      for (Tensor tensor : state) {
        tensor.close();
      }
    }
  }

  /** The images as values from 0 to 1. */
  private Tensor pixels(CosineBasis basis, Tensor coefficients) {
    return torch.sigmoid(basis.images(coefficients));
  }

  private void climb(CosineBasis basis, Tensor[] state, int[] units, int step) {
    Libtorch.scoped(
        () -> {
          Tensor pixels = pixels(basis, state[0]);
          Tensor activation = chosen(activations(shifted(pixels, step), true), units);
          Tensor loss =
              torch.sub(
                  torch.mul(variation(pixels), new Scalar(options.variation())), activation.sum());
          Tensor gradient =
              torch
                  .grad(
                      new TensorVector(loss),
                      new TensorVector(state[0]),
                      new TensorVector(),
                      new BoolOptional(),
                      false,
                      false)
                  .get(0);
          Libtorch.withoutGradients(
              () -> {
                adam(state, gradient, step);
                return true;
              });
        });
  }

  private void adam(Tensor[] state, Tensor gradient, int step) {
    Tensor mean = state[1].mul_(new Scalar(BETA1)).add_(gradient, new Scalar(1 - BETA1));
    Tensor square =
        state[2].mul_(new Scalar(BETA2)).addcmul_(gradient, gradient, new Scalar(1 - BETA2));
    double unbias = Math.sqrt(1 - Math.pow(BETA2, step));
    Tensor spread = torch.sqrt(square).div_(new Scalar(unbias)).add_(new Scalar(EPSILON));
    state[0].addcdiv_(mean, spread, new Scalar(-options.rate() / (1 - Math.pow(BETA1, step))));
  }

  private Tensor shifted(Tensor pixels, int step) {
    if (options.jitter() == 0) {
      return pixels;
    }
    long random = PositionHash.hash(options.seed(), step);
    long span = 2L * options.jitter() + 1;
    long down = Long.remainderUnsigned(random >>> 32, span) - options.jitter();
    long right = Long.remainderUnsigned(random & 0xFFFFFFFFL, span) - options.jitter();
    return torch.roll(pixels, new long[] {down, right}, 2, 3);
  }

  /** The sum of absolute differences between neighbours, per image's pixel. */
  private static Tensor variation(Tensor pixels) {
    long height = pixels.size(2);
    long width = pixels.size(3);
    Tensor down =
        torch.abs(torch.sub(pixels.narrow(2, 1, height - 1), pixels.narrow(2, 0, height - 1)));
    Tensor right =
        torch.abs(torch.sub(pixels.narrow(3, 1, width - 1), pixels.narrow(3, 0, width - 1)));
    return torch.add(down.sum(), right.sum());
  }

  /** What the layer's units give, [N, units], channels as their mean over all places. */
  private Tensor activations(Tensor pixels, boolean before) {
    String tensor = before ? layer.preactivation().orElse(layer.output()) : layer.output();
    Tensor value =
        requireNonNull(
            network
                .run(
                    Map.of(network.inputs().get(0), normalised(pixels)),
                    List.of(tensor),
                    Run.INFERENCE)
                .get(tensor));
    int axis = layer.unitAxis((int) value.dim());
    Tensor unitsSecond = axis == 1 ? value : value.transpose(1, axis);
    return unitsSecond.dim() == 2
        ? unitsSecond
        : unitsSecond.reshape(value.size(0), layer.units(), -1).mean(2);
  }

  private Tensor normalised(Tensor pixels) {
    int channels = input.image().channels();
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    for (int c = 0; c < channels; c++) {
      double deviation = value(preprocessing.std(), c);
      scale[c] = (float) (255 * preprocessing.scale() / deviation);
      shift[c] = (float) (-value(preprocessing.mean(), c) / deviation);
    }
    Tensor planes =
        torch.add(
            torch.mul(pixels, Tensor.create(scale, channels, 1, 1)),
            Tensor.create(shift, channels, 1, 1));
    return switch (input.layout()) {
      case NCHW -> planes;
      case NHWC -> planes.permute(0, 2, 3, 1);
      case FLAT_HWC ->
          planes.permute(0, 2, 3, 1).contiguous().reshape(input.tensorShape((int) pixels.size(0)));
      case NHW, FLAT -> planes.reshape(input.tensorShape((int) pixels.size(0)));
    };
  }

  private static double value(List<Double> values, int channel) {
    return values.get(values.size() == 1 ? 0 : channel);
  }

  /** Of row i, the value of the unit that image i is for; images go by start, then by unit. */
  private static Tensor chosen(Tensor activations, int[] units) {
    long[] columns = new long[(int) activations.size(0)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = units[i % units.length];
    }
    return torch.gather(activations, 1, Tensor.create(columns, columns.length, 1)).squeeze(1);
  }

  private List<Excited> found(Tensor pixels, int[] units) {
    // What is shown is what is measured: pixels of 8 bits.
    Tensor rounded = torch.round(torch.mul(pixels, new Scalar(255.0)));
    Tensor shown = torch.div(rounded, new Scalar(255.0));
    float[] values = HostTensors.floats(rounded);
    double[] before = HostTensors.doubles(chosen(activations(shown, true), units));
    double[] after = HostTensors.doubles(chosen(activations(shown, false), units));
    List<Excited> found = new ArrayList<>();
    for (int unit = 0; unit < units.length; unit++) {
      int best = unit;
      for (int i = unit; i < before.length; i += units.length) {
        best = before[i] > before[best] ? i : best;
      }
      if (!Double.isFinite(after[best])) {
        throw new TorchException(
            "unit " + units[unit] + " of layer '" + layer.name() + "' gives " + after[best]);
      }
      found.add(new Excited(units[unit], after[best], image(values, best)));
    }
    return found;
  }

  private PixelImage image(float[] values, int index) {
    byte[] bytes = new byte[input.elements()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values[index * bytes.length + i];
    }
    return new PixelImage(input.image(), bytes);
  }
}
