package io.entroscope.result.layer;

import org.jspecify.annotations.Nullable;

/**
 * What a layer has learnt, and how much of it there is.
 *
 * @param inputs of each unit (its fan-in): a fully connected layer has inputs · units weights, and
 *     does as many multiply-adds for an image; null if not known
 * @param parameters weights and biases
 * @param weightsHash the first 16 hexadecimal digits of the SHA-256 of the constants that go into
 *     the layer's node, by which it is known again in another model; null if not known
 */
public record LayerWeights(
    @Nullable Integer inputs, long parameters, @Nullable String weightsHash) {}
