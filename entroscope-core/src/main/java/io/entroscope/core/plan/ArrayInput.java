package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.ort.BatchAxis;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.plan.AnalysisOptions.Pixels;
import io.entroscope.core.plan.ModelInput.Arrays.Fed;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.data.format.array.ArrayInfo;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.onnx.ElementType;
import io.entroscope.setting.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settles which array of a dataset goes into which of a model's inputs: that of its name, or the
 * only one into the only one.
 */
final class ArrayInput {
  private ArrayInput() {}

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
      ArrayInfo array = array(input, wanted, data);
      requireFit(array, input, data, axis);
      fed.add(new Fed(array, input));
    }
    if (fed.isEmpty()) {
      throw new PlanException(
          Setting.FEED
              + " fills all of the model's inputs, so none is left for data: "
              + OtherInputs.text(inputs));
    }
    return new ModelInput.Arrays(
        data, fed, Optional.empty(), OtherInputs.constants(inputs, wanted, options.feeds()), axis);
  }

  private static void requireNoImageOptions(ArrayDataSet data, AnalysisOptions options) {
    if (!options.pixels().equals(Pixels.UNSAID)) {
      throw new PlanException(
          data.path()
              + " holds arrays, which go into the model as they are; "
              + Setting.MEAN
              + ", "
              + Setting.STD
              + ", "
              + Setting.SCALE
              + ","
              + " "
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
              + " is for"
              + " images, so leave it out");
    }
  }

  private static ArrayInfo array(TensorInfo input, List<TensorInfo> wanted, ArrayDataSet data) {
    List<ArrayInfo> arrays = data.arrays();
    Optional<ArrayInfo> named =
        arrays.stream().filter(array -> array.name().equals(input.name())).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
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
            + "; name the arrays after the inputs, or fill an input with "
            + Setting.FEED
            + " NAME=NUMBER");
  }

  private static void requireFit(
      ArrayInfo array, TensorInfo input, ArrayDataSet data, BatchAxis axis) {
    String what = "the array '" + array.name() + "' of " + data.path() + " is " + array.form();
    if (type(array.type()) != input.type()) {
      String cure =
          Stream.of(NumberType.values())
              .filter(type -> type(type) == input.type())
              .map(type -> "; save it with .astype('" + type.id() + "')")
              .findFirst()
              .orElse(", which takes no array");
      throw new PlanException(what + ", but the model takes " + OtherInputs.text(input) + cure);
    }
    List<Long> wanted = axis.example(input.shape());
    boolean same = array.shape().size() == wanted.size();
    for (int i = 0; same && i < wanted.size(); i++) {
      long size = wanted.get(i);
      same = size < 0 || size == array.shape().get(i);
    }
    if (!same) {
      throw new PlanException(
          what
              + ", but the model takes "
              + OtherInputs.text(input)
              + "; save it in that shape, with the examples along the first axis");
    }
  }

  /** The element type of a model's input that takes an array as it is. */
  private static ElementType type(NumberType type) {
    return ElementType.ofNumpy(type.id()).orElseThrow();
  }
}
