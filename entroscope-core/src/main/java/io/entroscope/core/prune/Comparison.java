package io.entroscope.core.prune;

import io.entroscope.stats.inference.McNemar;
import java.util.List;

/**
 * The effect of a pruning, measured on test images.
 *
 * @param done what was done to the layers, in words
 * @param images number of test images
 * @param before the original model
 * @param after the pruned model
 * @param mcNemar the two models compared on the same images
 * @param probability of McNemar's test
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
