package io.entroscope.core.plan;

import io.entroscope.core.ort.TensorInfo;
import io.entroscope.core.ort.TensorInfo.ElementType;
import io.entroscope.setting.Setting;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of a model's inputs takes the images, and what the others are filled with.
 *
 * @param images the input for images
 * @param constants the others, each with its number
 */
record InputChoice(TensorInfo images, Map<TensorInfo, Double> constants) {
  private static final Set<ElementType> FOR_IMAGES =
      EnumSet.of(ElementType.FLOAT, ElementType.DOUBLE, ElementType.FLOAT16, ElementType.UINT8);
  private static final Set<Integer> RANKS = Set.of(2, 3, 4);

  /**
   * Chooses among a model's inputs.
   *
   * @throws PlanException if none takes images, several do, or one is left without a value
   */
  static InputChoice of(List<TensorInfo> inputs, AnalysisOptions options) {
    TensorInfo images =
        options.input().isPresent() ? named(inputs, options.input().get()) : only(inputs);
    if (!FOR_IMAGES.contains(images.type()) || !RANKS.contains(images.shape().size())) {
      throw new PlanException(
          "the model's input "
              + text(images)
              + " takes no images, which need float, double, float16 or uint8 numbers of rank 2 to"
              + " 4; give it NumPy arrays with "
              + Setting.DATA);
    }
    return new InputChoice(images, constants(inputs, List.of(images), options.feeds()));
  }

  /**
   * What the inputs that take no data are filled with.
   *
   * @param inputs of the model
   * @param taken those that take data
   * @throws PlanException if one is left without a value, or a value is for none of them
   */
  static Map<TensorInfo, Double> constants(
      List<TensorInfo> inputs, List<TensorInfo> taken, Map<String, Double> feeds) {
    Map<TensorInfo, Double> constants = new HashMap<>();
    for (TensorInfo input : inputs) {
      if (!taken.contains(input)) {
        constants.put(input, constant(input, feeds));
      }
    }
    for (String name : feeds.keySet()) {
      if (constants.keySet().stream().noneMatch(input -> input.name().equals(name))) {
        throw new PlanException(
            Setting.FEED
                + " names '"
                + name
                + "', which is no other input of the model; it has "
                + text(inputs));
      }
    }
    return constants;
  }

  private static TensorInfo named(List<TensorInfo> inputs, String name) {
    return inputs.stream()
        .filter(input -> input.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PlanException("the model has no input '" + name + "'; it has " + text(inputs)));
  }

  private static TensorInfo only(List<TensorInfo> inputs) {
    if (inputs.size() == 1) {
      return inputs.get(0);
    }
    List<TensorInfo> fitting =
        inputs.stream()
            .filter(
                input -> FOR_IMAGES.contains(input.type()) && RANKS.contains(input.shape().size()))
            .toList();
    if (fitting.size() != 1) {
      throw new PlanException(
          (fitting.isEmpty() ? "none" : "more than one")
              + " of the model's inputs can take images: "
              + text(inputs)
              + (fitting.isEmpty()
                  ? "; give it NumPy arrays with " + Setting.DATA
                  : "; choose with " + Setting.INPUT + " NAME"));
    }
    return fitting.get(0);
  }

  private static double constant(TensorInfo input, Map<String, Double> feeds) {
    Double value = feeds.get(input.name());
    if (value == null) {
      throw new PlanException(
          "the model has another input, "
              + text(input)
              + "; say what to fill it with: "
              + Setting.FEED
              + " "
              + input.name()
              + "=NUMBER");
    }
    if (input.type() == ElementType.STRING || input.type() == ElementType.OTHER) {
      throw new PlanException("the model's input " + text(input) + " takes no numbers");
    }
    return value;
  }

  static String text(List<TensorInfo> inputs) {
    return inputs.stream().map(InputChoice::text).collect(Collectors.joining(", "));
  }

  static String text(TensorInfo input) {
    return "'"
        + input.name()
        + "' ("
        + input.type().name().toLowerCase(Locale.ROOT)
        + " "
        + input.shape().stream()
            .map(axis -> axis < 0 ? "any" : axis.toString())
            .collect(Collectors.joining(", ", "[", "]"))
        + ")";
  }
}
