package io.entroscope.result.layer;

import io.entroscope.result.Interval;
import org.jspecify.annotations.Nullable;

/**
 * An entropy and how well it is known.
 *
 * @param value in nats
 * @param normalized divided by f(n), by default log n, which maps it to [0, 1]
 * @param standardError the jackknife's, in nats; null where it cannot be trusted
 * @param interval the 95% confidence interval, in nats; null where it cannot be trusted
 */
public record Entropy(
    double value, double normalized, @Nullable Double standardError, @Nullable Interval interval) {}
