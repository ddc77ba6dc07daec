package io.entroscope.report;

import java.util.Arrays;
import java.util.List;

/** The figures of a report, by their number and the name of their files. */
public enum Figure {
  /** The network as a chain of its layers and blocks. */
  NETWORK("0", "network"),
  /** Entropy by depth (the paper's figures 10 to 15). */
  ENTROPY_BY_DEPTH("1", "entropy-by-depth"),
  /** Activation of the neurons (the paper's figures 4 to 6). */
  ACTIVATION_OF_NEURONS("2", "activation-of-neurons"),
  /** Statistical activation (the paper's figures 7 to 9). */
  STATISTICAL_ACTIVATION("3", "statistical-activation"),
  /** Feature maps of the convolutions (the paper's figures 2 and 3). */
  FEATURE_MAPS("4", "feature-maps"),
  /** Entropy by class and layer, and the confusion matrix. */
  CLASSES_AND_LAYERS("5", "classes-and-layers"),
  /** The images that the model is most wrong about. */
  WRONG_IMAGES("5b", "wrong-images"),
  /** How alike the images of a class are to a layer. */
  STABILITY("6", "stability"),
  /** Entropy over training epochs. */
  ENTROPY_OVER_TRAINING("7a", "entropy-over-training"),
  /** Images that excite single units. */
  ACTIVATION_MAXIMIZATION("7b", "activation-maximization"),
  /** The information plane over training epochs. */
  INFORMATION_PLANE("7c", "information-plane"),
  /** What others judge layers by. */
  OTHER_READINGS("8", "other-readings"),
  /** What residual blocks do to the stream. */
  RESIDUAL_BLOCKS("9", "residual-blocks"),
  /** Patterns, curve and accuracy together (the paper's figures 10 to 15). */
  PATTERNS_AND_CURVE("10", "patterns-and-curve");

  private final String id;
  private final String file;

  Figure(String id, String file) {
    this.id = id;
    this.file = file;
  }

  /** The number under which it stands in the page, for example {@code 7a}. */
  public String id() {
    return id;
  }

  /** The name of its files, without an ending. */
  public String fileName() {
    return "figure-" + id + "-" + file;
  }

  /**
   * The figures of a number, 0 to 10: 0 is the network; numbers 5 and 7 have parts.
   *
   * @throws ReportException if there is no such figure
   */
  public static List<Figure> numbered(int number) {
    List<Figure> found =
        Arrays.stream(values())
            .filter(figure -> figure.id.replaceAll("\\D", "").equals(String.valueOf(number)))
            .toList();
    if (found.isEmpty()) {
      throw new ReportException("there is no figure " + number + "; give a number from 0 to 10");
    }
    return found;
  }
}
