package io.entroscope.study.reproduce.claim;

import io.entroscope.result.Verdict.Direction;

/**
 * A layer deleted from a network, compared with the same network unchanged; both were trained
 * further in the same way.
 *
 * @param network the experiment that the layer was taken out of
 * @param seed of that experiment
 * @param layer that was deleted
 * @param direction of the curve at the layer, on validation images
 * @param folded whether its weights were folded into the next layer; otherwise it was bypassed
 * @param change of the test accuracy against the unchanged network
 */
record Deletion(
    String network, long seed, String layer, Direction direction, boolean folded, double change) {}
