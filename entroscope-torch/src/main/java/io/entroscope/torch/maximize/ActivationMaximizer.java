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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Finds images that maximise the activation of units: gradient ascent on the input with Adam; the
 * image is represented by cosines, shifted at random at every step, and its total variation
 * penalised (D. Erhan et al.: "Visualizing Higher-Layer Features of a Deep Network", 2009; A.
 * Mahendran, A. Vedaldi: "Understanding Deep Image Representations by Inverting Them", 2015, eq.
 * 4).
 *
 * <p>The gradient is taken of the unit before its activation function, so that a rectifier that is
 * off does not block it; a convolution's channel is averaged over all positions.
 *
 * <p>Each unit has its own starts and its own batch, since the last bits of a matrix product depend
 * on the size of the batch. So the image of a unit does not depend on which others are asked for,
 * and a failing unit does not affect the others.
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
   * The outcome for the units that were asked for.
   *
   * @param excited those with an image, in the order asked for
   * @param failed those without a finite activation from any start, in the order asked for
   */
  public record Search(List<Excited> excited, List<Integer> failed) {
    public Search {
      excited = List.copyOf(excited);
      failed = List.copyOf(failed);
    }
  }

  /**
   * Finds images for some units of a layer, one unit after another.
   *
   * @param shape of the images, for what the model's input leaves open
   * @param units indices from 0
   * @param progress receives the steps of all units together
   * @throws TorchException if the executor lacks operators of the model, or a unit does not exist
   */
  public static Search run(
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
          .search(units, progress);
    }
  }

  private static long[] inputShape(OnnxModel model) {
    return TensorType.of(model.graph().inputs().get(0)).flatMap(TensorType::shape).stream()
        .flatMap(List::stream)
        .mapToLong(Long::longValue)
        .toArray();
  }

  private Search search(int[] units, Progress progress) {
    List<Excited> excited = new ArrayList<>();
    List<Integer> failed = new ArrayList<>();
    ImageShape shape = input.image();
    long total = (long) units.length * options.steps();
    try (CosineBasis basis = new CosineBasis(shape.height(), shape.width(), options.decay())) {
      for (int i = 0; i < units.length; i++) {
        int unit = units[i];
        long before = (long) i * options.steps();
        ascend(basis, unit, step -> progress.update(before + step, total))
            .ifPresentOrElse(excited::add, () -> failed.add(unit));
      }
    }
    return new Search(excited, failed);
  }

  private Optional<Excited> ascend(CosineBasis basis, int unit, IntConsumer stepDone) {
    Tensor[] state = start(unit);
    try {
      for (int step = 1; step <= options.steps(); step++) {
        climb(basis, state, unit, step);
        stepDone.accept(step);
      }
      return Libtorch.withoutGradients(() -> best(pixels(basis, state[0]), unit));
    } finally {
      for (Tensor tensor : state) {
        tensor.close();
      }
    }
  }

  /** The coefficients to begin with, normal with a stream for each unit, and Adam's two moments. */
  private Tensor[] start(int unit) {
    ImageShape shape = input.image();
    long[] dims = {options.starts(), shape.channels(), shape.height(), shape.width()};
    long seed = PositionHash.hash(options.seed(), unit);
    return Libtorch.withoutGradients(
        () -> {
          Tensor coefficients = torch.zeros(dims);
          coefficients.normal_(0, 0.3, new GeneratorOptional(torch.make_generator_cpu(seed)));
          coefficients.set_requires_grad(true);
          return new Tensor[] {
            Libtorch.keep(coefficients),
            Libtorch.keep(torch.zeros(dims)),
            Libtorch.keep(torch.zeros(dims))
          };
        });
  }

  /** The images as values from 0 to 1. */
  private Tensor pixels(CosineBasis basis, Tensor coefficients) {
    return torch.sigmoid(basis.images(coefficients));
  }

  private void climb(CosineBasis basis, Tensor[] state, int unit, int step) {
    Libtorch.scoped(
        () -> {
          Tensor pixels = pixels(basis, state[0]);
          Tensor activation = of(unit, activations(shifted(pixels, step), true));
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

  /** The total variation: the sum of absolute differences between neighbours, per pixel. */
  private static Tensor variation(Tensor pixels) {
    long height = pixels.size(2);
    long width = pixels.size(3);
    Tensor down =
        torch.abs(torch.sub(pixels.narrow(2, 1, height - 1), pixels.narrow(2, 0, height - 1)));
    Tensor right =
        torch.abs(torch.sub(pixels.narrow(3, 1, width - 1), pixels.narrow(3, 0, width - 1)));
    return torch.add(down.sum(), right.sum());
  }

  /** The activations of the layer's units, [N, units]; channels are averaged over positions. */
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

  /** One unit's values, [N]. */
  private static Tensor of(int unit, Tensor activations) {
    return activations.select(1, unit);
  }

  /** The best of a unit's images; none if it gives a finite number for none of them. */
  private Optional<Excited> best(Tensor pixels, int unit) {
    // What is shown is what is measured: pixels of 8 bits.
    Tensor rounded = torch.round(torch.mul(pixels, new Scalar(255.0)));
    Tensor shown = torch.div(rounded, new Scalar(255.0));
    float[] values = HostTensors.floats(rounded);
    double[] before = HostTensors.doubles(of(unit, activations(shown, true)));
    double[] after = HostTensors.doubles(of(unit, activations(shown, false)));
    return IntStream.range(0, before.length)
        .filter(i -> Double.isFinite(before[i]) && Double.isFinite(after[i]))
        .boxed()
        .max(Comparator.comparingDouble(i -> before[i]))
        .map(i -> new Excited(unit, after[i], image(values, i)));
  }

  private PixelImage image(float[] values, int index) {
    byte[] bytes = new byte[input.elements()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) values[index * bytes.length + i];
    }
    return new PixelImage(input.image(), bytes);
  }
}
