package io.entroscope.advice;

import java.util.Map;

/**
 * One layer of one network really taken out: what indicators said beforehand, and what came of it.
 *
 * @param network its name
 * @param sha256 of its file
 * @param layer taken out
 * @param seed of the fine-tuning
 * @param epochs of the fine-tuning, of the whole network and of what was left alike
 * @param accuracyWhole of the network, fine-tuned, on the test images
 * @param accuracyWithout of what was left, fine-tuned, on the same images
 * @param images tested
 * @param scores what each indicator said of the layer: the higher, the sooner it should go
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
    Map<String, Double> scores) {
  public Trial {
    scores = Map.copyOf(scores);
  }

  /** What taking the layer out did to the accuracy. */
  public double change() {
    return accuracyWithout - accuracyWhole;
  }
}
