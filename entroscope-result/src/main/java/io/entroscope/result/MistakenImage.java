package io.entroscope.result;

import org.jspecify.annotations.Nullable;

/**
 * An image whose class the model takes for another.
 *
 * @param position its place in the split, from 0
 * @param name its file, where it has one
 * @param png the image as the model saw it, before normalisation, as a base64 PNG, larger ones made
 *     smaller; null if not kept
 */
public record MistakenImage(long position, @Nullable String name, @Nullable String png) {}
