package io.entroscope.advice;

import io.entroscope.result.layer.LayerResult;
import org.jspecify.annotations.Nullable;

/**
 * What taking a fully connected layer out of a model saves.
 *
 * @param how {@code bypass}: a layer as wide as its input is left out; {@code fold}: a layer that
 *     changes the width becomes one with the next
 * @param parameters fewer; below 0 if folding makes the model larger
 * @param multiplyAdds fewer for each image; below 0 if folding makes the model slower
 */
public record Savings(String how, long parameters, long multiplyAdds) {
  /**
   * The savings of a layer.
   *
   * @param next the fully connected layer that follows it; null: none
   * @return null where the widths are not known, or nothing follows
   */
  static @Nullable Savings of(LayerResult layer, @Nullable LayerResult next) {
    if (layer.facts().inputs() == null || next == null) {
      return null;
    }
    long inputs = layer.facts().inputs();
    if (inputs == layer.units()) {
      return new Savings("bypass", layer.facts().parameters(), inputs * layer.units());
    }
    if (next.facts().inputs() == null || next.facts().inputs() != layer.units()) {
      return null;
    }
    long folded = inputs * next.units();
    return new Savings(
        "fold",
        layer.facts().parameters() + next.facts().parameters() - folded - next.units(),
        inputs * layer.units() + (long) layer.units() * next.units() - folded);
  }
}
