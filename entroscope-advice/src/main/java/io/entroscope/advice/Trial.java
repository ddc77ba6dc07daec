package io.entroscope.advice;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One layer or residual block of one network really taken out: what indicators said beforehand, and
 * what came of it.
 *
 * @param network its name
 * @param sha256 of its file
 * @param layer or block taken out
 * @param seed of the fine-tuning
 * @param epochs of the fine-tuning, of the whole network and of what was left alike; 0: none
 * @param accuracyWhole of the network, fine-tuned, on the test images
 * @param accuracyWithout of what was left, fine-tuned, on the same images
 * @param images tested
 * @param scores what each indicator said of the layer: the higher, the sooner it should go
 * @param level what it was chosen among, {@link #BLOCK} or {@link #HALF}; null: layers
 */
public record Trial(
    String network,
    String sha256,
    String layer,
    long seed,
    int epochs,
    double accuracyWhole,
    double accuracyWithout,
    long images,
    Map<String, Double> scores,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String level) {
  /** The level of whole residual blocks. */
  public static final String BLOCK = "blocks";

  /** The level of half-blocks: attention and feed-forward. */
  public static final String HALF = "half-blocks";

  public Trial {
    requireAccuracy(accuracyWhole);
    requireAccuracy(accuracyWithout);
    scores = Map.copyOf(scores);
  }

  /**
   * Checks that a number is an accuracy.
   *
   * @throws IllegalArgumentException if it is not in [0, 1]
   */
  public static void requireAccuracy(double accuracy) {
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException(accuracy + " is no accuracy");
    }
  }

  /** What taking the layer out did to the accuracy. */
  public double change() {
    return accuracyWithout - accuracyWhole;
  }
}
