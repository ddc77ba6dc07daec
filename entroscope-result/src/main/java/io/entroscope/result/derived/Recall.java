package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;

/** The share of each class's images that the model recognises. */
public final class Recall {
  private Recall() {}

  /**
   * {@code [C]}, in [0, 1]; 0 for a class without images.
   *
   * @throws io.entroscope.result.ResultException unless {@link AnalysisResult#isJudged}
   */
  public static double[] of(AnalysisResult result) {
    long[][] confusion = result.confusion();
    double[] recall = new double[confusion.length];
    for (int c = 0; c < recall.length; c++) {
      recall[c] = (double) confusion[c][c] / Math.max(1, result.data().classImages().get(c));
    }
    return recall;
  }
}
