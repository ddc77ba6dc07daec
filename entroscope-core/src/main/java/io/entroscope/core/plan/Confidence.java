package io.entroscope.core.plan;

import io.entroscope.core.plan.PredictionReader.Row;

/**
 * How sure a model is of the class that it predicts for an image.
 *
 * @param probability of that class, in [0, 1]; NaN if it is not known
 * @param margin that probability less the next largest, in [0, 1]; NaN if it is not known
 */
record Confidence(double probability, double margin) {
  static final Confidence NONE = new Confidence(Double.NaN, Double.NaN);

  /** How far from 1 the sum of probabilities may be that are rounded to half precision. */
  private static final double ROUNDING = 1e-3;

  /**
   * Of scores of all classes: they are probabilities if all are in [0, 1] and add up to 1, and
   * logits otherwise, whose softmax is taken.
   */
  static Confidence ofScores(Row scores, int width) {
    double sum = 0;
    double best = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (int column = 0; column < width; column++) {
      double score = scores.get(column);
      sum += score;
      least = Math.min(least, score);
      second = Math.max(second, Math.min(best, score));
      best = Math.max(best, score);
    }
    if (!Double.isFinite(sum)) {
      return NONE;
    }
    if (least >= 0 && best <= 1 && Math.abs(sum - 1) < ROUNDING) {
      return new Confidence(best, best - Math.max(second, 0));
    }
    double total = 0;
    for (int column = 0; column < width; column++) {
      total += Math.exp(scores.get(column) - best);
    }
    return new Confidence(1 / total, (1 - Math.exp(second - best)) / total);
  }

  /** Of the probability of class 1 of two. */
  static Confidence ofProbability(double probability) {
    return new Confidence(Math.max(probability, 1 - probability), Math.abs(2 * probability - 1));
  }

  /** Of the logit of class 1 of two. */
  static Confidence ofLogit(double logit) {
    return ofProbability(1 / (1 + Math.exp(-logit)));
  }
}
