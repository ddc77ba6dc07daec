package io.entroscope.core.prune.block;

import io.entroscope.core.head.LinearHead;
import io.entroscope.core.internal.HighestScore;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.edit.ReplaceHead;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.stats.CrossProducts;
import io.entroscope.stats.block.AffineMap;
import io.entroscope.stats.block.LinearMap;
import io.entroscope.stats.block.PairMoments;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Fits the linear head at the end of a network again, in closed form, to what now enters it: by
 * ridge regression on the scores that the whole network gave, or on the labels as one-hot rows (as
 * a linear probe: G. Alain, Y. Bengio, "Understanding Intermediate Layers Using Linear Classifier
 * Probes", 2016), as far apart as the whole network sets them. What is shrunk is the change of the
 * weights, since the head may have been made from far more examples than there are here, or the
 * weights themselves, since it may also have been made from few. Which of these, and the ridge, is
 * what names most examples rightly in cross-validation.
 *
 * <p>An old head that was fitted on these very examples names too many of them rightly. Where the
 * model says how many it named when it was fitted on others ({@link LinearHead#ACCURACY}), what the
 * whole network names beyond that is taken off all heads that are made from the old one.
 */
final class HeadFit {
  /** What a head is fitted to. */
  enum Target {
    /** Nothing: the head stays. */
    OLD("the head as it was"),
    SCORES("the head fitted again to the whole network's scores"),
    LABELS("the head fitted again to the labels"),
    /** Their mean; of one ridge, the mean of the two heads. */
    BOTH("the head fitted again to the whole network's scores and the labels"),
    ANEW("a new head fitted to the labels");

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
  private static final List<Double> LAMBDAS = List.of(1e-3, 1e-2, 1e-1, 1.0, 10.0, 100.0, 1000.0);

  private static final int FOLDS = 5;

  /**
   * A head, or what is added to one.
   *
   * @param tried fitted on the examples that are not held out
   * @param fitted fitted on all
   */
  private record Head(AffineMap tried, AffineMap fitted) {}

  /** Moments of the examples of a fold, from features to what each target is short of. */
  private record Fold(PairMoments fit, PairMoments held) {}

  private final Layer layer;
  private final List<Example> examples;
  private final boolean labelled;
  private final CrossProducts products;
  private final double distance;
  private final List<Target> targets;
  private final Map<Target, Head> heads = new EnumMap<>(Target.class);
  private final Map<Target, Long> hits = new EnumMap<>(Target.class);

  /** How many examples the whole network names rightly. */
  private final long whole;

  /** How many of these because its head was fitted on them. */
  private final long flattered;

  /**
   * Fits.
   *
   * @param known the whole network's accuracy on examples that its head was not fitted on
   */
  HeadFit(
      Layer layer,
      List<Example> examples,
      boolean labelled,
      OptionalDouble known,
      CrossProducts products) {
    this.layer = layer;
    this.examples = examples;
    this.labelled = labelled && examples.stream().allMatch(example -> example.label() >= 0);
    this.products = products;
    // Of one class alone a head would learn to name it whatever it sees.
    boolean classes = examples.stream().mapToInt(Example::label).distinct().count() > 1;
    boolean ofLabels = this.labelled && classes;
    this.distance = ofLabels ? distance(layer.units(), examples) : 0;
    this.targets =
        ofLabels
            ? List.of(Target.SCORES, Target.LABELS, Target.BOTH, Target.ANEW)
            : List.of(Target.SCORES);
    fit();
    this.whole = examples.stream().filter(example -> isHit(example, wide(example.whole()))).count();
    long honest = Math.round(known.orElse(1) * examples.size());
    this.flattered = this.labelled ? Math.max(0, whole - honest) : 0;
  }

  private void fit() {
    hits.put(
        Target.OLD,
        examples.stream().filter(example -> isHit(example, wide(example.scores()))).count());
    List<Fold> folds = folds();
    Map<Target, Double> ridges = new EnumMap<>(Target.class);
    for (double lambda : LAMBDAS) {
      long[] counts = crossValidated(folds, lambda);
      for (int t = 0; t < targets.size(); t++) {
        if (counts[t] >= hits.getOrDefault(targets.get(t), 0L)) {
          hits.put(targets.get(t), counts[t]);
          ridges.put(targets.get(t), lambda);
        }
      }
    }
    PairMoments fit = sum(folds.stream().map(Fold::fit).toList());
    PairMoments all = fit.merge(sum(folds.stream().map(Fold::held).toList()));
    ridges.forEach(
        (target, lambda) -> {
          Optional<AffineMap> tried = LinearMap.towardsZero(fit, lambda);
          Optional<AffineMap> fitted = LinearMap.towardsZero(all, lambda);
          if (tried.isPresent() && fitted.isPresent()) {
            heads.put(target, new Head(part(tried.get(), target), part(fitted.get(), target)));
          }
        });
  }

  /** Every fifth example is in one. */
  private List<Fold> folds() {
    List<Fold> folds = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int outputs = layer.units() * targets.size();
      PairMoments.Builder fit = new PairMoments.Builder(layer.inputs(), outputs, products);
      PairMoments.Builder held = new PairMoments.Builder(layer.inputs(), outputs, products);
      for (int i = fold; i < examples.size(); i += FOLDS) {
        Example example = examples.get(i);
        (example.heldOut() ? held : fit).add(example.features(), missing(example));
      }
      folds.add(new Fold(fit.build(), held.build()));
    }
    return folds;
  }

  private PairMoments sum(List<PairMoments> parts) {
    return parts.stream().reduce(PairMoments::merge).orElseThrow();
  }

  /** How many examples each target's head names rightly, fitted on the other folds. */
  private long[] crossValidated(List<Fold> folds, double lambda) {
    long[] counts = new long[targets.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      List<PairMoments> others = new ArrayList<>();
      for (int other = 0; other < FOLDS; other++) {
        if (other != fold) {
          others.add(folds.get(other).fit());
          others.add(folds.get(other).held());
        }
      }
      Optional<AffineMap> map = LinearMap.towardsZero(sum(others), lambda);
      for (int i = fold; map.isPresent() && i < examples.size(); i += FOLDS) {
        Example example = examples.get(i);
        double[] given = map.get().apply(example.features());
        for (int t = 0; t < counts.length; t++) {
          counts[t] += isHit(example, scores(example, targets.get(t), given)) ? 1 : 0;
        }
      }
    }
    return counts;
  }

  /** A target's scores, from what a map of all targets gives. */
  private double[] scores(Example example, Target target, double[] given) {
    int from = targets.indexOf(target) * layer.units();
    double[] scores = target == Target.ANEW ? new double[layer.units()] : wide(example.scores());
    for (int unit = 0; unit < scores.length; unit++) {
      scores[unit] += given[from + unit];
    }
    return scores;
  }

  /** Whether the class of the highest score is right or, without labels, the whole network's. */
  private boolean isHit(Example example, double[] scores) {
    return HighestScore.of(scores)
        == (labelled ? example.label() : HighestScore.of(wide(example.whole())));
  }

  /** What is to be added to the scores, for each target; of a new head, all of its scores. */
  private float[] missing(Example example) {
    int units = layer.units();
    float[] row = new float[units * targets.size()];
    for (int t = 0; t < targets.size(); t++) {
      Target target = targets.get(t);
      for (int unit = 0; unit < units; unit++) {
        double label = unit == example.label() ? distance : 0;
        double wanted =
            switch (target) {
              case SCORES -> example.whole()[unit];
              case BOTH -> (example.whole()[unit] + label) / 2;
              default -> label;
            };
        double given = target == Target.ANEW ? 0 : example.scores()[unit];
        row[t * units + unit] = (float) (wanted - given);
      }
    }
    return row;
  }

  /** The columns of one target. */
  private AffineMap part(AffineMap map, Target target) {
    int units = layer.units();
    int from = targets.indexOf(target) * units;
    double[][] weights = new double[map.inputs()][units];
    double[] bias = new double[units];
    System.arraycopy(map.bias(), from, bias, 0, units);
    for (int i = 0; i < weights.length; i++) {
      System.arraycopy(map.weights()[i], from, weights[i], 0, units);
    }
    return new AffineMap(weights, bias);
  }

  /**
   * How far the whole network's score of an example's class lies above that of other examples, by
   * least squares over all classes; 1 if it does not lie above.
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
    return together > 0 ? together / spread : 1;
  }

  /**
   * The head that names most examples rightly, or, without labels, as the whole network does; of
   * equals the one that changes less.
   */
  Target best() {
    Target best = Target.OLD;
    for (Target target : heads.keySet()) {
      best = hits(target) > hits(best) ? target : best;
    }
    return best;
  }

  private long hits(Target target) {
    long all = Objects.requireNonNull(hits.get(target));
    return target == Target.ANEW ? all : all - flattered;
  }

  /**
   * The shares of examples that are named rightly, as far as they were not fitted on.
   *
   * @param whole by the whole network
   * @param now by the network with the best head
   * @param examples how many there are
   */
  record Judged(double whole, double now, int examples) {}

  /** How good the best head is; empty without labels. */
  Optional<Judged> judged() {
    int n = examples.size();
    return labelled
        ? Optional.of(new Judged((double) (whole - flattered) / n, (double) hits(best()) / n, n))
        : Optional.empty();
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
    return head == null ? model : replaced(model, target, head.tried());
  }

  /** The model with the head that was fitted on all examples. */
  OnnxModel fitted(OnnxModel model, Target target) {
    Head head = heads.get(target);
    return head == null
        ? model
        : LinearHead.withAccuracy(
            replaced(model, target, head.fitted()), (double) hits(target) / examples.size());
  }

  private OnnxModel replaced(OnnxModel model, Target target, AffineMap map) {
    int units = map.outputs();
    double[] weights = new double[map.inputs() * units];
    for (int i = 0; i < map.inputs(); i++) {
      System.arraycopy(map.weights()[i], 0, weights, i * units, units);
    }
    return target == Target.ANEW
        ? new ReplaceHead(layer, weights, map.bias()).apply(model)
        : ReplaceHead.adding(layer, weights, map.bias()).apply(model);
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
