package io.entroscope.data.format.internal;

import io.entroscope.data.DataSpec;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names that are listed for labels that are numbers.
 *
 * @param names by number, also of 0
 * @param fromOne whether the label 1 is the first of the names that were listed
 */
public record NumberedClasses(List<String> names, boolean fromOne) {
  /** What EMNIST, whose letters are labelled from 1, calls 0. */
  static final String NO_CLASS = "N/A";

  /**
   * Where as many are listed as the highest label says, and no label is 0, labels count from 1.
   *
   * @param listed the names, in their order
   * @param labels of all examples
   */
  public static NumberedClasses of(DataSpec spec, List<String> listed, IntStream labels) {
    IntSummaryStatistics range = labels.summaryStatistics();
    Boolean said = spec.read().labelsFromOne();
    boolean fromOne =
        said == null ? range.getMin() > 0 && range.getMax() == listed.size() : (boolean) said;
    return fromOne && !listed.get(0).equals(NO_CLASS)
        ? new NumberedClasses(Stream.concat(Stream.of(NO_CLASS), listed.stream()).toList(), true)
        : new NumberedClasses(listed, false);
  }

  /** A specification of data that have such labels. */
  public DataSpec in(DataSpec spec) {
    return fromOne ? spec.withLabelsFromOne(true) : spec;
  }
}
