package io.entroscope.core.estimate;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Curve;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import io.entroscope.stats.Replicated;
import io.entroscope.stats.inference.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Curves of given changes, with an interval of half the width before it is corrected. */
final class MadeUpCurves {
  static final double HALF = 0.01;

  private MadeUpCurves() {}

  static Step step(int layer, double change, double half) {
    Interval corrected = new Interval(change - half, change + half);
    return new Step(
        "fc" + layer,
        "fc" + (layer + 1),
        change,
        new Interval(change - half / 2, change + half / 2),
        corrected,
        VerdictReader.direction(corrected));
  }

  static Curve curve(double half, double... changes) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < changes.length; i++) {
      steps.add(step(i + 1, changes[i], half));
    }
    return new Curve("mean", steps.stream().allMatch(s -> s.direction() == Direction.FALLS), steps);
  }

  /** A curve that all classes share. */
  static Reading reading(double... changes) {
    Curve curve = curve(HALF, changes);
    return new Reading(curve, List.of(curve, curve, curve, curve));
  }

  static Reading reading(Curve average, Curve... classes) {
    return new Reading(average, List.of(classes));
  }

  /** The points of a curve from 0.9 downwards or upwards. */
  static List<CurvePoints> points(Reading reading) {
    List<CurvePoints> points = new ArrayList<>();
    double value = 0.9;
    points.add(point("fc1", value));
    for (Step step : reading.average().steps()) {
      value += step.change();
      points.add(point(step.to(), value));
    }
    return points;
  }

  private static CurvePoints point(String layer, double value) {
    double[] without = new double[20];
    long[] sizes = new long[20];
    Arrays.fill(without, value);
    Arrays.fill(sizes, 50);
    return new CurvePoints(layer, List.of(new Replicated(value, without, sizes, 1000, Range.ALL)));
  }
}
