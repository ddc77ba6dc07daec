package io.entroscope.result.ablation;

import org.jspecify.annotations.Nullable;

/**
 * The model.
 *
 * @param path as given
 * @param sha256 of the file, in lower-case hexadecimal
 * @param parameters weights, biases and scales
 * @param multiplyAdds for one example; null if not known
 */
public record AblatedModel(
    String path, String sha256, long parameters, @Nullable Long multiplyAdds) {}
