package io.entroscope.onnx.layer;

import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;

/**
 * What a classifier predicts with.
 *
 * @param tensor the tensor that holds the predictions; it may be one inside the graph, to be
 *     exposed first
 * @param kind what its numbers mean
 * @param labels the labels of the columns where the model names them, as scikit-learn's exports do;
 *     otherwise empty, and column i is label i
 * @param rivals other outputs that could as well be meant, by name; empty where the choice is clear
 */
public record Predictions(String tensor, Kind kind, List<String> labels, List<String> rivals) {
  public Predictions {
    labels = List.copyOf(labels);
    rivals = List.copyOf(rivals);
  }

  /** Predictions that have no rivals. */
  public Predictions(String tensor, Kind kind, List<String> labels) {
    this(tensor, kind, labels, List.of());
  }

  /**
   * The predictions of a model: its output with class scores [N, C] (behind a ZipMap, as
   * scikit-learn's exports have it, the tensor that enters it); without one, its first with labels.
   * Of several outputs of scores one that another is computed from is a feature, unless it fits the
   * classes better; of the rest the one as wide as there are classes is taken, and of several the
   * one furthest from the inputs, since auxiliary heads branch off before the end.
   *
   * @param classes how many classes the data have
   * @throws OnnxException if no output is of that form
   */
  public static Predictions find(OnnxModel model, int classes) {
    return new PredictionFinder(model).find(classes);
  }

  /**
   * The same; empty if no output is of that form, or those that are hold vectors such as
   * embeddings: what comes out of a normalisation, a sum of data or the like, and is not as wide as
   * there are classes.
   *
   * @param classes how many classes the data have; 0 if they are not labelled
   */
  public static Optional<Predictions> findIfAny(OnnxModel model, int classes) {
    return new PredictionFinder(model).findIfAny(classes);
  }

  /**
   * The predictions in an output of this name.
   *
   * @throws OnnxException if there is no such output, or it holds neither scores nor labels
   */
  public static Predictions find(OnnxModel model, String output) {
    return new PredictionFinder(model).find(output);
  }

  /** What the numbers of a prediction mean. */
  public enum Kind {
    /** Scores [N, C], float: the largest wins. */
    SCORES,
    /** One float per image, [N, 1] or [N], a probability: above 0.5 it is label 1. */
    BINARY_PROBABILITY,
    /** One float per image, [N, 1] or [N], a logit: above 0 it is label 1. */
    BINARY_LOGIT,
    /** Labels [N] or [N, 1], int64. */
    LABELS
  }
}
