package io.entroscope.core.estimate;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Steps of a curve in words. The intervals are those that decide. */
final class StepText {
  /** Where more layers than this are in the curve, it is summed up instead of listed. */
  static final int MOST_LISTED = 10;

  private static final int SHORTEST_RUN = 3;

  private StepText() {}

  /** Such as {@code falls at }, for the name of a layer. */
  static String verb(Direction direction) {
    return switch (direction) {
      case FALLS -> "falls at ";
      case FLAT -> "is flat at ";
      case RISES -> "rises at ";
      case UNDECIDED -> "is undecided at ";
    };
  }

  /** Such as {@code falls at fc2 by 0.043 (95% 0.030 to 0.056)}. */
  static String of(Step step) {
    return switch (step.direction()) {
      case FALLS, RISES ->
          verb(step.direction())
              + step.to()
              + String.format(Locale.ROOT, " by %.3f", Math.abs(step.change()))
              + size(step);
      case FLAT -> "is flat at " + step.to() + " " + signed(step);
      case UNDECIDED ->
          step.corrected() == null
              ? String.format(
                  Locale.ROOT,
                  "is undecided at %s (change %+.3f, of which no trustworthy interval can be"
                      + " given)",
                  step.to(),
                  step.change())
              : "is undecided at " + step.to() + " " + signed(step);
    };
  }

  /** The interval of the size of a fall or a rise, which the word gives the sign of. */
  private static String size(Step step) {
    Interval interval = step.corrected();
    if (interval == null) {
      return "";
    }
    boolean falls = step.direction() == Direction.FALLS;
    return String.format(
        Locale.ROOT,
        " (95%% %.3f to %.3f)",
        falls ? -interval.high() : interval.low(),
        falls ? -interval.low() : interval.high());
  }

  private static String signed(Step step) {
    Interval interval = step.corrected();
    String change = String.format(Locale.ROOT, "(change %+.3f", step.change());
    return interval == null
        ? change + ")"
        : change
            + String.format(Locale.ROOT, ", 95%% %+.3f to %+.3f)", interval.low(), interval.high());
  }

  /**
   * Such as {@code falls at fc3, fc4 and is flat at fc2}; numbers of steps where there are many.
   */
  static String directions(List<Step> steps) {
    List<String> parts = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      List<Step> going = steps.stream().filter(step -> step.direction() == direction).toList();
      if (!going.isEmpty()) {
        parts.add(verb(direction) + named(going));
      }
    }
    return and(parts);
  }

  /** The layers that steps lead to: by name, neighbours by the first and the last; or how many. */
  static String named(List<Step> steps) {
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= steps.size(); i++) {
      if (i == steps.size() || !steps.get(i).from().equals(steps.get(i - 1).to())) {
        List<String> run = steps.subList(start, i).stream().map(Step::to).toList();
        names.addAll(
            run.size() < SHORTEST_RUN
                ? run
                : List.of(run.get(0) + " to " + run.get(run.size() - 1)));
        start = i;
      }
    }
    return names.size() < MOST_LISTED ? String.join(", ", names) : steps.size() + " layers";
  }

  /** Such as {@code a, b and c}. */
  static String and(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
