package io.entroscope.core.ablate;

import io.entroscope.core.AnalysisException;
import io.entroscope.stats.PooledMean;
import io.entroscope.stats.block.VectorPair;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Compares two models' outputs example by example. */
final class OutputComparer {
  /** No label. */
  static final int UNLABELLED = -1;

  private final OutputForm form;
  private OutputComparison state = OutputComparison.NONE;

  OutputComparer(OutputForm form) {
    this.form = form;
  }

  /**
   * What is known of an example beside the models' outputs.
   *
   * @param label its class index, or {@link #UNLABELLED}
   * @param counts which of its places count; null: all
   * @param tokens its token ids, where the output predicts the next one; null: it does not
   */
  record Facts(int label, boolean @Nullable [] counts, long @Nullable [] tokens) {}

  /** Compares one example. */
  void add(OutputRows first, OutputRows second, int example, Facts facts) {
    if (!first.isFinite(example)) {
      throw new AnalysisException(
          "the model's output '"
              + form.tensor()
              + "' is not finite before anything is taken out; mend the model first");
    }
    boolean finite = second.isFinite(example);
    state =
        new OutputComparison(
            state.examples() + 1,
            state.notFinite() + (finite ? 0 : 1),
            right(first, second, example, facts, finite),
            flips(first, second, example, facts, finite),
            finite ? kl(first, second, example, facts) : state.kl(),
            finite ? cosine(first, second, example, facts) : state.cosine(),
            finite ? distance(first, second, example, facts) : state.distance(),
            finite ? loss(first, null, example, facts, state.firstLoss()) : state.firstLoss(),
            finite ? loss(second, first, example, facts, state.lossChange()) : state.lossChange());
  }

  /** What was compared so far. */
  OutputComparison state() {
    return state;
  }

  private boolean counts(Facts facts, int row) {
    return facts.counts() == null || facts.counts()[row];
  }

  private Agreement right(
      OutputRows first, OutputRows second, int example, Facts facts, boolean finite) {
    if (facts.label() == UNLABELLED
        || form.places() != OutputForm.Places.WHOLE
        || form.meaning() == OutputForm.Meaning.VECTORS) {
      return state.right();
    }
    return state
        .right()
        .add(
            first.predicted(example, 0) == facts.label(),
            finite && second.predicted(example, 0) == facts.label());
  }

  private PooledMean flips(
      OutputRows first, OutputRows second, int example, Facts facts, boolean finite) {
    if (form.meaning() == OutputForm.Meaning.VECTORS) {
      return state.flips();
    }
    long flips = 0;
    long rows = 0;
    for (int row = 0; row < form.rows(); row++) {
      if (counts(facts, row)) {
        rows++;
        boolean same = finite && first.predicted(example, row) == second.predicted(example, row);
        flips += same ? 0 : 1;
      }
    }
    return state.flips().add((double) flips, rows);
  }

  private PooledMean kl(OutputRows first, OutputRows second, int example, Facts facts) {
    if (!form.meaning().isDistribution()) {
      return state.kl();
    }
    double sum = 0;
    long rows = 0;
    for (int row = 0; row < form.rows(); row++) {
      if (counts(facts, row)) {
        rows++;
        sum += kl(first.logProbabilities(example, row), second.logProbabilities(example, row));
      }
    }
    return state.kl().add(sum, rows);
  }

  /** Σ p (ln p − ln q), not below 0, where rounding would put it. */
  static double kl(double[] logP, double[] logQ) {
    double sum = 0;
    for (int c = 0; c < logP.length; c++) {
      sum += Math.exp(logP[c]) * (logP[c] - logQ[c]);
    }
    return Math.max(0, sum);
  }

  private PooledMean cosine(OutputRows first, OutputRows second, int example, Facts facts) {
    return vectors(
        first, second, example, facts, state.cosine(), pair -> pair.yy() == 0 ? 0 : pair.cosine());
  }

  private PooledMean distance(OutputRows first, OutputRows second, int example, Facts facts) {
    return vectors(first, second, example, facts, state.distance(), VectorPair::relativeChange);
  }

  /** Over the places with a vector that is not 0 in the first model. */
  private PooledMean vectors(
      OutputRows first,
      OutputRows second,
      int example,
      Facts facts,
      PooledMean mean,
      ToDoubleFunction<VectorPair> number) {
    if (form.meaning() != OutputForm.Meaning.VECTORS) {
      return mean;
    }
    double sum = 0;
    long rows = 0;
    for (int row = 0; row < form.rows(); row++) {
      if (!counts(facts, row)) {
        continue;
      }
      VectorPair pair = pair(first, second, example, row);
      if (pair.xx() > 0) {
        rows++;
        sum += number.applyAsDouble(pair);
      }
    }
    return mean.add(sum, rows);
  }

  private VectorPair pair(OutputRows first, OutputRows second, int example, int row) {
    double aa = 0;
    double bb = 0;
    double ab = 0;
    double dd = 0;
    for (int c = 0; c < form.columns(); c++) {
      double a = first.number(example, row, c);
      double b = second.number(example, row, c);
      aa += a * a;
      bb += b * b;
      ab += a * b;
      dd += (b - a) * (b - a);
    }
    return new VectorPair(aa, bb, ab, dd);
  }

  /** The loss of the next token; less another model's, if there is one. */
  private PooledMean loss(
      OutputRows of, @Nullable OutputRows less, int example, Facts facts, PooledMean mean) {
    long[] tokens = facts.tokens();
    if (tokens == null) {
      return mean;
    }
    double sum = 0;
    long rows = 0;
    for (int row = 0; row + 1 < form.rows(); row++) {
      if (counts(facts, row) && counts(facts, row + 1)) {
        int next = column(tokens[row + 1]);
        rows++;
        sum -= of.logProbabilities(example, row)[next];
        sum += less == null ? 0 : less.logProbabilities(example, row)[next];
      }
    }
    return mean.add(sum, rows);
  }

  private int column(long token) {
    if (token < 0 || token >= form.columns()) {
      throw new AnalysisException(
          "the token id "
              + token
              + " has no score among the "
              + form.columns()
              + " of the output '"
              + form.tensor()
              + "'; give the ids that the model's own tokenizer makes");
    }
    return (int) token;
  }
}
