package io.entroscope.core.prune;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.entroscope.stats.inference.McNemar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a pruning, measured on test images.
 *
 * @param done what was done to the layers, in words
 * @param images number of test images
 * @param before the original model
 * @param after the pruned model
 * @param mcNemar the two models compared on the same images
 * @param probability of McNemar's test
 * @param worst the one-sided 95% lower bound of the change of accuracy
 * @param margin the accuracy that may be lost
 * @param alike the original model trained on as the pruned one was; null where that was not trained
 * @param speeds for single images and for batches
 */
public record Comparison(
    List<String> done,
    long images,
    ComparedModel before,
    ComparedModel after,
    McNemar mcNemar,
    double probability,
    double worst,
    double margin,
    @Nullable WholeAlike alike,
    List<Speed> speeds) {
  public Comparison {
    done = List.copyOf(done);
    speeds = List.copyOf(speeds);
  }

  /**
   * Whether it is shown that the pruned model loses less than the margin, beside the original one
   * trained on alike, if it was trained.
   */
  @JsonProperty("notInferior")
  public boolean isNotInferior() {
    return (alike == null ? worst : alike.worst()) > -margin;
  }
}
