package io.entroscope.core.block;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can be taken out of a model, or why not: a residual block, or a fully connected layer that
 * is in none.
 *
 * @param name by which it is taken out; unique
 * @param kind {@code attention}, {@code feed-forward}, {@code token-mixing}, {@code
 *     channel-mixing}, {@code convolution}, {@code layer}, {@code outer} or {@code fully-connected}
 * @param shape of the stream behind it, −1 where it is free; empty where it is not known
 * @param parameters weights, biases and scales
 * @param multiplyAdds of one example; null if not all shapes are known
 * @param share of the model's multiply-adds, from 0 to 1; null if they are not known
 * @param droppable whether it can be taken out
 * @param reason why not; null if it can
 * @param input the tensor that enters it
 * @param output the tensor that leaves it
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
