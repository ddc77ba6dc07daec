package io.entroscope.result.block;

import io.entroscope.result.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The value of a statistic of one block.
 *
 * @param value in the unit of its description
 * @param standardError over examples; null where none is known
 * @param interval the 95% confidence interval over examples; null where none is known
 * @param rows how many tokens or places it is from
 * @param examples how many examples these are of; null where that was not counted
 */
public record BlockValue(
    double value,
    @Nullable Double standardError,
    @Nullable Interval interval,
    long rows,
    @Nullable Long examples) {}
