package io.entroscope.core.ort;

/**
 * Padding that does not go in: of inputs [N, T], all tokens behind the last one that counts in any
 * of the examples that run together.
 *
 * @param mask the input that says which tokens count: 0 for padding
 * @param tokens T
 */
public record Trim(String mask, int tokens) {}
