package io.entroscope.cli.text;

import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.stats.Moments;
import io.entroscope.study.depth.DepthTraining;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How accurate networks of different depths are, as text for a terminal. */
public final class DepthText {
  private DepthText() {}

  public static String of(List<DepthTraining> trainings) {
    List<DepthTraining.Summary> summaries = DepthTraining.summaries(trainings);
    TextTable table =
        new TextTable(
            ">FC layers",
            ">seeds",
            ">validation",
            ">test",
            "below the best, 95%",
            "entropy by layer");
    for (DepthTraining.Summary of : summaries) {
      table.row(
          Integer.toString(of.layers()),
          Long.toString(of.validation().count()),
          accuracy(of.validation()),
          accuracy(of.test()),
          of.below()
              .map(
                  interval ->
                      String.format(Locale.ROOT, "%+.4f to %+.4f", interval.low(), interval.high()))
              .orElse(""),
          curve(trainings, of.layers()));
    }
    Optional<Integer> smallest = DepthTraining.smallest(summaries);
    return table
        + ResultText.wrapped(
            "",
            "accuracies: mean over seeds ± its standard error; depths are chosen by validation"
                + " images")
        + "\n"
        + smallest
            .map(
                layers ->
                    "The smallest number whose accuracy cannot be told from the best is "
                        + layers
                        + ".\n")
            .orElse(
                "A single seed tells nothing of what depth is needed; give --seeds 2 or more.\n");
  }

  private static String accuracy(Moments of) {
    return of.count() < 2
        ? String.format(Locale.ROOT, "%.4f", of.mean())
        : String.format(Locale.ROOT, "%.4f ± %.4f", of.mean(), of.standardError());
  }

  private static String curve(List<DepthTraining> trainings, int layers) {
    List<DepthTraining> seeds = trainings.stream().filter(of -> of.layers() == layers).toList();
    return IntStream.range(0, layers)
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT,
                    "%.3f",
                    seeds.stream().mapToDouble(of -> of.entropies().get(i)).average().orElse(0)))
        .collect(Collectors.joining(" "));
  }
}
