package io.entroscope.study.reproduce;

import io.entroscope.result.Verdict.Direction;

/**
 * A layer really taken out of a network, beside the same network left whole; both were trained on
 * alike afterwards.
 *
 * @param network the experiment that the layer was taken out of
 * @param seed of it
 * @param layer taken out
 * @param direction what the curve on validation images did at the layer
 * @param change of the accuracy on test images against the network left whole
 */
record Deletion(String network, long seed, String layer, Direction direction, double change) {}
