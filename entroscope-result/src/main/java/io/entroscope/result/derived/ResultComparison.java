package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.ResultException;
import io.entroscope.result.ResultJson;
import io.entroscope.stats.inference.Newcombe;
import io.entroscope.stats.inference.Normal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several results against the first of them.
 *
 * @param files where they came from
 * @param results 2 to 20
 * @param differences of every other result from the first: of its accuracy, then of each layer that
 *     both have
 */
public record ResultComparison(
    List<String> files, List<AnalysisResult> results, List<Difference> differences) {
  private static final int MOST = 20;

  public ResultComparison {
    files = List.copyOf(files);
    results = List.copyOf(results);
    differences = List.copyOf(differences);
  }

  /**
   * One number of a result minus the same of the first.
   *
   * @param result the index of the result
   * @param layer of which the mean normalised entropy is compared; null: the accuracy
   * @param first the number of the first result
   * @param change what has to be added to it
   * @param interval the 95% interval of the change; null if it is not known
   */
  public record Difference(
      int result,
      @Nullable String layer,
      double first,
      double change,
      @Nullable Interval interval) {
    /** Whether the change is larger than its uncertainty: its interval leaves out zero. */
    public boolean isLarger() {
      return interval != null && (interval.low() > 0 || interval.high() < 0);
    }
  }

  /**
   * Compares result files.
   *
   * @throws ResultException if one cannot be read, or as {@link #of}
   */
  public static ResultComparison read(List<Path> files) {
    return of(
        files.stream().map(Path::toString).toList(), files.stream().map(ResultJson::read).toList());
  }

  /**
   * Compares results.
   *
   * @param files where they came from
   * @throws ResultException if there are fewer than 2 or more than 20, or entropies divided by
   *     different f(n)
   */
  public static ResultComparison of(List<String> files, List<AnalysisResult> results) {
    if (results.size() < 2 || results.size() > MOST) {
      throw new ResultException(
          "a comparison needs 2 to " + MOST + " results, and " + results.size() + " were given");
    }
    AnalysisResult first = results.get(0);
    List<Difference> differences = new ArrayList<>();
    for (int r = 1; r < results.size(); r++) {
      requireSameScale(files.get(0), first, files.get(r), results.get(r));
      differences.add(accuracy(first, results.get(r), r));
      differences.addAll(layers(first, results.get(r), r));
    }
    return new ResultComparison(files, results, differences);
  }

  private static void requireSameScale(
      String firstFile, AnalysisResult first, String file, AnalysisResult other) {
    String normalizer = first.settings().normalizer();
    if (!other.settings().normalizer().equals(normalizer)) {
      throw new ResultException(
          file
              + " has entropies normalised by "
              + other.settings().normalizer()
              + ", "
              + firstFile
              + " by "
              + normalizer
              + "; analyse both with the same normalizer");
    }
  }

  /** As for independent images: on the same ones the interval is too wide. */
  private static Difference accuracy(AnalysisResult first, AnalysisResult other, int r) {
    double p = other.accuracy();
    double q = first.accuracy();
    Interval interval =
        Interval.of(Newcombe.difference(p, other.data().images(), q, first.data().images()));
    return new Difference(r, null, q, p - q, interval);
  }

  private static List<Difference> layers(AnalysisResult first, AnalysisResult other, int r) {
    Map<String, CurvePoint> base = new LinkedHashMap<>();
    CurvePoint.curve(first).forEach(point -> base.put(point.layer(), point));
    List<Difference> found = new ArrayList<>();
    for (CurvePoint point : CurvePoint.curve(other)) {
      CurvePoint known = base.get(point.layer());
      if (known != null) {
        found.add(layer(known, point, r));
      }
    }
    return found;
  }

  private static Difference layer(CurvePoint first, CurvePoint other, int r) {
    double p = other.raw().value();
    double q = first.raw().value();
    Double pError = other.raw().standardError();
    Double qError = first.raw().standardError();
    Interval interval =
        pError == null || qError == null
            ? null
            : Interval.of(Normal.difference(p, pError, q, qError));
    return new Difference(r, other.layer(), q, p - q, interval);
  }
}
