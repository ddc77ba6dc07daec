package io.entroscope.result.layer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a layer is, whatever the data.
 *
 * @param name short and unique, for example {@code fc1}
 * @param node the ONNX node's name
 * @param tensor the observed tensor's name
 * @param kind {@code fully-connected}, {@code convolution}, or {@code block}: the stream behind a
 *     residual block
 * @param activation the activation function that follows, for example {@code Relu}; null: none
 * @param depth its place among the observed layers, from 1
 * @param units n: neurons, or channels of a convolution
 * @param inputs of each unit (its fan-in): a fully connected layer has inputs · units weights, and
 *     does as many multiply-adds for an image; null if not known
 * @param parameters weights and biases
 * @param shape of the observed tensor, −1 where it is free: {@code [N, n]}, {@code [N, T, n]},
 *     {@code [N, n, H, W]}
 */
public record LayerFacts(
    String name,
    String node,
    String tensor,
    String kind,
    @Nullable String activation,
    int depth,
    int units,
    @Nullable Integer inputs,
    long parameters,
    List<Long> shape) {
  public LayerFacts {
    shape = List.copyOf(shape);
  }
}
