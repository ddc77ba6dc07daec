package io.entroscope.core.prune.block;

import io.entroscope.core.internal.HighestScore;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.edit.ReplaceHead;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.stats.CrossProducts;
import io.entroscope.stats.block.AffineMap;
import io.entroscope.stats.block.LinearMap;
import io.entroscope.stats.block.PairMoments;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fits the linear head at the end of a network again, in closed form, to what now enters it: by
 * ridge regression on the scores that the whole network gave, or on the labels as one-hot rows (as
 * a linear probe: G. Alain, Y. Bengio, "Understanding Intermediate Layers Using Linear Classifier
 * Probes", 2016), as far apart as the whole network sets them. What is shrunk is the change of the
 * weights: the head may have been made from far more examples than there are here.
 */
final class HeadFit {
  /** What a head is fitted to. */
  enum Target {
    /** Nothing: the head stays. */
    OLD("the head as it was"),
    SCORES("the head fitted again to the whole network's scores"),
    LABELS("the head fitted again to the labels");

    private final String words;

    Target(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * An example.
   *
   * @param heldOut whether nothing is fitted on it
   * @param label the column of the class that it is in; −1 without one
   * @param features what enters the head
   * @param scores what the head gives now
   * @param whole what the whole network's head gives
   */
  record Example(boolean heldOut, int label, float[] features, float[] scores, float[] whole) {}

  /** Ridges of which the last leave the head nearly as it was. */
  private static final List<Double> LAMBDAS =
      List.of(1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0, 1000.0);

  /**
   * What is added to a head.
   *
   * @param tried fitted on the examples that are not held out
   * @param fitted fitted on all
   */
  private record Head(AffineMap tried, AffineMap fitted) {}

  private final Layer layer;
  private final List<Example> examples;
  private final boolean labelled;
  private final CrossProducts products;
  private final double distance;
  private final Map<Target, Head> heads = new EnumMap<>(Target.class);

  HeadFit(Layer layer, List<Example> examples, boolean labelled, CrossProducts products) {
    this.layer = layer;
    this.examples = examples;
    this.labelled = labelled && examples.stream().allMatch(example -> example.label() >= 0);
    this.products = products;
    boolean classes = examples.stream().mapToInt(Example::label).distinct().count() > 1;
    this.distance = this.labelled && classes ? distance(layer.units(), examples) : 0;
    for (Target target : Target.values()) {
      // Of one class alone a head would learn to name it whatever it sees.
      boolean ofLabels = target == Target.LABELS && this.labelled && classes;
      if (target == Target.SCORES || ofLabels) {
        head(target).ifPresent(head -> heads.put(target, head));
      }
    }
  }

  private Optional<Head> head(Target target) {
    PairMoments fit = moments(target, false);
    return LinearMap.towardsZero(fit, moments(target, true), LAMBDAS)
        .flatMap(
            found ->
                LinearMap.towardsZero(fit, found.lambda())
                    .map(tried -> new Head(tried, found.map())));
  }

  private PairMoments moments(Target target, boolean heldOut) {
    PairMoments.Builder builder = new PairMoments.Builder(layer.inputs(), layer.units(), products);
    for (Example example : examples) {
      if (example.heldOut() == heldOut) {
        builder.add(example.features(), missing(example, target));
      }
    }
    return builder.build();
  }

  /** What the scores are short of. */
  private float[] missing(Example example, Target target) {
    float[] row = new float[layer.units()];
    for (int unit = 0; unit < row.length; unit++) {
      double wanted =
          target == Target.SCORES ? example.whole()[unit] : unit == example.label() ? distance : 0;
      row[unit] = (float) (wanted - example.scores()[unit]);
    }
    return row;
  }

  /**
   * How far the whole network's score of an example's class lies above that of other examples, by
   * least squares over all classes.
   */
  private static double distance(int units, List<Example> examples) {
    double[] mean = new double[units];
    double[] share = new double[units];
    for (Example example : examples) {
      share[example.label()] += 1.0 / examples.size();
      for (int unit = 0; unit < units; unit++) {
        mean[unit] += (double) example.whole()[unit] / examples.size();
      }
    }
    double together = 0;
    for (Example example : examples) {
      together += example.whole()[example.label()] - mean[example.label()];
    }
    double spread = 0;
    for (double of : share) {
      spread += examples.size() * of * (1 - of);
    }
    return together / spread;
  }

  /**
   * The head that names the most held-out examples rightly, or, without labels, as the whole
   * network does; of equals the one that changes less.
   */
  Target best() {
    Target best = Target.OLD;
    for (Target target : heads.keySet()) {
      best = hits(target) > hits(best) ? target : best;
    }
    return best;
  }

  private long hits(Target target) {
    Head head = heads.get(target);
    return examples.stream()
        .filter(Example::heldOut)
        .filter(
            example ->
                HighestScore.of(scores(example, head))
                    == (labelled ? example.label() : HighestScore.of(wide(example.whole()))))
        .count();
  }

  private static double[] scores(Example example, @Nullable Head head) {
    double[] scores = wide(example.scores());
    double[] added =
        head == null ? new double[scores.length] : head.tried().apply(example.features());
    for (int unit = 0; unit < scores.length; unit++) {
      scores[unit] += added[unit];
    }
    return scores;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** The model with the head that was tried on the held-out examples. */
  OnnxModel tried(OnnxModel model, Target target) {
    Head head = heads.get(target);
    return head == null ? model : replaced(model, head.tried());
  }

  /** The model with the head that was fitted on all examples. */
  OnnxModel fitted(OnnxModel model, Target target) {
    Head head = heads.get(target);
    return head == null ? model : replaced(model, head.fitted());
  }

  private OnnxModel replaced(OnnxModel model, AffineMap map) {
    int units = map.outputs();
    double[] weights = new double[map.inputs() * units];
    for (int i = 0; i < map.inputs(); i++) {
      System.arraycopy(map.weights()[i], 0, weights, i * units, units);
    }
    return ReplaceHead.adding(layer, weights, map.bias()).apply(model);
  }

  /** Whether a model's head can be given other weights. */
  static boolean canReplace(OnnxModel model, Layer layer) {
    try {
      double[] weights = new double[Math.multiplyExact(layer.inputs(), layer.units())];
      return ReplaceHead.adding(layer, weights, new double[layer.units()]).apply(model) != model;
    } catch (OnnxException e) {
      return false;
    }
  }
}
