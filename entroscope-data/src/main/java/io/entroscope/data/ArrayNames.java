package io.entroscope.data;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which arrays are meant, where their own names do not say it.
 *
 * @param input the array for the model's input; null: those that are named after its inputs, or the
 *     only one
 * @param labels the array of labels; null: the one of a usual name, {@code labels}, {@code y} and
 *     so on
 */
public record ArrayNames(@Nullable String input, @Nullable String labels) implements Serializable {
  /** Nothing was said. */
  public static final ArrayNames UNSAID = new ArrayNames(null, null);
}
