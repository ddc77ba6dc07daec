package io.entroscope.study.reproduce.accuracy;

import io.entroscope.study.reproduce.experiment.PaperDataset;

/**
 * An experiment of which the entropy promises another accuracy than it has; means over its seeds.
 *
 * @param name of the experiment
 * @param dataset of it
 * @param seeds how many
 * @param entropy the pattern entropy of the logits, normalised
 * @param entropyRank its place among the experiments of this dataset, from 1: the lowest entropy,
 *     which promises the highest accuracy
 * @param accuracy on test images
 * @param accuracyRank its place among them, from 1: the highest accuracy
 */
public record Misjudged(
    String name,
    PaperDataset dataset,
    int seeds,
    double entropy,
    int entropyRank,
    double accuracy,
    int accuracyRank) {
  /** By how many places the entropy promises more than there is; negative: less. */
  public int promises() {
    return accuracyRank - entropyRank;
  }
}
