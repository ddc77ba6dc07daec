package io.entroscope.onnx.layer;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.Graph;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.internal.Nodes;
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Chooses the tensor of a model that holds its predictions. */
final class PredictionFinder {
  private final Graph graph;

  PredictionFinder(OnnxModel model) {
    this.graph = model.graph();
  }

  /** The output of scores that fits best, as {@link ScoreOutputs} ranks them, or of labels. */
  Predictions find(int classes) {
    return best(classes, candidates())
        .orElseThrow(
            () ->
                new OnnxException(
                    "none of the model's outputs ("
                        + names()
                        + ") holds class scores [N, C] or labels [N]; is it a classifier?"));
  }

  /** The same among those that hold no vectors; empty if there are none. */
  Optional<Predictions> findIfAny(int classes) {
    return best(classes, candidates().stream().filter(one -> !isVectors(one, classes)).toList());
  }

  private Optional<Predictions> best(int classes, List<ScoreOutputs.Candidate> candidates) {
    return new ScoreOutputs(graph, classes)
        .best(candidates)
        .or(() -> graph.outputs().stream().map(this::labels).flatMap(Optional::stream).findFirst());
  }

  private List<ScoreOutputs.Candidate> candidates() {
    List<ScoreOutputs.Candidate> candidates = new ArrayList<>();
    for (ValueInfoProto output : graph.outputs()) {
      scores(output).ifPresent(found -> candidates.add(new ScoreOutputs.Candidate(output, found)));
    }
    return candidates;
  }

  private boolean isVectors(ScoreOutputs.Candidate one, int classes) {
    Predictions found = one.predictions();
    return found.kind() == Predictions.Kind.SCORES
        && found.labels().isEmpty()
        && !isAsWide(one.output(), classes)
        && Vectors.are(graph, found.tensor());
  }

  private static boolean isAsWide(ValueInfoProto output, int classes) {
    return TensorType.of(output)
        .filter(type -> type.rank() >= 2 && type.size(1) == classes)
        .isPresent();
  }

  /** The predictions in the output of this name. */
  Predictions find(String name) {
    ValueInfoProto output =
        graph.outputs().stream()
            .filter(candidate -> candidate.getName().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new OnnxException("the model has no output '" + name + "'; it has " + names()));
    return scores(output)
        .or(() -> labels(output))
        .orElseThrow(
            () ->
                new OnnxException(
                    "the output '" + name + "' holds neither class scores [N, C] nor labels [N]"));
  }

  private String names() {
    return graph.outputs().stream().map(ValueInfoProto::getName).collect(Collectors.joining(", "));
  }

  private Optional<Predictions> scores(ValueInfoProto output) {
    NodeProto maker = graph.producer(output.getName()).orElse(null);
    if (maker != null && maker.getOpType().equals("ZipMap")) {
      return Optional.of(
          new Predictions(maker.getInput(0), Predictions.Kind.SCORES, classLabels(maker)));
    }
    TensorType type = TensorType.of(output).orElse(null);
    if (type == null || !type.element().isFloating()) {
      return Optional.empty();
    }
    boolean oneColumn = type.rank() == 1 || (type.rank() >= 2 && type.size(1) == 1);
    boolean onlyImagesAndClasses =
        type.shape().isEmpty()
            || (type.rank() >= 1
                && type.shape().get().stream().skip(2).allMatch(size -> size == 1));
    if (!onlyImagesAndClasses) {
      return Optional.empty();
    }
    Predictions.Kind kind =
        !oneColumn
            ? Predictions.Kind.SCORES
            : isProbability(maker)
                ? Predictions.Kind.BINARY_PROBABILITY
                : Predictions.Kind.BINARY_LOGIT;
    return Optional.of(new Predictions(output.getName(), kind, List.of()));
  }

  /** Whether a column comes out of a Sigmoid, perhaps with steps after it that change its form. */
  private boolean isProbability(@Nullable NodeProto maker) {
    NodeProto node = maker;
    while (node != null) {
      if (Nodes.is(node, "Sigmoid") || Nodes.is(node, "HardSigmoid")) {
        return true;
      }
      boolean form =
          Set.of("Identity", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze")
              .contains(node.getOpType());
      node = form ? graph.producer(node.getInput(0)).orElse(null) : null;
    }
    return false;
  }

  private Optional<Predictions> labels(ValueInfoProto output) {
    return TensorType.of(output)
        .filter(type -> type.element() == ElementType.INT64)
        .filter(type -> type.rank() <= 1 || (type.rank() == 2 && type.size(1) == 1))
        .map(type -> new Predictions(output.getName(), Predictions.Kind.LABELS, List.of()));
  }

  private static List<String> classLabels(NodeProto zipMap) {
    List<String> whole =
        Attributes.longs(zipMap, "classlabels_int64s")
            .map(longs -> Arrays.stream(longs).mapToObj(Long::toString).toList())
            .orElse(List.of());
    return Attributes.find(zipMap, "classlabels_strings")
        .map(AttributeProto::getStringsList)
        .map(names -> names.stream().map(name -> name.toStringUtf8()).toList())
        .filter(names -> !names.isEmpty())
        .orElse(whole);
  }
}
