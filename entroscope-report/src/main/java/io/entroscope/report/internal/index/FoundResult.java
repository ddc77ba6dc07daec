package io.entroscope.report.internal.index;

import io.entroscope.report.internal.view.Names;
import io.entroscope.result.AblationJson;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.ResultException;
import io.entroscope.result.ResultJson;
import io.entroscope.result.Verdict;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.derived.CurvePoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an index says of a result.
 *
 * @param file of the result
 * @param subject what it is of
 * @param images how many it is from
 * @param accuracy null: not known
 * @param interval of the accuracy; null: not known
 * @param curve the normalised pattern entropy by depth, averaged over the classes; may be empty
 * @param standardized the same of standardised activations
 * @param verdict in a few words
 */
record FoundResult(
    Path file,
    Subject subject,
    long images,
    @Nullable Double accuracy,
    @Nullable Interval interval,
    List<Double> curve,
    List<Double> standardized,
    String verdict) {
  /**
   * What a result is of.
   *
   * @param model the name of its file
   * @param data where they lie, and the split
   */
  record Subject(String model, String data) {
    static Subject of(String model, String data, String split) {
      return new Subject(Names.file(model), Names.file(data) + ", " + split);
    }
  }

  /**
   * Reads a result of either kind.
   *
   * @throws ResultException if it cannot be read
   */
  static FoundResult read(Path file) {
    return AblationJson.isOne(file)
        ? of(file, AblationJson.read(file))
        : of(file, ResultJson.read(file));
  }

  private static FoundResult of(Path file, AnalysisResult result) {
    List<CurvePoint> curve = CurvePoint.curve(result);
    return new FoundResult(
        file,
        Subject.of(result.model().path(), result.data().path(), result.data().split()),
        result.data().images(),
        result.accuracy(),
        result.accuracyInterval(),
        curve.stream().map(point -> point.raw().value()).toList(),
        curve.stream().map(point -> point.standardized().value()).toList(),
        result.verdict() == null ? "no verdict" : words(result.verdict().average()));
  }

  private static FoundResult of(Path file, AblationResult ablation) {
    var accuracy = ablation.baseline().accuracy();
    return new FoundResult(
        file,
        Subject.of(ablation.model().path(), ablation.data().path(), ablation.data().split()),
        ablation.baseline().examples(),
        accuracy.isThere() ? accuracy.get() : null,
        accuracy.interval(),
        List.of(),
        List.of(),
        "ablation, " + ablation.removals().size() + " taken out");
  }

  /** How many steps fall, are flat and so on, in the order of {@link Verdict.Direction}. */
  private static String words(Verdict.Curve curve) {
    if (curve.falls()) {
      return "falls at every step";
    }
    return Arrays.stream(Verdict.Direction.values())
        .map(direction -> count(curve, direction))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String count(Verdict.Curve curve, Verdict.Direction direction) {
    long count = curve.steps().stream().filter(step -> step.direction() == direction).count();
    return count == 0 ? "" : count + " " + direction.name().toLowerCase(Locale.ROOT);
  }
}
