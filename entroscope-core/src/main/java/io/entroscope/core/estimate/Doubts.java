package io.entroscope.core.estimate;

import io.entroscope.result.Verdict.Curve;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What in the same numbers speaks against the paper's reading of a curve.
 *
 * @param readings of the curve
 * @param guessing the accuracy beside that of guessing; empty if it is not known
 */
record Doubts(Readings readings, Optional<Guessing> guessing) {
  /** In words, none if nothing does. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    if (guessing.isEmpty()) {
      words.add("the accuracy is not known");
    } else if (!guessing.get().beaten()) {
      words.add("the accuracy is not shown to be above guessing");
    }
    if (readings.pattern().average().falls()) {
      classes(words);
    } else {
      classesAtSteps(words);
    }
    against("with the scale of the layers taken out it ", readings.standardized(), words);
    scale(words);
    against("the mean entropy of single images ", readings.image(), words);
    return words;
  }

  private void classes(List<String> words) {
    List<Curve> classes = readings.pattern().classes();
    long falling = classes.stream().filter(Curve::falls).count();
    if (2 * falling < classes.size()) {
      words.add(
          "every step is shown to fall in %d of %d classes only"
              .formatted(falling, classes.size()));
    }
  }

  private void classesAtSteps(List<String> words) {
    List<Curve> classes = readings.pattern().classes();
    List<Step> steps = readings.pattern().average().steps();
    List<Step> few = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      int at = i;
      long agreeing =
          classes.stream().filter(c -> c.steps().get(at).direction() == step.direction()).count();
      if (read(step) && 2 * agreeing < classes.size()) {
        few.add(step);
      }
    }
    if (!few.isEmpty()) {
      words.add("fewer than half of the classes show it at " + StepText.named(few));
    }
  }

  /** Where another reading is decided and says something else than a step that is read. */
  private void against(String what, Reading other, List<String> words) {
    List<Step> steps = readings.pattern().average().steps();
    List<Step> against = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step beside = other.average().steps().get(i);
      if (read(steps.get(i))
          && beside.direction() != Direction.UNDECIDED
          && beside.direction() != steps.get(i).direction()) {
        against.add(beside);
      }
    }
    if (!against.isEmpty()) {
      words.add(what + StepText.directions(against));
    }
  }

  /** Where the direction is the same, or undecided without scale, and the size is not. */
  private void scale(List<String> words) {
    List<Step> steps = readings.pattern().average().steps();
    List<Step> standardized = readings.standardized().average().steps();
    List<Step> at =
        ScaleCheck.disagreeing(readings.pattern(), readings.standardized()).stream()
            .filter(i -> read(steps.get(i)))
            .filter(
                i ->
                    standardized.get(i).direction() == Direction.UNDECIDED
                        || standardized.get(i).direction() == steps.get(i).direction())
            .map(steps::get)
            .toList();
    if (!at.isEmpty()) {
      words.add("its size hangs on the scale of the layers at " + StepText.named(at));
    }
  }

  /** Whether the paper's reading is of this step: a fall matters if all fall. */
  private boolean read(Step step) {
    return readings.pattern().average().falls()
        || step.direction() == Direction.RISES
        || step.direction() == Direction.FLAT;
  }
}
