package io.entroscope.onnx.layer;

import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.List;
import java.util.Optional;

/**
 * The output that says what a model does, of any kind: what two versions of a model are compared
 * by.
 *
 * @param tensor that holds it; it may be one inside the graph, to be exposed first
 * @param kind what its numbers mean
 * @param labels as in {@link Predictions}
 */
public record ModelOutput(String tensor, Kind kind, List<String> labels) {
  public ModelOutput {
    labels = List.copyOf(labels);
  }

  /** What the numbers of an output mean. */
  public enum Kind {
    /** Scores or probabilities of classes, for each example or for each of its tokens or places. */
    SCORES,
    /** The probability of the second of two classes. */
    PROBABILITY,
    /** The score of the second of two classes, before the sigmoid. */
    LOGIT,
    /** Class indices. */
    LABELS,
    /** Vectors, such as embeddings. */
    VECTORS
  }

  /**
   * The output of a model: its predictions, as {@link Predictions#find(OnnxModel, int)} chooses
   * them; without any, its first of numbers for each token or place. What comes out of a product or
   * a softmax is scores, what comes out of a normalisation, a sum of data or the like is vectors,
   * unless it is as wide as there are classes.
   *
   * @param classes how many classes the data have; 0 if they are not labelled
   * @throws OnnxException if no output is scores, labels or vectors
   */
  public static ModelOutput find(OnnxModel model, int classes) {
    Optional<Predictions> predictions = attempt(() -> Predictions.find(model, classes));
    Graph graph = model.graph();
    return predictions
        .map(found -> of(graph, found, classes))
        .or(() -> graph.outputs().stream().flatMap(one -> places(graph, one).stream()).findFirst())
        .orElseThrow(() -> neither("none of the model's outputs (" + names(graph) + ") holds"));
  }

  /**
   * The output of this name.
   *
   * @param classes how many classes the data have; 0 if they are not labelled
   * @throws OnnxException if there is none, or it is neither scores nor labels nor vectors
   */
  public static ModelOutput find(OnnxModel model, String name, int classes) {
    Graph graph = model.graph();
    ValueInfoProto output =
        graph.outputs().stream()
            .filter(one -> one.getName().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new OnnxException(
                        "the model has no output '" + name + "'; it has " + names(graph)));
    return attempt(() -> Predictions.find(model, name))
        .map(found -> of(graph, found, classes))
        .or(() -> places(graph, output))
        .orElseThrow(() -> neither("the output '" + name + "' holds"));
  }

  private static OnnxException neither(String which) {
    return new OnnxException(
        which
            + " neither class scores ([N, C], or [N, T, C] for tokens) nor labels [N] nor vectors"
            + " [N, D], so what it loses cannot be measured; export the model with such an output");
  }

  private static String names(Graph graph) {
    return String.join(", ", graph.outputs().stream().map(ValueInfoProto::getName).toList());
  }

  private interface Search {
    Predictions find();
  }

  private static Optional<Predictions> attempt(Search search) {
    try {
      return Optional.of(search.find());
    } catch (OnnxException e) {
      // No predictions for whole examples; there may be others.
      return Optional.empty();
    }
  }

  private static ModelOutput of(Graph graph, Predictions found, int classes) {
    Kind kind =
        switch (found.kind()) {
          case LABELS -> Kind.LABELS;
          case BINARY_LOGIT -> Kind.LOGIT;
          case BINARY_PROBABILITY -> Kind.PROBABILITY;
          case SCORES -> {
            long width = graph.declaredType(found.tensor()).map(type -> type.size(1)).orElse(-1L);
            boolean named = !found.labels().isEmpty() || width == classes;
            yield !named && Vectors.are(graph, found.tensor()) ? Kind.VECTORS : Kind.SCORES;
          }
        };
    return new ModelOutput(found.tensor(), kind, found.labels());
  }

  /** An output [N, T, C] or [N, C, H, W], or one of numbers whose shape is not declared. */
  private static Optional<ModelOutput> places(Graph graph, ValueInfoProto output) {
    return TensorType.of(output)
        .filter(type -> type.element().isFloating())
        .filter(type -> type.rank() < 0 || type.rank() == 3 || type.rank() == 4)
        .map(
            type ->
                new ModelOutput(
                    output.getName(),
                    Vectors.are(graph, output.getName()) ? Kind.VECTORS : Kind.SCORES,
                    List.of()));
  }
}
