package io.entroscope.study.reproduce.reading;

import io.entroscope.study.reproduce.experiment.Experiment.Way;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;

/**
 * A layer taken out of a network, which was then trained on beside the whole network.
 *
 * @param network it was taken out of
 * @param seed of that network
 * @param layer that was taken out
 * @param way in which that was done
 * @param curve the network on validation images, before anything was taken out
 * @param change of the test accuracy against the whole network trained on alike
 */
record Trial(String network, long seed, String layer, Way way, Measurement curve, double change) {
  /** The same with the change of another trial of this layer taken off. */
  Trial minus(Trial other) {
    return new Trial(network, seed, layer, way, curve, change - other.change);
  }
}
