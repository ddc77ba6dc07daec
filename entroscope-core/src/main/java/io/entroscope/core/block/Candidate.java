package io.entroscope.core.block;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A residual block, or a fully connected layer outside of blocks, that may be removed from a model,
 * or the reason why not.
 *
 * @param name unique in the model
 * @param kind {@code attention}, {@code feed-forward}, {@code token-mixing}, {@code
 *     channel-mixing}, {@code convolution}, {@code layer}, {@code outer} or {@code fully-connected}
 * @param shape of the stream after it, −1 where a size is free; empty if unknown
 * @param parameters weights, biases and scales
 * @param multiplyAdds for one example; null if not all shapes are known
 * @param share of the model's multiply-adds, from 0 to 1; null if they are not known
 * @param droppable whether it can be removed
 * @param reason why not; null if it can
 * @param input its input tensor
 * @param output its output tensor
 */
@JsonPropertyOrder({
  "name",
  "kind",
  "shape",
  "parameters",
  "multiplyAdds",
  "share",
  "droppable",
  "reason",
  "input",
  "output"
})
public record Candidate(
    String name,
    String kind,
    List<Long> shape,
    long parameters,
    @Nullable Long multiplyAdds,
    @Nullable Double share,
    boolean droppable,
    @Nullable String reason,
    String input,
    String output) {
  public Candidate {
    shape = List.copyOf(shape);
  }
}
