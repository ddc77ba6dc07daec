package io.entroscope.study.reproduce.accuracy;

import io.entroscope.stats.inference.Spearman;
import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Point;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A measure and the accuracy of some networks.
 *
 * @param records of the networks
 * @param measures {@code [n]}
 * @param accuracies {@code [n]}, of test images
 */
record Pairs(List<ExperimentRecord> records, double[] measures, double[] accuracies) {
  static Pairs of(List<ExperimentRecord> records, Measure measure) {
    return new Pairs(
        records,
        all(records, one -> measure.of(one.test()).orElseThrow()),
        all(records, one -> one.test().accuracy()));
  }

  private static double[] all(
      List<ExperimentRecord> records, ToDoubleFunction<ExperimentRecord> of) {
    return records.stream().mapToDouble(of).toArray();
  }

  /** The correlation with depth, width and recipe held fixed; NaN where nothing is left. */
  double partial() {
    return Spearman.partial(
        measures,
        accuracies,
        records.stream().map(Pairs::recipe).toList(),
        all(records, one -> one.test().points().size()),
        all(records, one -> one.test().points().stream().mapToInt(Point::units).max().orElse(0)));
  }

  /** How and on what it was trained; the networks of one recipe may differ in all else. */
  private static String recipe(ExperimentRecord record) {
    return record.protocol().get("trained on") + record.protocol().get("training");
  }
}
