package io.entroscope.result.ablation;

/**
 * A candidate that has to stay.
 *
 * @param depth its place among all candidates, from 1
 * @param name unique in the model
 * @param kind as of {@link Removal}
 * @param reason why it cannot be taken out, as what is said of it: "changes 64 to 128"
 */
public record Kept(int depth, String name, String kind, String reason) {}
