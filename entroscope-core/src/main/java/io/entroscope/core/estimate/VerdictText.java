package io.entroscope.core.estimate;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Curve;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import io.entroscope.stats.Replicated;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A reading of the curve over depth in plain words. */
final class VerdictText {
  private VerdictText() {}

  static String of(List<LayerCurves> layers, Reading reading, int comparisons) {
    if (layers.isEmpty()) {
      return "No fully connected layer was observed, so there is no curve to read.";
    }
    Curve average = reading.average();
    if (average.steps().isEmpty()) {
      return "There is one fully connected layer only, "
          + layers.get(0).pattern().layer()
          + ", so there is no curve over depth to read.";
    }
    List<Curve> classes = reading.classes();
    String values =
        layers.stream().map(layer -> value(layer.pattern())).collect(Collectors.joining(", "));
    long falling = classes.stream().filter(Curve::falls).count();
    String classesToo = "in %d of %d classes every step falls".formatted(falling, classes.size());
    String together =
        String.format(
            Locale.ROOT,
            " (Decided at 95%% for all %d steps of all curves together; %s.)",
            comparisons,
            "± is half a 95% interval");
    if (average.falls()) {
      return "On average over the classes the normalised entropy falls at every step ("
          + values
          + "); "
          + classesToo
          + ". The paper reads that as a well-trained stack in which every layer contributes."
          + together;
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < average.steps().size(); i++) {
      if (average.steps().get(i).direction() != Direction.FALLS) {
        parts.add(part(average.steps().get(i), agreeing(classes, i)));
      }
    }
    boolean decided =
        average.steps().stream().noneMatch(step -> step.direction() == Direction.UNDECIDED);
    return "On average over the classes the normalised entropy "
        + (decided ? "does not fall at every step (" : "is not shown to fall at every step (")
        + values
        + "): "
        + String.join("; ", parts)
        + ". "
        + Character.toUpperCase(classesToo.charAt(0))
        + classesToo.substring(1)
        + "."
        + together;
  }

  private static String value(CurvePoints points) {
    Replicated mean = points.mean();
    String value = String.format(Locale.ROOT, "%s %.3f", points.layer(), mean.value());
    return mean.interval(VerdictReader.CONFIDENCE)
        .map(
            range ->
                value + String.format(Locale.ROOT, " ± %.3f", (range.high() - range.low()) / 2))
        .orElse(value);
  }

  private static String part(Step step, String agreeing) {
    String change = change(step);
    return switch (step.direction()) {
      case RISES ->
          "it rises at "
              + step.to()
              + " by "
              + change
              + "; "
              + agreeing
              + "), which the paper reads as a layer that does harm";
      case FLAT ->
          "it is flat at "
              + step.to()
              + " (change "
              + change.replace(" (", ", ")
              + "; "
              + agreeing
              + "), which the paper reads as a layer that contributes little";
      case FALLS -> "it falls at " + step.to() + " by " + change + ")";
      case UNDECIDED -> undecided(step, change);
    };
  }

  private static String undecided(Step step, String change) {
    if (step.interval() == null) {
      return "at "
          + step.to()
          + String.format(Locale.ROOT, " it changes by %+.3f", step.change())
          + ", of which no trustworthy interval can be given, so nothing is decided";
    }
    return "at "
        + step.to()
        + " it changes by "
        + change
        + "), which is too uncertain to be called a fall, a rise or flat";
  }

  /** The change with its interval, in an open bracket. */
  private static String change(Step step) {
    Interval interval = step.interval();
    String change = String.format(Locale.ROOT, "%+.3f (", step.change());
    return interval == null
        ? change
        : change
            + String.format(Locale.ROOT, "95%% %+.3f to %+.3f", interval.low(), interval.high());
  }

  private static String agreeing(List<Curve> classes, int step) {
    long rises = count(classes, step, Direction.RISES);
    long falls = count(classes, step, Direction.FALLS);
    long flat = count(classes, step, Direction.FLAT);
    return "of %d classes %d rise, %d fall, %d are flat"
        .formatted(classes.size(), rises, falls, flat);
  }

  private static long count(List<Curve> classes, int step, Direction direction) {
    return classes.stream().filter(c -> c.steps().get(step).direction() == direction).count();
  }
}
