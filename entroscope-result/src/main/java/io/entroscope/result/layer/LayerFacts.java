package io.entroscope.result.layer;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a layer is, whatever the data.
 *
 * @param name short and unique, for example {@code fc1}
 * @param node the ONNX node's name
 * @param tensor the observed tensor's name
 * @param kind {@code fully-connected}, {@code convolution}, {@code recurrent}, or {@code block}:
 *     the stream behind a residual block
 * @param activation the activation function that follows, for example {@code Relu}; null: none
 * @param depth its place among the observed layers, from 1
 * @param units n: neurons, or channels of a convolution
 * @param weights what it has learnt
 * @param shape of the observed tensor, −1 where it is free: {@code [N, n]}, {@code [N, T, n]},
 *     {@code [N, n, H, W]}
 * @param role {@link #OUTPUT} or {@link #HIDDEN}; null if not known
 */
@JsonPropertyOrder({
  "name",
  "node",
  "tensor",
  "kind",
  "activation",
  "depth",
  "units",
  "weights",
  "shape",
  "role"
})
public record LayerFacts(
    String name,
    String node,
    String tensor,
    String kind,
    @Nullable String activation,
    int depth,
    int units,
    @JsonUnwrapped LayerWeights weights,
    List<Long> shape,
    @Nullable String role) {
  /** The role of a layer whose units are the scores of the classes. */
  public static final String OUTPUT = "output";

  /** The role of every other layer. */
  public static final String HIDDEN = "hidden";

  public LayerFacts {
    shape = List.copyOf(shape);
  }

  /** {@link LayerWeights#inputs}. */
  public @Nullable Integer inputs() {
    return weights.inputs();
  }

  /** {@link LayerWeights#parameters}. */
  public long parameters() {
    return weights.parameters();
  }
}
