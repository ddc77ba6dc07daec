package io.entroscope.core.estimate;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict;
import io.entroscope.result.Verdict.Curve;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import io.entroscope.stats.Replicated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the curves of the normalised entropies over depth: where they fall, are flat or rise, for
 * each class and for the mean over the classes, and what the paper would read from that.
 *
 * <p>A step is decided by the interval of its change, over the same images before and after,
 * widened so that all steps of all curves hold together with 95% (Bonferroni): flat if it lies
 * within the margin of equivalence (at least as strict as two one-sided tests), falling or rising
 * if it lies on one side of zero, and undecided otherwise.
 */
final class VerdictReader {
  /** The margin of equivalence: changes of the normalised entropy within it do not matter. */
  static final double FLAT_WITHIN = 0.02;

  static final double CONFIDENCE = 0.95;

  private final List<LayerCurves> layers;
  private final List<String> classNames;
  private final Optional<Guessing> guessing;
  private final int comparisons;

  private VerdictReader(
      List<LayerCurves> layers, List<String> classNames, Optional<Guessing> guessing) {
    this.layers = layers;
    this.classNames = classNames;
    this.guessing = guessing;
    this.comparisons = Math.max(0, layers.size() - 1) * (classNames.size() + 1);
  }

  /**
   * The verdict on these layers.
   *
   * @param layers in order of depth
   * @param classNames the names of the classes
   * @param guessing the accuracy beside that of guessing; empty if it is not known
   */
  static Verdict read(
      List<LayerCurves> layers, List<String> classNames, Optional<Guessing> guessing) {
    return new VerdictReader(layers, classNames, guessing).read();
  }

  private Verdict read() {
    boolean steps = comparisons > 0;
    Readings readings =
        new Readings(
            reading(LayerCurves::pattern),
            reading(LayerCurves::standardized),
            reading(LayerCurves::image));
    return new Verdict(
        VerdictText.of(
            layers.stream().map(LayerCurves::pattern).toList(), readings, comparisons, guessing),
        FLAT_WITHIN,
        readings.pattern().average(),
        readings.pattern().classes(),
        steps ? comparisons : null,
        steps ? "bonferroni" : null,
        steps ? readings.standardized() : null,
        steps ? readings.image() : null);
  }

  private Reading reading(Function<LayerCurves, CurvePoints> entropy) {
    List<CurvePoints> points = layers.stream().map(entropy).toList();
    List<Curve> classes =
        layers.isEmpty()
            ? List.of()
            : IntStream.range(0, classNames.size())
                .mapToObj(c -> curve(classNames.get(c), points, layer -> layer.classes().get(c)))
                .toList();
    return new Reading(curve("mean", points, CurvePoints::mean), classes);
  }

  private Curve curve(
      String className, List<CurvePoints> layers, Function<CurvePoints, Replicated> entropy) {
    List<Step> steps = new ArrayList<>();
    for (int i = 1; i < layers.size(); i++) {
      Replicated change = entropy.apply(layers.get(i)).minus(entropy.apply(layers.get(i - 1)));
      Interval corrected = CurvePoints.interval(change, 1 - (1 - CONFIDENCE) / comparisons);
      steps.add(
          new Step(
              layers.get(i - 1).layer(),
              layers.get(i).layer(),
              change.value(),
              CurvePoints.interval(change, CONFIDENCE),
              corrected,
              direction(corrected)));
    }
    boolean falls =
        !steps.isEmpty() && steps.stream().allMatch(s -> s.direction() == Direction.FALLS);
    return new Curve(className, falls, steps);
  }

  /** What a step is called whose change lies in this interval; null: none that can be trusted. */
  static Direction direction(@Nullable Interval change) {
    if (change == null) {
      return Direction.UNDECIDED;
    }
    if (change.low() >= -FLAT_WITHIN && change.high() <= FLAT_WITHIN) {
      return Direction.FLAT;
    }
    if (change.high() < 0) {
      return Direction.FALLS;
    }
    return change.low() > 0 ? Direction.RISES : Direction.UNDECIDED;
  }
}
