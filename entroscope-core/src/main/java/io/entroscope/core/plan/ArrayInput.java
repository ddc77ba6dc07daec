package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.core.ort.BatchAxis;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.ModelInput.Arrays.Fed;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.ArrayInfo;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.array.FedArray;
import io.entroscope.onnx.ElementType;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Settles which array of a dataset goes into which of a model's inputs, that of its name, or the
 * only one into the only one; and what becomes of its numbers and its shape.
 */
final class ArrayInput {
  /** What bytes are multiplied by where a model takes floats: they are pixels. */
  private static final double PIXEL_SCALE = 1.0 / 255;

  /** The types that inputs may have, and those in which batches hold their numbers. */
  private static final Map<ElementType, NumberType> GIVEN_AS =
      Map.of(
          ElementType.FLOAT, NumberType.FLOAT32,
          ElementType.FLOAT16, NumberType.FLOAT32,
          ElementType.DOUBLE, NumberType.FLOAT64,
          ElementType.INT64, NumberType.INT64,
          ElementType.INT32, NumberType.INT32,
          ElementType.UINT8, NumberType.UINT8,
          ElementType.BOOL, NumberType.BOOL);

  private ArrayInput() {}

  /**
   * The arrays as images, if that is what they are and the model does not take their bytes as they
   * are.
   *
   * @param inputs of the model
   */
  static Optional<ImageDataSet> images(
      List<TensorInfo> inputs, ArrayDataSet data, AnalysisOptions options) {
    boolean asTheyAre =
        inputs.stream().anyMatch(input -> input.type() == ElementType.UINT8)
            && options.pixels().equals(Pixels.UNSAID);
    return asTheyAre ? Optional.empty() : data.images();
  }

  /** How many tokens a model takes of each example, if its input of ids says it. */
  static OptionalInt tokens(List<TensorInfo> inputs) {
    return inputs.stream()
        .filter(input -> input.type() == ElementType.INT64 || input.type() == ElementType.INT32)
        .filter(input -> input.shape().size() == 2 && input.shape().get(1) > 0)
        .mapToInt(input -> Math.toIntExact(input.shape().get(1)))
        .findFirst();
  }

  /**
   * Chooses.
   *
   * @param inputs of the model
   * @param axis where the examples are in them
   * @throws PlanException if an input has no array, or one that does not fit, or options are given
   *     that are about images
   */
  static ModelInput.Arrays choose(
      List<TensorInfo> inputs, ArrayDataSet data, AnalysisOptions options, BatchAxis axis) {
    requireNoImageOptions(data, options);
    List<TensorInfo> wanted =
        inputs.stream().filter(input -> !options.feeds().containsKey(input.name())).toList();
    List<Fed> fed = new ArrayList<>();
    for (TensorInfo input : wanted) {
      fed.add(fed(array(input, wanted, data), input, data, options.pixels(), axis));
    }
    if (fed.isEmpty()) {
      throw new PlanException(
          Setting.FEED
              + " fills all of the model's inputs, so none is left for data: "
              + OtherInputs.text(inputs));
    }
    if (options.pixels().scale() != null && fed.stream().noneMatch(ArrayInput::isOfBytes)) {
      throw new PlanException(
          Setting.SCALE
              + " is for arrays of uint8 that go into floats, and "
              + data.path()
              + " has none that does; leave it out");
    }
    return new ModelInput.Arrays(
        data, fed, Optional.empty(), OtherInputs.constants(inputs, wanted, options.feeds()), axis);
  }

  private static boolean isOfBytes(Fed fed) {
    return fed.array().array().type() == NumberType.UINT8 && fed.array().type().isFloating();
  }

  private static void requireNoImageOptions(ArrayDataSet data, AnalysisOptions options) {
    Pixels pixels = options.pixels();
    if (!pixels.equals(new Pixels(pixels.scale(), null, null, null, null))) {
      throw new PlanException(
          data.path()
              + " holds arrays that are no images of uint8 numbers; "
              + Setting.MEAN
              + ", "
              + Setting.STD
              + ", "
              + Setting.RESIZE
              + " and "
              + Setting.FLAT
              + " are for images, so leave them out");
    }
    if (options.input().isPresent()) {
      throw new PlanException(
          data.path()
              + " holds arrays, which go into the inputs that they are named after; "
              + Setting.INPUT
              + " is for images, so leave it out");
    }
  }

  private static ArrayInfo array(TensorInfo input, List<TensorInfo> wanted, ArrayDataSet data) {
    Optional<ArrayInfo> named = data.forInput(input.name());
    if (named.isPresent()) {
      return named.get();
    }
    List<ArrayInfo> arrays = data.arrays();
    if (wanted.size() == 1 && arrays.size() == 1) {
      return arrays.get(0);
    }
    throw new PlanException(
        data.path()
            + " has no array for the model's input '"
            + input.name()
            + "'; found: "
            + arrays.stream().map(ArrayInfo::name).collect(Collectors.joining(", "))
            + "; wanted: "
            + wanted.stream().map(TensorInfo::name).collect(Collectors.joining(", "))
            + "; name the arrays after the inputs, choose one with "
            + Setting.INPUT_ARRAY
            + ", or fill an input with "
            + Setting.FEED
            + " NAME=NUMBER");
  }

  private static Fed fed(
      ArrayInfo array, TensorInfo input, ArrayDataSet data, Pixels pixels, BatchAxis axis) {
    String what = "the array '" + array.name() + "' of " + data.path() + " is " + array.form();
    NumberType type = GIVEN_AS.get(input.type());
    if (type == null) {
      throw new PlanException(
          what + ", but the model takes " + OtherInputs.text(input) + ", which takes no array");
    }
    boolean scaled = array.type() == NumberType.UINT8 && type.isFloating();
    double scale = !scaled ? 1 : pixels.scale() == null ? PIXEL_SCALE : pixels.scale();
    return new Fed(
        new FedArray(array, type, scale),
        input,
        shape(array, axis.example(input.shape()))
            .orElseThrow(
                () ->
                    new PlanException(
                        what
                            + ", but the model takes "
                            + OtherInputs.text(input)
                            + "; save it in that shape, with the examples along the first axis")));
  }

  /**
   * The shape of an example in an input that wants this one: the array's; or, where that does not
   * fit, with axes of length 1 put in or left out, or as one row. The order of the numbers stays.
   */
  private static Optional<List<Integer>> shape(ArrayInfo array, List<Long> wanted) {
    if (fits(array.shape(), wanted)) {
      return Optional.of(array.shape());
    }
    if (wanted.size() == 1 && wanted.get(0) == array.elements()) {
      return Optional.of(List.of(array.elements()));
    }
    List<Integer> axes = new ArrayList<>(array.shape());
    axes.removeIf(axis -> axis == 1);
    List<Integer> shape = new ArrayList<>();
    int next = 0;
    for (long axis : wanted) {
      shape.add(axis != 1 && next < axes.size() ? axes.get(next++) : Integer.valueOf(1));
    }
    return next == axes.size() && fits(shape, wanted) ? Optional.of(shape) : Optional.empty();
  }

  private static boolean fits(List<Integer> shape, List<Long> wanted) {
    boolean same = shape.size() == wanted.size();
    for (int axis = 0; same && axis < wanted.size(); axis++) {
      same = wanted.get(axis) < 0 || wanted.get(axis).equals((long) shape.get(axis));
    }
    return same;
  }
}
