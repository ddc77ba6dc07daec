package io.entroscope.core.ablate;

import java.util.List;

/**
 * The output by which models are compared.
 *
 * @param tensor its name; it may be one inside the graph
 * @param meaning what its numbers are
 * @param places where in an example it says something
 * @param shape of one example's part of it
 * @param classOfColumn the class index of each column of scores
 */
public record OutputForm(
    String tensor, Meaning meaning, Places places, List<Long> shape, List<Integer> classOfColumn) {
  public OutputForm {
    shape = List.copyOf(shape);
    classOfColumn = List.copyOf(classOfColumn);
  }

  /** What numbers mean. */
  public enum Meaning {
    /** Scores of classes, before the softmax. */
    SCORES,
    /** Probabilities of classes. */
    PROBABILITIES,
    /** The score of the second of two classes, before the sigmoid. */
    LOGIT,
    /** The probability of the second of two classes. */
    PROBABILITY,
    /** Class indices. */
    LABELS,
    /** A vector, such as an embedding. */
    VECTORS;

    /** Whether they say how probable classes are. */
    public boolean isDistribution() {
      return this != LABELS && this != VECTORS;
    }
  }

  /** Where in an example an output says something. */
  public enum Places {
    /** Of the example as a whole: {@code [N, C]}. */
    WHOLE,
    /** Of each token: {@code [N, T, C]}. */
    TOKENS,
    /** Of each place of a map: {@code [N, C, H, W]}. */
    MAP
  }

  /** How many numbers an example has in it. */
  int numbers() {
    return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
  }

  /** How many places an example has in it: tokens, places of a map, or 1. */
  public int rows() {
    return numbers() / columns();
  }

  /** How many classes, or sizes of a vector, there are at each place. */
  public int columns() {
    return switch (places) {
      case WHOLE -> numbers();
      case TOKENS -> Math.toIntExact(shape.get(shape.size() - 1));
      case MAP -> Math.toIntExact(shape.get(0));
    };
  }

  /** How far the numbers of one place lie apart. */
  int step() {
    return places == Places.MAP ? rows() : 1;
  }

  /** Where the first number of a place of an example lies. */
  int start(int example, int row) {
    return example * numbers() + (places == Places.MAP ? row : row * columns());
  }
}
