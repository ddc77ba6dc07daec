package io.entroscope.core.head;

import io.entroscope.core.PlanException;
import io.entroscope.core.internal.HighestScore;
import io.entroscope.data.PositionHash;
import io.entroscope.stats.block.AffineMap;
import io.entroscope.stats.block.LinearMap;
import io.entroscope.stats.block.PairMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Least squares from embeddings to 1 for an example's class and −1 for the others, with a ridge (A.
 * E. Hoerl, R. W. Kennard: "Ridge Regression", 1970; scikit-learn's RidgeClassifier). The ridge is
 * the one that tells most examples right in cross-validation over five parts, of equal ones the
 * largest.
 *
 * @param map from embeddings to scores, fitted on all examples
 * @param lambda the ridge, as a share of the mean variance of the embeddings
 * @param hits how many examples were told right by the map of the other parts
 */
record RidgeHead(AffineMap map, double lambda, long hits) {
  /** The ridges that are tried, as shares of the mean variance of the embeddings. */
  private static final List<Double> LAMBDAS =
      List.of(1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0, 10.0, 100.0);

  private static final int FOLDS = 5;
  private static final int FEWEST = 2 * FOLDS;

  static RidgeHead fit(Embeddings data, long seed) {
    long there = IntStream.of(data.labels()).distinct().count();
    if (data.size() < FEWEST || there < 2) {
      throw new PlanException(
          "a head needs "
              + FEWEST
              + " examples of 2 classes or more; there are "
              + data.size()
              + " of "
              + there
              + "; choose more");
    }
    int[] folds = new int[data.size()];
    for (int i = 0; i < folds.length; i++) {
      folds[i] = (int) Long.remainderUnsigned(PositionHash.hash(seed, data.positions()[i]), FOLDS);
    }
    List<PairMoments> moments = moments(data, folds);
    double best = Double.NaN;
    long most = -1;
    for (double lambda : LAMBDAS) {
      long hits = hits(data, folds, moments, lambda);
      if (hits >= most) {
        most = hits;
        best = lambda;
      }
    }
    AffineMap map = solve(moments, -1, best).orElseThrow(RidgeHead::constant);
    return new RidgeHead(map, best, most);
  }

  private static PlanException constant() {
    return new PlanException(
        "the embeddings of all examples are the same, so no class can be told from them; choose"
            + " another output or pooling");
  }

  private static List<PairMoments> moments(Embeddings data, int[] folds) {
    List<PairMoments.Builder> builders = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      builders.add(new PairMoments.Builder(data.width(), data.classes()));
    }
    float[] target = new float[data.classes()];
    for (int i = 0; i < data.size(); i++) {
      for (int c = 0; c < target.length; c++) {
        target[c] = c == data.labels()[i] ? 1 : -1;
      }
      builders.get(folds[i]).add(data.rows()[i], target);
    }
    return builders.stream().map(PairMoments.Builder::build).toList();
  }

  /** The map of all parts but one; of all for −1. */
  private static Optional<AffineMap> solve(List<PairMoments> folds, int without, double lambda) {
    PairMoments sum = PairMoments.zero(folds.get(0).inputs(), folds.get(0).outputs());
    for (int fold = 0; fold < folds.size(); fold++) {
      sum = fold == without ? sum : sum.merge(folds.get(fold));
    }
    return LinearMap.towardsZero(sum, lambda);
  }

  private static long hits(Embeddings data, int[] folds, List<PairMoments> moments, double lambda) {
    long hits = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
      AffineMap map = solve(moments, fold, lambda).orElseThrow(RidgeHead::constant);
      for (int i = 0; i < data.size(); i++) {
        hits +=
            folds[i] == fold && HighestScore.of(map.apply(data.rows()[i])) == data.labels()[i]
                ? 1
                : 0;
      }
    }
    return hits;
  }
}
