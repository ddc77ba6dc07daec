package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultException;
import io.entroscope.result.ResultJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Several results against the first of them.
 *
 * @param files where they came from
 * @param results 2 to 20
 * @param differences of every other result from the first: of its accuracy, then of each layer that
 *     both have
 * @param images of every other result, what it has in common with the first
 * @param columns the layers of all curves, those that are the same in one column: the place in
 *     every result's curve, −1 where it lacks the layer
 */
public record ResultComparison(
    List<String> files,
    List<AnalysisResult> results,
    List<Difference> differences,
    List<CommonImages> images,
    List<List<Integer>> columns) {
  private static final int MOST = 20;

  public ResultComparison {
    files = List.copyOf(files);
    results = List.copyOf(results);
    differences = List.copyOf(differences);
    images = List.copyOf(images);
    columns = List.copyOf(columns);
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
          "a comparison needs 2 to " + MOST + " results; given: " + results.size());
    }
    AnalysisResult first = results.get(0);
    for (int r = 1; r < results.size(); r++) {
      requireSameScale(files.get(0), first, files.get(r), results.get(r));
    }
    LayerAlignment layers = LayerAlignment.of(results);
    List<Difference> differences = new ArrayList<>();
    List<CommonImages> images = new ArrayList<>();
    for (int r = 1; r < results.size(); r++) {
      Differences from = new Differences(first, results.get(r), r);
      differences.addAll(from.all(layers.pairs(r)));
      images.add(from.common());
    }
    return new ResultComparison(files, results, differences, images, layers.columns());
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

  /** What another result has in common with the first. */
  public CommonImages images(int result) {
    return images.get(result - 1);
  }

  /** The differences of another result from the first. */
  public List<Difference> differences(int result) {
    return differences.stream().filter(one -> one.result() == result).toList();
  }

  /** The names of the first result's layers that another lacks. */
  public List<String> gone(int result) {
    return only(0, result);
  }

  /** The names of another result's layers that the first lacks. */
  public List<String> fresh(int result) {
    return only(result, 0);
  }

  private List<String> only(int in, int notIn) {
    List<CurvePoint> curve = CurvePoint.curve(results.get(in));
    return columns.stream()
        .filter(column -> column.get(in) >= 0 && column.get(notIn) < 0)
        .map(column -> curve.get(column.get(in)).layer())
        .toList();
  }
}
