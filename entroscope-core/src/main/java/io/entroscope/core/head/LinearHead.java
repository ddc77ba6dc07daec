package io.entroscope.core.head;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSet;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.stats.block.AffineMap;
import io.entroscope.stats.inference.Range;
import io.entroscope.stats.inference.Wilson;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A classifier made of a network of embeddings: one fully connected layer, fitted in closed form,
 * on top of it.
 *
 * @param model the network with the layer, whose one output is the scores [N, C] of the classes
 * @param pooling how the network's output became embeddings
 * @param output that output
 * @param lambda the ridge, as a share of the mean variance of the embeddings
 * @param hits how many examples it told right when it was fitted on others, in cross-validation
 * @param examples how many it was fitted on
 * @param classes how many it tells apart
 */
public record LinearHead(
    OnnxModel model,
    Pooling pooling,
    String output,
    double lambda,
    long hits,
    long examples,
    int classes) {
  /** The key of a model's metadata for {@link #accuracy}. */
  public static final String ACCURACY = "entroscope.head.accuracy";

  private static final String EXAMPLES = "entroscope.head.examples";

  /** What a model says of the accuracy of its head on examples that this was not fitted on. */
  public static OptionalDouble accuracy(OnnxModel model) {
    try {
      double accuracy = Double.parseDouble(model.metadata().getOrDefault(ACCURACY, ""));
      return accuracy >= 0 && accuracy <= 1 ? OptionalDouble.of(accuracy) : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** The model with another such accuracy, if it says one; else as it is. */
  public static OnnxModel withAccuracy(OnnxModel model, double accuracy) {
    return model.metadata().containsKey(ACCURACY)
        ? model.withMetadata(Map.of(ACCURACY, Double.toString(accuracy)))
        : model;
  }

  /**
   * Fits a head.
   *
   * @param data with labels; numbers that run from 1 on count from 1
   * @param options which examples, and how they go into the network
   * @param output of the network to take; null: the likeliest
   * @param pooling null: the one that the output's form wants
   * @throws PlanException if the network gives no embeddings of the data, or there are too few
   */
  public static LinearHead fit(
      OnnxModel model,
      DataSet data,
      AnalysisOptions options,
      @Nullable String output,
      @Nullable Pooling pooling) {
    data.fitLabels();
    Embedder embedder = Embedder.of(model, output, pooling);
    Embeddings embeddings = Embeddings.of(embedder, data, options);
    RidgeHead fitted = RidgeHead.fit(embeddings, options.selection().seed());
    OnnxModel written =
        withHead(embedder, fitted.map())
            .withMetadata(
                new TreeMap<>(
                    Map.of(
                        ACCURACY,
                        Double.toString((double) fitted.hits() / embeddings.size()),
                        EXAMPLES,
                        Integer.toString(embeddings.size()))));
    return new LinearHead(
        written,
        embedder.pooling(),
        embedder.source(),
        fitted.lambda(),
        fitted.hits(),
        embeddings.size(),
        embeddings.classes());
  }

  private static OnnxModel withHead(Embedder embedder, AffineMap map) {
    int inputs = map.inputs();
    int outputs = map.outputs();
    float[] weights = new float[inputs * outputs];
    float[] bias = new float[outputs];
    for (int j = 0; j < outputs; j++) {
      bias[j] = (float) map.bias()[j];
      for (int i = 0; i < inputs; i++) {
        weights[j * inputs + i] = (float) map.weights()[i][j];
      }
    }
    OnnxModel model = embedder.model();
    GraphBuilder builder = new GraphBuilder(model.graph());
    String w = builder.floats(builder.unused("head.weight"), new long[] {outputs, inputs}, weights);
    String b = builder.floats(builder.unused("head.bias"), new long[] {outputs}, bias);
    String scores =
        builder.node("Gemm", List.of(embedder.embedding(), w, b), Attributes.of("transB", 1L));
    builder.output(scores, TensorType.floats(-1, outputs));
    GraphProto both = model.append(builder.addition()).proto().getGraph();
    return model.edited(both.toBuilder().removeOutput(0).build());
  }

  /** The share of examples told right in cross-validation. */
  public double accuracy() {
    return (double) hits / examples;
  }

  /** The 95% Wilson interval of {@link #accuracy}. */
  public Range interval() {
    return Wilson.interval(hits, examples);
  }
}
