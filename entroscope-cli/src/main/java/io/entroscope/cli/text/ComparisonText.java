package io.entroscope.cli.text;

import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.core.prune.ComparedModel;
import io.entroscope.core.prune.Comparison;
import io.entroscope.core.prune.Speed;
import io.entroscope.core.prune.WholeAlike;
import io.entroscope.result.Interval;
import io.entroscope.result.derived.ProbabilityText;
import io.entroscope.stats.inference.McNemar;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Two models side by side, as text for a terminal. */
public final class ComparisonText {
  private static final double LARGE_LOSS = 0.01;

  private ComparisonText() {}

  public static String of(Comparison of) {
    ComparedModel before = of.before();
    ComparedModel after = of.after();
    TextTable table = new TextTable("", ">before", ">after", "");
    table.row("accuracy", accuracy(before), accuracy(after), difference(of.mcNemar()));
    Map<String, ComparedModel.Point> old = points(before);
    Map<String, ComparedModel.Point> fresh = points(after);
    Set<String> layers = new LinkedHashSet<>(old.keySet());
    layers.addAll(fresh.keySet());
    for (String layer : layers) {
      table.row("entropy " + layer, entropy(old.get(layer)), entropy(fresh.get(layer)), "");
    }
    WholeAlike alike = of.alike();
    if (alike != null) {
      table.row(
          "trained on alike",
          plusMinus(alike.accuracy(), alike.accuracyInterval()),
          accuracy(after),
          difference(alike.mcNemar()));
    }
    row(table, "parameters", before.parameters(), after.parameters());
    row(table, "file bytes", before.bytes(), after.bytes());
    if (before.multiplyAdds() != null && after.multiplyAdds() != null) {
      row(table, "multiply-adds", before.multiplyAdds(), after.multiplyAdds());
    }
    for (Speed speed : of.speeds()) {
      speed(table, speed);
    }
    return ResultText.wrapped("", cost(of).text())
        + "\n"
        + ResultText.wrapped("", String.join("; ", of.done()))
        + "\n"
        + table
        + "\n"
        + ResultText.wrapped(
            "",
            String.format(
                Locale.ROOT,
                "accuracy: %,d test images that decided nothing, ± is half a 95%% interval;"
                    + " McNemar's exact test: %,d images only the first names rightly, %,d only"
                    + " the second. times: medians of %d runs on one core, taking turns.",
                of.images(),
                of.mcNemar().onlyFirst(),
                of.mcNemar().onlySecond(),
                of.speeds().isEmpty() ? 0 : of.speeds().get(0).turns()));
  }

  private static CostSentence cost(Comparison of) {
    return new CostSentence(
        "the pruned network", of.mcNemar(), of.images(), of.worst(), of.alike(), of.margin());
  }

  /** What the first line says, if a loss of accuracy is large and not by chance; else empty. */
  public static Optional<String> loss(Comparison of) {
    CostSentence cost = cost(of);
    return cost.change() <= -LARGE_LOSS && of.mcNemar().isDifferent()
        ? Optional.of(cost.text())
        : Optional.empty();
  }

  private static String difference(McNemar pairs) {
    String p = ProbabilityText.named(pairs.probability());
    if (!pairs.isDifferent()) {
      return "no difference shown (" + p + ")";
    }
    return (pairs.onlySecond() > pairs.onlyFirst() ? "better (" : "worse (") + p + ")";
  }

  private static String accuracy(ComparedModel side) {
    return plusMinus(side.accuracy(), side.accuracyInterval());
  }

  private static String plusMinus(double value, Interval interval) {
    return String.format(Locale.ROOT, "%.4f ± %.4f", value, (interval.high() - interval.low()) / 2);
  }

  private static Map<String, ComparedModel.Point> points(ComparedModel side) {
    return side.curve().stream()
        .collect(
            Collectors.toMap(
                ComparedModel.Point::layer,
                point -> point,
                (a, b) -> a,
                java.util.LinkedHashMap::new));
  }

  private static String entropy(ComparedModel.@org.jspecify.annotations.Nullable Point point) {
    if (point == null) {
      return "gone";
    }
    Interval interval = point.interval();
    String value = String.format(Locale.ROOT, "%.3f", point.entropy());
    return interval == null
        ? value
        : value + String.format(Locale.ROOT, " ± %.3f", (interval.high() - interval.low()) / 2);
  }

  private static void row(TextTable table, String name, long before, long after) {
    table.row(
        name,
        String.format(Locale.ROOT, "%,d", before),
        String.format(Locale.ROOT, "%,d", after),
        String.format(Locale.ROOT, "%+.1f%%", 100.0 * (after - before) / before));
  }

  private static void speed(TextTable table, Speed speed) {
    String change =
        speed.isDifferent()
            ? String.format(Locale.ROOT, "%+.1f%%", 100 * (speed.ratio() - 1))
            : "no difference shown";
    String interval =
        String.format(
            Locale.ROOT,
            " (95%% %+.1f to %+.1f%%)",
            100 * (speed.interval().low() - 1),
            100 * (speed.interval().high() - 1));
    table.row(
        "ms, " + speed.batch() + (speed.batch() == 1 ? " image" : " images"),
        String.format(Locale.ROOT, "%.3f", speed.before()),
        String.format(Locale.ROOT, "%.3f", speed.after()),
        change + interval);
    table.row(
        "images/s, " + speed.batch() + (speed.batch() == 1 ? " image" : " images"),
        String.format(Locale.ROOT, "%,.0f", speed.throughputBefore()),
        String.format(Locale.ROOT, "%,.0f", speed.throughputAfter()),
        "");
  }
}
