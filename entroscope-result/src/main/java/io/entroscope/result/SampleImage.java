package io.entroscope.result;

import org.jspecify.annotations.Nullable;

/**
 * An image whose activations are kept.
 *
 * @param position its place in the split, from 0
 * @param name its file, where it has one
 * @param label the index of its class in {@link DataInfo#classes}
 * @param predicted the index of the class that the model names; one past the end for a class that
 *     was not analysed; null if the model names none, or the example's own is not known
 * @param png the image as the model saw it, before normalisation, as a base64 PNG; null if not kept
 */
public record SampleImage(
    long position,
    @Nullable String name,
    int label,
    @Nullable Integer predicted,
    @Nullable String png) {}
