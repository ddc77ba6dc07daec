package io.entroscope.study.reproduce.accuracy;

import io.entroscope.result.Interval;
import io.entroscope.stats.inference.Spearman;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The bootstrap of a correlation over clusters: all seeds of an experiment are drawn together,
 * since it is for other experiments that the correlation is to hold.
 */
final class NamesDrawn {
  private static final int DRAWS = 10_000;
  private static final double TAIL = 0.025;
  private static final long SEED = 1;

  private NamesDrawn() {}

  /** The 95% interval; null if too few draws have a correlation. */
  static @Nullable Interval interval(List<Pairs> names) {
    Random random = new Random(SEED);
    double[] drawn = new double[DRAWS];
    for (int d = 0; d < DRAWS; d++) {
      drawn[d] = draw(names, random);
    }
    double[] defined = Arrays.stream(drawn).filter(rho -> !Double.isNaN(rho)).sorted().toArray();
    if (defined.length < DRAWS / 2) {
      return null;
    }
    int tail = (int) (TAIL * defined.length);
    return new Interval(defined[tail], defined[defined.length - 1 - tail]);
  }

  private static double draw(List<Pairs> names, Random random) {
    int[] chosen = random.ints(names.size(), 0, names.size()).toArray();
    int size = Arrays.stream(chosen).map(i -> names.get(i).measures().length).sum();
    double[] x = new double[size];
    double[] y = new double[size];
    int at = 0;
    for (int i : chosen) {
      Pairs pairs = names.get(i);
      System.arraycopy(pairs.measures(), 0, x, at, pairs.measures().length);
      System.arraycopy(pairs.accuracies(), 0, y, at, pairs.accuracies().length);
      at += pairs.measures().length;
    }
    return Spearman.rho(x, y);
  }
}
