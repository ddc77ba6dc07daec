package io.entroscope.core.head;

import io.entroscope.core.PlanException;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.ValueInfoProto;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A network with one output alone, an embedding [N, D] of each example.
 *
 * @param model the network
 * @param embedding the name of that output
 * @param source the output of the network before that it is made of
 * @param pooling how
 */
record Embedder(OnnxModel model, String embedding, String source, Pooling pooling) {
  private static final String MASK = "attention_mask";
  private static final int ROWS = 2;
  private static final int TOKENS = 3;
  private static final int MAPS = 4;

  private static final int AXES_ARE_INPUTS_SINCE = 13;

  /**
   * Makes it.
   *
   * @param output the network's output to take; null: the likeliest
   * @param asked the pooling; null: the one that the output's form wants
   * @throws PlanException if no output can be pooled so
   */
  static Embedder of(OnnxModel model, @Nullable String output, @Nullable Pooling asked) {
    ValueInfoProto source = output == null ? likeliest(model, asked) : named(model, output);
    int rank = rank(source);
    Pooling pooling = asked != null ? asked : rank == ROWS ? Pooling.MODEL : Pooling.MEAN;
    if (!isFloating(source) || !fits(rank, pooling)) {
      throw new PlanException(
          "the output "
              + text(source)
              + " cannot be pooled as '"
              + pooling.id()
              + "': model is for [N, D], cls for [N, T, D], mean for [N, T, D] or [N, D, H, W];"
              + " choose another pooling or output");
    }
    GraphBuilder builder = new GraphBuilder(model.graph());
    String embedding = pooled(model, builder, source, pooling, rank);
    GraphProto graph =
        model.append(builder.addition()).proto().getGraph().toBuilder()
            .clearOutput()
            .addOutput(source.toBuilder().clear().setName(embedding))
            .build();
    return new Embedder(model.edited(graph), embedding, source.getName(), pooling);
  }

  private static String pooled(
      OnnxModel model, GraphBuilder builder, ValueInfoProto source, Pooling pooling, int rank) {
    String states = source.getName();
    if (pooling == Pooling.MODEL) {
      return states;
    }
    if (pooling == Pooling.CLS) {
      String first = builder.longs(builder.unused("first"), new long[0], 0);
      return builder.node("Gather", List.of(states, first), Attributes.of("axis", 1L));
    }
    boolean masked =
        rank == TOKENS
            && model.graph().inputs().stream().anyMatch(input -> input.getName().equals(MASK));
    return masked ? meanOfTokens(model, builder, states) : meanOfPlaces(builder, states, rank);
  }

  /** Over the tokens whose mask is 1: Σ mask · state / Σ mask. */
  private static String meanOfTokens(OnnxModel model, GraphBuilder builder, String states) {
    String mask =
        builder.node("Cast", List.of(MASK), Attributes.of("to", ElementType.FLOAT.number()));
    String factors = along(model, builder, "Unsqueeze", mask, 2);
    String kept = builder.node("Mul", List.of(states, factors));
    String sum = along(model, builder, "ReduceSum", kept, 1);
    String tokens = along(model, builder, "ReduceSum", factors, 1);
    return builder.node("Flatten", List.of(builder.node("Div", List.of(sum, tokens))));
  }

  /** A node whose axis is an attribute in old versions of ONNX and an input in newer ones. */
  private static String along(
      OnnxModel model, GraphBuilder builder, String operator, String tensor, long axis) {
    if (model.opset() < AXES_ARE_INPUTS_SINCE) {
      return builder.node(operator, List.of(tensor), Attributes.of("axes", new long[] {axis}));
    }
    String axes = builder.longs(builder.unused("axes"), new long[] {1}, axis);
    return builder.node(operator, List.of(tensor, axes));
  }

  private static String meanOfPlaces(GraphBuilder builder, String states, int rank) {
    String maps =
        rank == MAPS
            ? states
            : builder.node(
                "Transpose", List.of(states), Attributes.of("perm", new long[] {0, 2, 1}));
    return builder.node("Flatten", List.of(builder.node("GlobalAveragePool", List.of(maps))));
  }

  /** One that the network pooled itself, the last hidden state, or whatever is a vector or map. */
  private static ValueInfoProto likeliest(OnnxModel model, @Nullable Pooling asked) {
    return model.graph().outputs().stream()
        .filter(output -> isFloating(output) && fits(rank(output), asked))
        .min(Comparator.comparingInt(Embedder::place))
        .orElseThrow(
            () ->
                new PlanException(
                    "none of the model's outputs is an embedding: "
                        + model.graph().outputs().stream()
                            .map(Embedder::text)
                            .collect(Collectors.joining(", "))
                        + "; give a model with an output [N, D], [N, T, D] or [N, D, H, W]"));
  }

  private static boolean fits(int rank, @Nullable Pooling asked) {
    return asked == null
        ? rank >= ROWS && rank <= MAPS
        : switch (asked) {
          case MODEL -> rank == ROWS;
          case CLS -> rank == TOKENS;
          case MEAN -> rank == TOKENS || rank == MAPS;
        };
  }

  /** BERT's pooler was trained to tell whether sentences follow, so it comes last. */
  private static int place(ValueInfoProto output) {
    String name = output.getName();
    int kind = name.contains("pooler") ? 2 : rank(output) == ROWS ? 0 : 1;
    return name.contains("sentence_embedding") ? -1 : kind;
  }

  private static ValueInfoProto named(OnnxModel model, String name) {
    return model.graph().outputs().stream()
        .filter(output -> output.getName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new PlanException(
                    "the model has no output '"
                        + name
                        + "'; it has "
                        + model.graph().outputs().stream()
                            .map(ValueInfoProto::getName)
                            .collect(Collectors.joining(", "))));
  }

  private static boolean isFloating(ValueInfoProto output) {
    return TensorType.of(output).map(type -> type.element() == ElementType.FLOAT).orElse(false);
  }

  private static int rank(ValueInfoProto output) {
    Optional<TensorType> type = TensorType.of(output);
    return type.filter(of -> of.shape().isPresent()).map(TensorType::rank).orElse(-1);
  }

  private static String text(ValueInfoProto output) {
    return "'"
        + output.getName()
        + "' "
        + TensorType.of(output)
            .flatMap(TensorType::shape)
            .map(Object::toString)
            .orElse("of unknown shape");
  }
}
