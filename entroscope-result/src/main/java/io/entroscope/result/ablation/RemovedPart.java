package io.entroscope.result.ablation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * What was taken out.
 *
 * @param depth its place among all candidates, those that stay too, from 1
 * @param name unique in the model
 * @param kind {@code attention}, {@code feed-forward}, {@code token-mixing}, {@code
 *     channel-mixing}, {@code convolution}, {@code layer}, {@code outer} or {@code fully-connected}
 * @param way {@code output}: what closes a block, its last activation or normalisation, went with
 *     it; {@code sum}: it stayed
 * @param parameters that go with it
 * @param multiplyAdds that go with it, for one example; null if not known
 * @param share of the model's multiply-adds; null if not known
 * @param blockInfluence 1 − cos(x, y) of the stream before and behind it, by token or place, a mean
 *     over the same examples; nothing where the two are not alike
 */
public record RemovedPart(
    int depth,
    String name,
    String kind,
    String way,
    long parameters,
    @Nullable Long multiplyAdds,
    @Nullable Double share,
    @JsonUnwrapped(prefix = "blockInfluence") Measured blockInfluence) {}
