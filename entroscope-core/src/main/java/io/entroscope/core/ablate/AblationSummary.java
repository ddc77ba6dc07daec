package io.entroscope.core.ablate;

import io.entroscope.result.Interval;
import io.entroscope.result.ablation.Baseline;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.result.ablation.Removal;
import io.entroscope.result.ablation.Sequence;
import io.entroscope.stats.inference.Tango;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an ablation shows, in sentences: first what can be relied on. */
final class AblationSummary {
  /** What may be lost for a removal to be called cheap: half a point of accuracy. */
  private static final double MARGIN = 0.005;

  private AblationSummary() {}

  static String of(Baseline baseline, List<Removal> removals, @Nullable Sequence sequence) {
    String alone =
        baseline.accuracy().isThere() ? shown(baseline, removals) : moved(baseline, removals);
    return sequence == null ? alone : alone + " " + sequence(sequence);
  }

  private static String shown(Baseline baseline, List<Removal> removals) {
    long cheap = removals.stream().filter(one -> interval(one).low() > -MARGIN).count();
    long dear = removals.stream().filter(one -> interval(one).high() < -MARGIN).count();
    String counts =
        format(
            "Of %d removals %d are shown to cost less than half a point of accuracy and %d to cost"
                + " more; of %d neither is shown (%,d labelled examples, accuracy %.4f whole, each"
                + " removal by its 95%% interval).",
            removals.size(),
            cheap,
            dear,
            removals.size() - cheap - dear,
            baseline.examples(),
            baseline.accuracy().get());
    long needed = Tango.imagesNeeded(MARGIN);
    return baseline.examples() < needed
        ? counts
            + format(
                " On so few examples not even a removal that changes nothing is shown to cost so"
                    + " little; %,d could show it.",
                needed)
        : counts;
  }

  private static Interval interval(Removal removal) {
    return Objects.requireNonNull(removal.outputs().change().interval());
  }

  private static String moved(Baseline baseline, List<Removal> removals) {
    boolean vectors = removals.stream().anyMatch(one -> one.outputs().cosine().isThere());
    Function<OutputChange, Measured> number = vectors ? OutputChange::cosine : OutputChange::flips;
    Comparator<Removal> byNumber =
        Comparator.comparingDouble(
            removal -> (vectors ? -1 : 1) * number.apply(removal.outputs()).get());
    List<Removal> order =
        removals.stream()
            .filter(one -> number.apply(one.outputs()).isThere())
            .sorted(byNumber)
            .toList();
    if (order.isEmpty()) {
      return format("On %,d examples no removal left finite outputs.", baseline.examples());
    }
    Removal least = order.get(0);
    Removal most = order.get(order.size() - 1);
    return vectors
        ? format(
            "On %,d examples the vectors stay closest without %s (cosine %s) and move most without"
                + " %s (cosine %s); what a task makes of them is not measured.",
            baseline.examples(),
            least.part().name(),
            text(least.outputs().cosine(), 1, ""),
            most.part().name(),
            text(most.outputs().cosine(), 1, ""))
        : format(
            "On %,d examples the fewest predictions flip without %s (%s) and the most without %s"
                + " (%s); without labels it is not known which of them were right.",
            baseline.examples(),
            least.part().name(),
            text(least.outputs().flips(), 100, "%"),
            most.part().name(),
            text(most.outputs().flips(), 100, "%"));
  }

  private static String text(Measured measured, double factor, String unit) {
    String value = format(factor == 1 ? "%.3f%s" : "%.1f%s", factor * measured.get(), unit);
    Interval interval = measured.interval();
    return interval == null
        ? value
        : value
            + format(
                factor == 1 ? ", 95%% %.3f to %.3f" : ", 95%% %.1f to %.1f",
                factor * interval.low(),
                factor * interval.high());
  }

  private static String sequence(Sequence sequence) {
    int steps = sequence.curves().get(0).steps().size();
    Function<OutputChange, Measured> number =
        switch (sequence.chosenBy()) {
          case "accuracy" -> OutputChange::accuracy;
          case "kl" -> OutputChange::kl;
          case "cosine" -> OutputChange::cosine;
          default -> OutputChange::flips;
        };
    String what = sequence.chosenBy().equals("kl") ? "divergence" : sequence.chosenBy();
    return format(
        "With %d out, chosen one by one on %,d examples and measured on %,d others: %s %s; without"
            + " the last ones %s, those of least influence %s, random ones %s on average.",
        steps,
        sequence.chosenOn(),
        sequence.measuredOn(),
        what,
        end(sequence, Sequence.GREEDY, number),
        end(sequence, Sequence.LAST, number),
        end(sequence, Sequence.INFLUENCE, number),
        end(sequence, Sequence.RANDOM, number));
  }

  private static String end(
      Sequence sequence, String order, Function<OutputChange, Measured> number) {
    return sequence.curves().stream()
        .filter(curve -> curve.order().equals(order) && !curve.steps().isEmpty())
        .map(curve -> number.apply(curve.steps().get(curve.steps().size() - 1).outputs()))
        .filter(Measured::isThere)
        .mapToDouble(Measured::get)
        .average()
        .stream()
        .mapToObj(mean -> format("%.3f", mean))
        .findFirst()
        .orElse("unknown");
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
