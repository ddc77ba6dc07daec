package io.entroscope.result.ablation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * The whole model on the same examples.
 *
 * @param examples how many
 * @param accuracy with its Wilson interval; with labels only
 * @param perplexity null where no next token is predicted
 * @param output the output that was compared
 * @param outputKind {@code scores}, {@code probabilities}, {@code logit}, {@code probability},
 *     {@code labels} or {@code vectors}
 * @param of what a prediction or vector is of: an example, a {@code token} or a {@code place}
 * @param mask the input that says which tokens count; null: all places do
 */
public record Baseline(
    long examples,
    @JsonUnwrapped(prefix = "accuracy") Measured accuracy,
    @Nullable Double perplexity,
    String output,
    String outputKind,
    String of,
    @Nullable String mask) {}
