package io.entroscope.core.indicator;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a layer's activations T may tell of. */
enum InformationAbout {
  /** The image X: I(X; T). */
  INPUT,
  /** The same by the bound from below. */
  INPUT_LOWER,
  /** The class Y: I(T; Y). */
  LABELS;

  static final String BINNED_SOURCE =
      "R. Shwartz-Ziv, N. Tishby, \"Opening the Black Box of Deep Neural Networks via"
          + " Information\", 2017, arXiv 1703.00810";
  static final String PAIRWISE_SOURCE =
      "A. Kolchinsky, B. D. Tracey, \"Estimating Mixture Entropy with Pairwise Distances\", 2017,"
          + " Entropy 19(7):361";

  /** Whether there is something to tell: one class alone is known without looking. */
  boolean isOf(int classes) {
    return this != LABELS || classes >= 2;
  }

  /**
   * The mean over the classes, each by its share of the images.
   *
   * @param classes {@code [m]}
   * @param of what is averaged, from the images of a class
   */
  static double withinClasses(int[] classes, ToDoubleFunction<int[]> of) {
    double sum = 0;
    for (int c : Arrays.stream(classes).distinct().sorted().toArray()) {
      int[] images = IntStream.range(0, classes.length).filter(i -> classes[i] == c).toArray();
      sum += (double) images.length / classes.length * of.applyAsDouble(images);
    }
    return sum;
  }
}
