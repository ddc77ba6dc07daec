package io.entroscope.core;

import io.entroscope.result.ClassStatistics;
import io.entroscope.result.LayerResult;
import io.entroscope.result.Verdict;
import io.entroscope.result.Verdict.Curve;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads the curve of the normalised pattern entropy over depth: where it falls, is flat or rises,
 * for each class and for their mean, and what the paper would read from that.
 */
final class VerdictReader {
  /** A step that changes the normalised entropy by no more than this is called flat. */
  static final double FLAT_WITHIN = 0.02;

  private VerdictReader() {}

  /** The verdict on these layers, in order of depth. */
  static Verdict read(List<LayerResult> layers) {
    if (layers.isEmpty()) {
      return new Verdict(
          "No fully connected layer was observed, so there is no curve to read.",
          FLAT_WITHIN,
          new Curve("mean", false, List.of()),
          List.of());
    }
    Curve average = curve("mean", layers, VerdictReader::mean);
    int classCount = layers.get(0).classes().size();
    List<Curve> classes =
        IntStream.range(0, classCount)
            .mapToObj(
                c ->
                    curve(
                        layers.get(0).classes().get(c).label(),
                        layers,
                        layer -> layer.classes().get(c).patternEntropyNormalized()))
            .toList();
    return new Verdict(summary(layers, average, classes), FLAT_WITHIN, average, classes);
  }

  /** The mean over the classes of a layer's normalised pattern entropy. */
  static double mean(LayerResult layer) {
    return layer.classes().stream()
        .mapToDouble(ClassStatistics::patternEntropyNormalized)
        .average()
        .orElse(0);
  }

  static Curve curve(
      String label, List<LayerResult> layers, ToDoubleFunction<LayerResult> entropy) {
    List<Step> steps = new ArrayList<>();
    for (int i = 1; i < layers.size(); i++) {
      LayerResult from = layers.get(i - 1);
      LayerResult to = layers.get(i);
      double change = entropy.applyAsDouble(to) - entropy.applyAsDouble(from);
      steps.add(new Step(from.name(), to.name(), change, null, direction(change)));
    }
    boolean falls =
        !steps.isEmpty() && steps.stream().allMatch(s -> s.direction() == Direction.FALLS);
    return new Curve(label, falls, steps);
  }

  static Direction direction(double change) {
    if (Math.abs(change) <= FLAT_WITHIN) {
      return Direction.FLAT;
    }
    return change < 0 ? Direction.FALLS : Direction.RISES;
  }

  private static String summary(List<LayerResult> layers, Curve average, List<Curve> classes) {
    if (average.steps().isEmpty()) {
      return "There is one fully connected layer only, "
          + layers.get(0).name()
          + ", so there is no curve over depth to read.";
    }
    String values =
        layers.stream()
            .map(layer -> String.format(Locale.ROOT, "%s %.3f", layer.name(), mean(layer)))
            .collect(Collectors.joining(", "));
    long falling = classes.stream().filter(Curve::falls).count();
    String classesToo =
        String.format("in %d of %d classes every step falls", falling, classes.size());
    if (average.falls()) {
      return "On average over the classes the normalised entropy falls at every step ("
          + values
          + "); "
          + classesToo
          + ". The paper reads that as a well-trained stack in which every layer contributes.";
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < average.steps().size(); i++) {
      Step step = average.steps().get(i);
      if (step.direction() == Direction.RISES) {
        parts.add(
            String.format(
                Locale.ROOT,
                "it rises at %s by %.3f (%s), which the paper reads as a layer that does harm",
                step.to(),
                step.change(),
                agreeing(classes, i, Direction.RISES)));
      } else if (step.direction() == Direction.FLAT) {
        parts.add(
            String.format(
                Locale.ROOT,
                "it is flat at %s (change %+.3f; %s), which the paper reads as a layer that"
                    + " contributes little",
                step.to(),
                step.change(),
                agreeing(classes, i, Direction.FLAT)));
      }
    }
    return "On average over the classes the normalised entropy does not fall at every step ("
        + values
        + "): "
        + String.join("; ", parts)
        + ". "
        + capitalised(classesToo)
        + ".";
  }

  private static String agreeing(List<Curve> classes, int step, Direction direction) {
    long same = classes.stream().filter(c -> c.steps().get(step).direction() == direction).count();
    return same + " of " + classes.size() + " classes";
  }

  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
