package io.entroscope.advice;

import org.jspecify.annotations.Nullable;

/**
 * What the paper's rule says of one layer.
 *
 * @param layer its name
 * @param action by the paper's rule on the raw curve
 * @param standardized by the same rule on the curve that does not see the scale of a layer; null if
 *     the result has none, or the rule does not apply
 * @param evidence one sentence
 * @param savings what taking it out would save; null if that cannot be told, or it must stay
 */
public record LayerAdvice(
    String layer,
    Action action,
    @Nullable Action standardized,
    String evidence,
    @Nullable Savings savings) {}
