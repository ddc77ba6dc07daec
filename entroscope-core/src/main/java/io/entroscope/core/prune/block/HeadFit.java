package io.entroscope.core.prune.block;

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

/**
 * Fits the linear head at the end of a network again, in closed form, to what now enters it: by
 * ridge regression on the scores that the whole network gave, or on the labels as one-hot rows (as
 * a linear probe: G. Alain, Y. Bengio, "Understanding Intermediate Layers Using Linear Classifier
 * Probes", 2016), scaled to the spread of the scores so that probabilities stay what they were.
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

  /**
   * A head.
   *
   * @param tried fitted on the examples that are not held out
   * @param fitted fitted on all
   */
  private record Head(AffineMap tried, AffineMap fitted) {}

  private final Layer layer;
  private final List<Example> examples;
  private final boolean labelled;
  private final CrossProducts products;
  private final Map<Target, Head> heads = new EnumMap<>(Target.class);

  HeadFit(Layer layer, List<Example> examples, boolean labelled, CrossProducts products) {
    this.layer = layer;
    this.examples = examples;
    this.labelled = labelled && examples.stream().allMatch(example -> example.label() >= 0);
    this.products = products;
    head(Target.SCORES).ifPresent(head -> heads.put(Target.SCORES, head));
    if (this.labelled) {
      head(Target.LABELS).ifPresent(head -> heads.put(Target.LABELS, scaled(head)));
    }
  }

  private Optional<Head> head(Target target) {
    PairMoments fit = moments(target, false);
    return LinearMap.fit(fit, moments(target, true))
        .flatMap(
            found -> LinearMap.fit(fit, found.lambda()).map(tried -> new Head(tried, found.map())));
  }

  private PairMoments moments(Target target, boolean heldOut) {
    PairMoments.Builder builder = new PairMoments.Builder(layer.inputs(), layer.units(), products);
    for (Example example : examples) {
      if (example.heldOut() == heldOut) {
        builder.add(
            example.features(), target == Target.SCORES ? example.whole() : oneHot(example));
      }
    }
    return builder.build();
  }

  private float[] oneHot(Example example) {
    float[] row = new float[layer.units()];
    row[example.label()] = 1;
    return row;
  }

  /** A head whose scores are spread as far as the whole network's. */
  private Head scaled(Head head) {
    double now = 0;
    double before = 0;
    for (Example example : examples) {
      now += spread(head.fitted().apply(example.features()));
      before += spread(wide(example.whole()));
    }
    double factor = now > 0 ? Math.sqrt(before / now) : 1;
    return new Head(times(head.tried(), factor), times(head.fitted(), factor));
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static double spread(double[] scores) {
    double mean = 0;
    for (double score : scores) {
      mean += score / scores.length;
    }
    double spread = 0;
    for (double score : scores) {
      spread += (score - mean) * (score - mean);
    }
    return spread;
  }

  private static AffineMap times(AffineMap map, double factor) {
    double[][] weights = new double[map.inputs()][];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = times(map.weights()[i], factor);
    }
    return new AffineMap(weights, times(map.bias(), factor));
  }

  private static double[] times(double[] values, double factor) {
    double[] product = values.clone();
    for (int i = 0; i < product.length; i++) {
      product[i] *= factor;
    }
    return product;
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
                highest(
                        head == null
                            ? wide(example.scores())
                            : head.tried().apply(example.features()))
                    == (labelled ? example.label() : highest(wide(example.whole()))))
        .count();
  }

  private static int highest(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
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
    return new ReplaceHead(layer, weights, map.bias()).apply(model);
  }

  /** Whether a model's head can be given other weights. */
  static boolean canReplace(OnnxModel model, Layer layer) {
    try {
      double[] weights = new double[Math.multiplyExact(layer.inputs(), layer.units())];
      return new ReplaceHead(layer, weights, new double[layer.units()]).apply(model) != model;
    } catch (OnnxException e) {
      return false;
    }
  }
}
