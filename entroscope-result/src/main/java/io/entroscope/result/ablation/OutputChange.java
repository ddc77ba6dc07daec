package io.entroscope.result.ablation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * How the outputs of a changed model differ from those of the whole one, on the same examples. What
 * such outputs cannot be asked is not measured: vectors have no accuracy, scores no cosine.
 *
 * @param accuracy of the changed model, with its Wilson interval; with labels only
 * @param change its accuracy less that of the whole model, with Tango's interval for pairs
 * @param changeProbability of McNemar's exact test of no change; null without labels
 * @param flips the share of predictions that are others than the whole model's
 * @param kl the divergence KL(whole ‖ changed) of the predicted distributions, in nats
 * @param cosine of the whole model's vector and the changed one's
 * @param distance of the changed vector from the whole model's, ‖changed − whole‖ / ‖whole‖
 * @param lossChange the loss of the next token, in nats, less the whole model's
 * @param perplexity of the changed model; null where no next token is predicted
 * @param notFinite examples of which the changed model gives NaN or infinities: counted as flips
 *     and as wrong, and left out of the other means
 */
public record OutputChange(
    @JsonUnwrapped(prefix = "accuracy") Measured accuracy,
    @JsonUnwrapped(prefix = "change") Measured change,
    @Nullable Double changeProbability,
    @JsonUnwrapped(prefix = "flips") Measured flips,
    @JsonUnwrapped(prefix = "kl") Measured kl,
    @JsonUnwrapped(prefix = "cosine") Measured cosine,
    @JsonUnwrapped(prefix = "distance") Measured distance,
    @JsonUnwrapped(prefix = "lossChange") Measured lossChange,
    @Nullable Double perplexity,
    long notFinite) {}
