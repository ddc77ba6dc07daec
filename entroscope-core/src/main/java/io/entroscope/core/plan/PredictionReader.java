package io.entroscope.core.plan;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.ort.OrtRunner;
import io.entroscope.core.plan.AnalysisPlan.Prediction;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.layer.Predictions.Kind;
import java.lang.reflect.Array;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the predicted class of every image of a batch, in whatever form the model returns it; of a
 * model that names no classes nothing, and class 0 stands for that.
 */
public final class PredictionReader {
  private final @Nullable Prediction prediction;
  private final int width;
  private final int outputs;
  private final int[] classOfColumn;

  /** Of what a plan's model predicts of its data. */
  public PredictionReader(AnalysisPlan plan) {
    this.prediction = plan.predictions().orElse(null);
    this.outputs = plan.outputs();
    this.width = prediction == null ? 0 : width(prediction);
    this.classOfColumn =
        prediction == null
            ? new int[0]
            : classOfColumn(prediction.what().labels(), plan.data().classNames(), width);
  }

  /** The number of classes of a model with such predictions. */
  static int outputs(Prediction prediction, int classes) {
    return switch (prediction.what().kind()) {
      case SCORES -> width(prediction);
      case BINARY_PROBABILITY, BINARY_LOGIT -> 2;
      case LABELS -> classes;
    };
  }

  private static int width(Prediction prediction) {
    return Math.toIntExact(prediction.shape().stream().reduce(1L, Math::multiplyExact));
  }

  /**
   * The class index of each column of scores: by name if all of the model's labels are class names.
   *
   * @param labels that the model gives its columns; it may give none
   */
  public static int[] classOfColumn(List<String> labels, List<String> classNames, int width) {
    boolean byName = labels.size() == width && classNames.containsAll(labels);
    return IntStream.range(0, width)
        .map(column -> byName ? classNames.indexOf(labels.get(column)) : column)
        .toArray();
  }

  /** The float output to pin, if there is one. */
  public Map<String, List<Long>> floats() {
    return prediction != null && isPinned(prediction)
        ? Map.of(prediction.what().tensor(), prediction.shape())
        : Map.of();
  }

  /** The output to request otherwise. */
  public Set<String> others() {
    return prediction == null || isPinned(prediction)
        ? Set.of()
        : Set.of(prediction.what().tensor());
  }

  private static boolean isPinned(Prediction prediction) {
    return prediction.type() == ElementType.FLOAT && !prediction.bare();
  }

  /** Whether the model says how sure it is, and not labels alone. */
  public static boolean hasConfidence(Prediction prediction) {
    return prediction.what().kind() != Kind.LABELS;
  }

  /**
   * What a model says of some images.
   *
   * @param classes the class index predicted for each; 0 if the model names no classes
   * @param confidence the probability of that class; NaN where scores are not finite, or the model
   *     gives labels alone
   * @param margin that probability less the next largest; NaN as above
   */
  public record Said(int[] classes, float[] confidence, float[] margin) {
    private Said(int count) {
      this(new int[count], new float[count], new float[count]);
    }

    /** Of images of which nothing is known yet: a corrupt one has no prediction, which is −1. */
    public static Said nothing(int count) {
      Said said = new Said(count);
      Arrays.fill(said.classes, -1);
      Arrays.fill(said.confidence, Float.NaN);
      Arrays.fill(said.margin, Float.NaN);
      return said;
    }

    /** Takes over what was said of image {@code from} there for image {@code to} here. */
    public void set(int to, Said that, int from) {
      classes[to] = that.classes[from];
      confidence[to] = that.confidence[from];
      margin[to] = that.margin[from];
    }
  }

  /**
   * What the model says of each of {@code count} images.
   *
   * @throws AnalysisException if the model predicts a label that is not a class
   */
  public Said read(OrtRunner runner, int count) {
    Said said = new Said(count);
    if (prediction == null) {
      Arrays.fill(said.confidence, Float.NaN);
      Arrays.fill(said.margin, Float.NaN);
    } else if (isPinned(prediction)) {
      FloatBuffer scores = runner.floats(prediction.what().tensor());
      for (int i = 0; i < count; i++) {
        int row = i * width;
        read(prediction.what().kind(), column -> scores.get(row + column), said, i);
      }
    } else {
      Object rows = runner.other(prediction.what().tensor()).value();
      for (int i = 0; i < count; i++) {
        Object row = prediction.bare() ? rows : Array.get(rows, i);
        read(prediction.what().kind(), column -> number(row, column), said, i);
      }
    }
    return said;
  }

  private void read(Kind kind, Row row, Said into, int image) {
    into.classes[image] = decide(kind, row);
    Confidence sure =
        switch (kind) {
          case SCORES -> Confidence.ofScores(row, width);
          case BINARY_PROBABILITY -> Confidence.ofProbability(row.get(0));
          case BINARY_LOGIT -> Confidence.ofLogit(row.get(0));
          case LABELS -> Confidence.NONE;
        };
    into.confidence[image] = (float) sure.probability();
    into.margin[image] = (float) sure.margin();
  }

  @FunctionalInterface
  interface Row {
    double get(int column);
  }

  private int decide(Kind kind, Row row) {
    if (kind == Kind.SCORES) {
      int best = 0;
      for (int column = 1; column < width; column++) {
        best = row.get(column) > row.get(best) ? column : best;
      }
      return classOfColumn[best];
    }
    double value = row.get(0);
    return switch (kind) {
      case BINARY_PROBABILITY -> value > 0.5 ? 1 : 0;
      case BINARY_LOGIT -> value > 0 ? 1 : 0;
      default -> {
        if (!(value >= 0 && value < outputs)) {
          throw new AnalysisException(
              "the model predicts label "
                  + (long) value
                  + ", but there are "
                  + outputs
                  + " classes");
        }
        yield (int) value;
      }
    };
  }

  private static double number(Object row, int column) {
    Object value = row;
    while (value.getClass().isArray()) {
      value = Array.get(value, Array.getLength(value) == 1 ? 0 : column);
    }
    return ((Number) value).doubleValue();
  }
}
