package io.entroscope.core.prune;

import io.entroscope.stats.inference.McNemar;
import java.util.List;

/**
 * What a pruning did, on test images that decided nothing.
 *
 * @param done what was done to the layers, in words
 * @param images tried
 * @param before the model as it was
 * @param after what was made of it
 * @param mcNemar of the two on the same images
 * @param probability McNemar's
 * @param speeds for single images and for batches
 */
public record Comparison(
    List<String> done,
    long images,
    ComparedModel before,
    ComparedModel after,
    McNemar mcNemar,
    double probability,
    List<Speed> speeds) {
  public Comparison {
    done = List.copyOf(done);
    speeds = List.copyOf(speeds);
  }
}
