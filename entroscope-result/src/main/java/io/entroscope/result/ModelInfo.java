package io.entroscope.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model that was analysed.
 *
 * @param path as given
 * @param sha256 of the file, in lower-case hexadecimal
 * @param producer the program that exported it, empty if it does not say
 * @param opset the version of its default operator set
 * @param parameters the number of weights in all initializers of floating-point type
 * @param input the tensor the images went into; of several inputs, the first
 * @param inputShape its shape, −1 where it is free
 * @param output the tensor the predictions were read from; null if it makes none
 * @param metadata its metadata properties
 */
public record ModelInfo(
    String path,
    String sha256,
    String producer,
    int opset,
    long parameters,
    String input,
    List<Long> inputShape,
    @Nullable String output,
    Map<String, String> metadata) {
  public ModelInfo {
    inputShape = List.copyOf(inputShape);
  }
}
