package io.entroscope.result;

import java.util.List;

/**
 * An array that went into a model as it is.
 *
 * @param input the model's input that it went into
 * @param array its name in the data
 * @param type of its values, as NumPy calls it: {@code int64}, {@code float32}
 * @param shape of one example; empty: a single value
 */
public record ArrayInput(String input, String array, String type, List<Integer> shape) {
  public ArrayInput {
    shape = List.copyOf(shape);
  }
}
