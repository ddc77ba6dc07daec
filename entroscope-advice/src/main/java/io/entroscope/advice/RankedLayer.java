package io.entroscope.advice;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * A layer in the order in which layers would be taken out.
 *
 * @param rank 1 for the one to take out first; null for a layer that stays, or without an order
 * @param indicator what it is ranked by; null without a rank
 * @param value of the indicator; null without a rank
 * @param expected what taking out the layer of this rank cost where it was done; null if that was
 *     not tried
 * @param surgery how it can be taken out; null for the first and the last layer
 * @param rule what the paper's rule says of it, and what it would save
 */
public record RankedLayer(
    @Nullable Integer rank,
    @Nullable String indicator,
    @Nullable Double value,
    Order.@Nullable Cost expected,
    @Nullable Surgery surgery,
    @JsonUnwrapped LayerAdvice rule) {
  static RankedLayer unranked(LayerAdvice rule, @Nullable Surgery surgery) {
    return new RankedLayer(null, null, null, null, surgery, rule);
  }

  /** Its name. */
  public String name() {
    return rule.layer();
  }
}
