package io.entroscope.core.plan;

import io.entroscope.core.PlanException;
import io.entroscope.core.ort.TensorInfo;
import io.entroscope.onnx.ElementType;
import io.entroscope.setting.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The inputs of a model that take no data, and inputs in words. */
final class OtherInputs {
  private OtherInputs() {}

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
    if (input.type() == ElementType.STRING || input.type() == ElementType.UNDEFINED) {
      throw new PlanException("the model's input " + text(input) + " takes no numbers");
    }
    return value;
  }

  static String text(List<TensorInfo> inputs) {
    return inputs.stream().map(OtherInputs::text).collect(Collectors.joining(", "));
  }

  static String text(TensorInfo input) {
    return "'"
        + input.name()
        + "' ("
        + input.type().text()
        + " "
        + input.shape().stream()
            .map(axis -> axis < 0 ? "any" : axis.toString())
            .collect(Collectors.joining(", ", "[", "]"))
        + ")";
  }
}
