package io.entroscope.core.ablate;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.HeldTensors;

/**
 * One model's outputs for some examples, read as what they mean. The numbers of a place are
 * distributions over classes (a logit or a probability alone is one over two), class indices, or
 * vectors. Not thread-safe.
 */
final class OutputRows {
  /** Probabilities below count as this, so that a divergence stays finite. */
  private static final double LEAST = 1e-12;

  private final OutputForm form;
  private final float[] numbers;
  private final double[] logs;

  /**
   * Outputs.
   *
   * @param numbers {@code [N, ...shape]}
   */
  OutputRows(OutputForm form, float[] numbers) {
    this.form = form;
    this.numbers = numbers;
    this.logs = new double[classes()];
  }

  /** The outputs among some tensors. */
  static OutputRows of(OutputForm form, HeldTensors held) {
    boolean real = held.info(form.tensor()).type().isFloating();
    return new OutputRows(
        form,
        real
            ? held.floats(form.tensor(), form.shape())
            : floats(held.longs(form.tensor(), form.shape())));
  }

  private static float[] floats(long[] labels) {
    float[] values = new float[labels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = labels[i];
    }
    return values;
  }

  /** How many classes a distribution is over. */
  private int classes() {
    return switch (form.meaning()) {
      case LOGIT, PROBABILITY -> 2;
      case LABELS, VECTORS -> 0;
      case SCORES, PROBABILITIES -> form.columns();
    };
  }

  /** {@code [N, ...shape]}; left as they are. */
  float[] numbers() {
    return numbers;
  }

  float number(int example, int row, int column) {
    return numbers[form.start(example, row) + column * form.step()];
  }

  /** Whether all numbers of an example are finite. */
  boolean isFinite(int example) {
    int from = example * form.numbers();
    for (int i = from; i < from + form.numbers(); i++) {
      if (!Float.isFinite(numbers[i])) {
        return false;
      }
    }
    return true;
  }

  /** The predicted class index at a place; of equal scores the first. */
  int predicted(int example, int row) {
    return switch (form.meaning()) {
      case LOGIT -> number(example, row, 0) > 0 ? 1 : 0;
      case PROBABILITY -> number(example, row, 0) > 0.5 ? 1 : 0;
      case LABELS -> (int) number(example, row, 0);
      case SCORES, PROBABILITIES -> {
        int best = 0;
        for (int column = 1; column < form.columns(); column++) {
          best = number(example, row, column) > number(example, row, best) ? column : best;
        }
        yield form.classOfColumn().isEmpty() ? best : form.classOfColumn().get(best);
      }
      case VECTORS -> throw new IllegalStateException("vectors predict no class");
    };
  }

  /**
   * The logarithms of the probabilities at a place, by column; overwritten by the next call.
   *
   * @throws AnalysisException if a number that is to be a probability is none
   */
  double[] logProbabilities(int example, int row) {
    switch (form.meaning()) {
      case SCORES -> softmax(example, row);
      case LOGIT -> {
        double score = number(example, row, 0);
        logs[0] = -softplus(score);
        logs[1] = -softplus(-score);
      }
      case PROBABILITY -> {
        double second = probability(example, row, 0);
        logs[0] = log(1 - second);
        logs[1] = log(second);
      }
      case PROBABILITIES -> {
        for (int c = 0; c < logs.length; c++) {
          logs[c] = log(probability(example, row, c));
        }
      }
      default -> throw new IllegalStateException(form.meaning() + " are no distribution");
    }
    return logs;
  }

  private double probability(int example, int row, int column) {
    double value = number(example, row, column);
    if (!(value > -1e-3 && value < 1 + 1e-3)) {
      throw new AnalysisException(
          "the output '" + form.tensor() + "' gives the probability " + value);
    }
    return value;
  }

  private static double log(double probability) {
    return Math.log(Math.max(LEAST, probability));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private void softmax(int example, int row) {
    double max = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < logs.length; c++) {
      logs[c] = number(example, row, c);
      max = Math.max(max, logs[c]);
    }
    double sum = 0;
    for (double score : logs) {
      sum += Math.exp(score - max);
    }
    double norm = max + Math.log(sum);
    for (int c = 0; c < logs.length; c++) {
      logs[c] -= norm;
    }
  }
}
