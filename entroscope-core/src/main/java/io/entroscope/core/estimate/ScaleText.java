package io.entroscope.core.estimate;

import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the standardised curve says something else than the raw one, in words. */
final class ScaleText {
  private ScaleText() {}

  /**
   * Such as "is flat at fc2 (…): the verdict there is one on scale; it changes by another amount at
   * fc3 (…): how much, there, is a matter of scale".
   */
  static String of(Reading raw, Reading standardised, List<Integer> at) {
    List<String> directions = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      List<Integer> going =
          at.stream()
              .filter(i -> ScaleCheck.otherWay(raw, standardised, i))
              .filter(i -> standardised.average().steps().get(i).direction() == direction)
              .toList();
      if (!going.isEmpty()) {
        directions.add(StepText.verb(direction) + changes(raw, standardised, going));
      }
    }
    List<Integer> amounts =
        at.stream().filter(i -> !ScaleCheck.otherWay(raw, standardised, i)).toList();
    List<String> parts = new ArrayList<>();
    if (!directions.isEmpty()) {
      parts.add(StepText.and(directions) + ": the verdict there is one on scale");
    }
    if (!amounts.isEmpty()) {
      parts.add(
          "changes by another amount at "
              + changes(raw, standardised, amounts)
              + ": how much, there, is a matter of scale");
    }
    return String.join("; it ", parts);
  }

  private static String changes(Reading raw, Reading standardised, List<Integer> at) {
    if (at.size() >= StepText.MOST_LISTED) {
      return at.size() + " steps";
    }
    return at.stream()
        .map(
            i -> {
              Step step = raw.average().steps().get(i);
              return String.format(
                  Locale.ROOT,
                  "%s (change %+.3f raw, %+.3f standardised)",
                  step.to(),
                  step.change(),
                  standardised.average().steps().get(i).change());
            })
        .collect(Collectors.joining(", "));
  }
}
