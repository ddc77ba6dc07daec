package io.entroscope.onnx.internal;

import java.util.regex.Pattern;

/** What exporters call the weights of a layer: {@code fc1.weight}, {@code dense/kernel}. */
public final class WeightNames {
  private static final Pattern SUFFIX =
      Pattern.compile(
          "[._/](weight|weights|kernel|W)(_quantized|_q|_Q\\d+(G\\d+)?|_transposed|_t)?(\\.\\d+)?$"
              + "|\\.parametrizations$");

  private WeightNames() {}

  /** Whether a tensor's name ends as those of weights do. */
  public static boolean isOne(String name) {
    return SUFFIX.matcher(name).find();
  }

  /** A name without what says that it is one of weights: {@code fc1}. */
  public static String owner(String name) {
    return SUFFIX.matcher(name).replaceAll("");
  }
}
