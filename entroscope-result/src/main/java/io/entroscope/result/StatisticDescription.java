package io.entroscope.result;

import io.entroscope.result.layer.LayerIndicators;

/**
 * What a statistic of layers is. With it, its values can be drawn and read by who has never heard
 * of it.
 *
 * @param name the key of its values in {@link LayerIndicators#statistics}
 * @param title a few words, for a heading
 * @param unit what the value counts or is a share of; empty for a pure number
 * @param range the values that it can have, in words: {@code "1 to n"}; n is the number of units, C
 *     that of classes
 * @param meaning one sentence: what a high and what a low value mean
 * @param formula how it is computed
 * @param source who proposed it, and where
 */
public record StatisticDescription(
    String name,
    String title,
    String unit,
    String range,
    String meaning,
    String formula,
    String source) {}
