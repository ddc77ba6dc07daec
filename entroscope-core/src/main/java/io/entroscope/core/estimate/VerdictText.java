package io.entroscope.core.estimate;

import io.entroscope.result.Verdict.Curve;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.result.Verdict.Step;
import io.entroscope.stats.Replicated;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A reading of the curve over depth in plain words: what can be relied on, then the curve, then
 * what the paper reads from it, with what speaks against that in the same sentence.
 */
final class VerdictText {
  private static final int LARGEST = 3;

  /** Where more steps than this are no falls, the curve is summed up, too. */
  private static final int MOST_SPELLED_OUT = 4;

  private final List<CurvePoints> layers;
  private final Readings readings;
  private final int comparisons;
  private final Optional<Guessing> guessing;
  private final Curve average;

  private VerdictText(
      List<CurvePoints> layers, Readings readings, int comparisons, Optional<Guessing> guessing) {
    this.layers = layers;
    this.readings = readings;
    this.comparisons = comparisons;
    this.guessing = guessing;
    this.average = readings.pattern().average();
  }

  /**
   * The verdict.
   *
   * @param layers the points of the pattern entropy, in order of depth
   * @param readings of the curves over them
   * @param comparisons how many steps of all curves were decided together
   * @param guessing the accuracy beside that of guessing; empty if it is not known
   */
  static String of(
      List<CurvePoints> layers, Readings readings, int comparisons, Optional<Guessing> guessing) {
    if (layers.isEmpty()) {
      return "No fully connected layer was observed, so there is no curve to read.";
    }
    if (readings.pattern().average().steps().isEmpty()) {
      return "There is one fully connected layer only, "
          + layers.get(0).layer()
          + ", so there is no curve over depth to read.";
    }
    return new VerdictText(layers, readings, comparisons, guessing).text();
  }

  private String text() {
    List<String> sentences = new ArrayList<>();
    guessing.filter(of -> !of.beaten()).ifPresent(of -> sentences.add(guessed(of)));
    List<Integer> scale = ScaleCheck.disagreeing(readings.pattern(), readings.standardized());
    if (!scale.isEmpty()) {
      sentences.add(
          "Whatever the scale of the layers, the entropy "
              + StepText.directions(readings.standardized().average().steps())
              + "; "
              + onScale(scale)
              + " on their scale.");
    }
    sentences.add(curve());
    if (!isOneClass()) {
      sentences.add(classes());
    }
    paper(sentences);
    sentences.add(
        "(Decided at 95% for all "
            + comparisons
            + " steps of all curves together; ± is half the 95% interval of a layer's mean."
            + " Intervals are over images of this one network, not over trainings.)");
    return String.join(" ", sentences);
  }

  /** "what the curve itself says at fc2 and how much it changes at fc3 hang" */
  private String onScale(List<Integer> steps) {
    Map<Boolean, List<Step>> otherWay =
        steps.stream()
            .collect(
                Collectors.partitioningBy(
                    i -> ScaleCheck.otherWay(readings.pattern(), readings.standardized(), i),
                    Collectors.mapping(average.steps()::get, Collectors.toList())));
    List<Step> directions = otherWay.getOrDefault(true, List.of());
    List<Step> amounts = otherWay.getOrDefault(false, List.of());
    String said = "what the curve itself says at " + StepText.named(directions);
    String much = "how much " + (directions.isEmpty() ? "the curve itself" : "it") + " changes at ";
    if (amounts.isEmpty()) {
      return said + " hangs";
    }
    return directions.isEmpty()
        ? much + StepText.named(amounts) + " hangs"
        : said + " and " + much + StepText.named(amounts) + " hang";
  }

  private static String guessed(Guessing of) {
    return String.format(
        Locale.ROOT,
        "The accuracy, %.4f (95%% %.4f to %.4f), is not shown to be above %.4f, what guessing"
            + " reaches, so nothing about a well-trained network can be read from this curve.",
        of.accuracy(),
        of.interval().low(),
        of.interval().high(),
        of.guessed());
  }

  private boolean isOneClass() {
    return readings.pattern().classes().size() == 1;
  }

  private String curve() {
    String head =
        isOneClass()
            ? "The normalised entropy "
            : "On average over the classes the normalised entropy ";
    boolean otherwise = average.steps().stream().anyMatch(VerdictText::notFalling);
    String falls =
        average.falls()
            ? "falls at every step"
            : otherwise ? "does not fall at every step" : "is not shown to fall at every step";
    long others = average.steps().size() - count(average.steps(), Direction.FALLS);
    if (layers.size() > StepText.MOST_LISTED || others > MOST_SPELLED_OUT) {
      return head + falls + ": " + summed() + ".";
    }
    String values =
        layers.stream().map(VerdictText::value).collect(Collectors.joining(", ", " (", ")"));
    return average.falls() ? head + falls + values + "." : head + falls + values + ": " + others();
  }

  /** The steps that are not falls, with the classes that go the same way. */
  private String others() {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < average.steps().size(); i++) {
      Step step = average.steps().get(i);
      if (step.direction() != Direction.FALLS) {
        parts.add(
            "it "
                + StepText.of(step)
                + (isOneClass() ? "" : ", and of the classes " + agreeing(i)));
      }
    }
    return String.join("; ", parts) + ".";
  }

  /** Many steps: how many of each kind, and the largest of those that are decided. */
  private String summed() {
    List<String> largest =
        average.steps().stream()
            .filter(step -> step.direction() != Direction.UNDECIDED)
            .sorted(Comparator.comparingDouble((Step step) -> -Math.abs(step.change())))
            .limit(LARGEST)
            .map(step -> "it " + StepText.of(step))
            .toList();
    return String.format(
        Locale.ROOT,
        "of %d steps, from %s to %s, %s%s; the table of layers has them all",
        average.steps().size(),
        value(layers.get(0)),
        value(layers.get(layers.size() - 1)),
        counts(average.steps()),
        largest.isEmpty()
            ? ""
            : (largest.size() == 1 ? "; the one decided: " : "; the largest: ")
                + String.join("; ", largest));
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

  private String agreeing(int step) {
    return counts(
        readings.pattern().classes().stream().map(curve -> curve.steps().get(step)).toList());
  }

  private static String counts(List<Step> steps) {
    List<String> parts = new ArrayList<>();
    addCount(count(steps, Direction.FALLS), "falls", "fall", parts);
    addCount(count(steps, Direction.FLAT), "is flat", "are flat", parts);
    addCount(count(steps, Direction.RISES), "rises", "rise", parts);
    addCount(count(steps, Direction.UNDECIDED), "is undecided", "are undecided", parts);
    return StepText.and(parts);
  }

  private static void addCount(long count, String one, String many, List<String> parts) {
    if (count > 0) {
      parts.add(count + " " + (count == 1 ? one : many));
    }
  }

  private static long count(List<Step> steps, Direction direction) {
    return steps.stream().filter(step -> step.direction() == direction).count();
  }

  /** Of single classes, which are what the paper's claim is about. */
  private String classes() {
    List<Curve> classes = readings.pattern().classes();
    long falling = classes.stream().filter(Curve::falls).count();
    long otherwise =
        classes.stream().filter(c -> c.steps().stream().anyMatch(VerdictText::notFalling)).count();
    return ("Of %d classes, every step is shown to fall in %d, some step is flat or rises in %d,"
            + " and in %d it is undecided.")
        .formatted(classes.size(), falling, otherwise, classes.size() - falling - otherwise);
  }

  private static boolean notFalling(Step step) {
    return step.direction() == Direction.FLAT || step.direction() == Direction.RISES;
  }

  private void paper(List<String> sentences) {
    List<String> read = new ArrayList<>();
    if (average.falls()) {
      read.add("such a fall as a well-trained stack in which every layer contributes");
    }
    addRead(Direction.RISES, "a rise as a layer that does harm", read);
    addRead(Direction.FLAT, "a flat step as a layer that contributes little", read);
    if (read.isEmpty()) {
      return;
    }
    List<String> doubts = new Doubts(readings, guessing).words();
    sentences.add(
        "The paper reads "
            + StepText.and(read)
            + (doubts.isEmpty()
                ? ", which the curve alone does not prove."
                : ", which is doubtful here: " + String.join("; ", doubts) + "."));
  }

  private void addRead(Direction direction, String reading, List<String> read) {
    List<Step> going =
        average.steps().stream().filter(step -> step.direction() == direction).toList();
    if (!going.isEmpty()) {
      read.add(reading + " (" + StepText.named(going) + ")");
    }
  }
}
