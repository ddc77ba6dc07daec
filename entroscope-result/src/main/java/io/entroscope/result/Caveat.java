package io.entroscope.result;

/**
 * One thing to know before believing a result.
 *
 * @param code a fixed word, for example {@code unequal-classes}
 * @param text one or two sentences for a person, with the numbers that gave rise to it
 */
public record Caveat(String code, String text) {}
