package io.entroscope.result.ablation;

/**
 * The examples.
 *
 * @param path as given
 * @param format how they are stored, for example {@code idx}
 * @param split {@code train}, {@code val} or {@code test}
 * @param labelled whether their classes are known
 * @param available how many the split holds
 * @param seed that chose those that were measured on
 */
public record AblationData(
    String path, String format, String split, boolean labelled, long available, long seed) {}
