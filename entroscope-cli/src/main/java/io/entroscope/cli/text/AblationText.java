package io.entroscope.cli.text;

import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.Interval;
import io.entroscope.result.ablation.AblationResult;
import io.entroscope.result.ablation.Baseline;
import io.entroscope.result.ablation.Kept;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.result.ablation.Removal;
import io.entroscope.result.ablation.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a model loses without its candidates, as text that fits a terminal. */
public final class AblationText {
  /** Longer names are cut in the middle, where they are least told apart. */
  private static final int NAME = 22;

  private static final int WIDTH = 80;

  private AblationText() {}

  /**
   * The text, with a line end behind every line.
   *
   * @param passes the time of a removal, in passes of inference of the whole model
   */
  public static String of(AblationResult result, double passes) {
    List<String> names = new ArrayList<>();
    result.removals().forEach(one -> names.add(one.part().name()));
    result.kept().forEach(one -> names.add(one.name()));
    String prefix = names.size() > 1 ? CandidateText.sharedPrefix(names) : "";
    return ResultText.wrapped("", result.summary(), WIDTH)
        + "\n"
        + (prefix.isEmpty() ? "" : "All names begin with " + prefix + "\n")
        + removals(result, prefix)
        + kept(result.kept(), prefix)
        + legend(result)
        + sequence(result.sequence(), prefix)
        + format("%nEach removal took %.2f passes of inference.%n", passes);
  }

  /** A column of the table of removals. */
  private record Column(String head, Function<OutputChange, String> cell) {}

  private static List<Column> columns(AblationResult result) {
    OutputChange any = result.removals().get(0).outputs();
    List<Column> columns = new ArrayList<>();
    if (any.change().isThere()) {
      columns.add(new Column(">accuracy", of -> value(of.accuracy(), "%.4f", 1)));
      columns.add(new Column(">change", of -> value(of.change(), "%+.4f", 1)));
      columns.add(new Column("95%", of -> range(of.change().interval(), "%+.3f", 1)));
    }
    if (any.lossChange().isThere()) {
      columns.add(new Column(">loss", of -> value(of.lossChange(), "%+.3f", 1)));
    }
    if (any.flips().isThere()) {
      columns.add(new Column(">flips", of -> value(of.flips(), "%.1f%%", 100)));
    }
    if (any.kl().isThere()) {
      columns.add(new Column(">KL", of -> value(of.kl(), "%.3f", 1)));
    }
    if (any.cosine().isThere()) {
      columns.add(new Column(">cosine", of -> value(of.cosine(), "%.4f", 1)));
      columns.add(new Column("95%", of -> range(of.cosine().interval(), "%.3f", 1)));
      columns.add(new Column(">distance", of -> value(of.distance(), "%.3f", 1)));
    }
    return columns;
  }

  private static String removals(AblationResult result, String prefix) {
    List<Column> columns = columns(result);
    List<String> heads = new ArrayList<>(List.of("without"));
    columns.forEach(column -> heads.add(column.head()));
    heads.add(">influence");
    TextTable table = new TextTable(heads.toArray(String[]::new));
    for (Removal removal : result.removals()) {
      List<String> cells = new ArrayList<>(List.of(shortened(removal.part().name(), prefix)));
      columns.forEach(column -> cells.add(column.cell().apply(removal.outputs())));
      cells.add(value(removal.part().blockInfluence(), "%.3f", 1));
      table.row(cells.toArray(String[]::new));
    }
    return table.toString();
  }

  private static String kept(List<Kept> kept, String prefix) {
    return kept.stream()
        .map(one -> one.name().substring(prefix.length()) + " stays: it " + one.reason() + "\n")
        .collect(Collectors.joining());
  }

  private static String legend(AblationResult result) {
    Baseline baseline = result.baseline();
    OutputChange any = result.removals().get(0).outputs();
    String of =
        baseline.of().equals("example")
            ? ""
            : " of all " + baseline.of() + "s" + (baseline.mask() == null ? "" : " under the mask");
    List<String> words = new ArrayList<>();
    if (any.flips().isThere()) {
      words.add("flips: predictions that are others" + of);
    }
    if (any.kl().isThere()) {
      words.add("KL: divergence from the whole model's distribution, in nats");
    }
    if (any.lossChange().isThere() && baseline.perplexity() != null) {
      words.add(
          format(
              "loss: of the next token, in nats, more than whole (perplexity %.2f)",
              baseline.perplexity()));
    }
    if (any.cosine().isThere()) {
      words.add("cosine, distance: of the vectors from the whole model's");
    }
    words.add("influence: 1 - cosine of the stream before and behind it");
    return ResultText.wrapped("", String.join("; ", words), WIDTH);
  }

  private static String sequence(@Nullable Sequence sequence, String prefix) {
    if (sequence == null) {
      return "";
    }
    Function<OutputChange, Measured> number = number(sequence);
    TextTable table =
        new TextTable(">out", "taken out", ">greedy", ">last", ">influence", ">random (range)");
    List<Sequence.Step> greedy = curves(sequence, Sequence.GREEDY).get(0).steps();
    for (int i = 0; i < greedy.size(); i++) {
      table.row(
          Integer.toString(i + 1),
          shortened(greedy.get(i).removed(), prefix),
          at(sequence, Sequence.GREEDY, i, number),
          at(sequence, Sequence.LAST, i, number),
          at(sequence, Sequence.INFLUENCE, i, number),
          at(sequence, Sequence.RANDOM, i, number));
    }
    String what = sequence.chosenBy().equals("kl") ? "KL" : sequence.chosenBy();
    Double whole = sequence.wholeAccuracy();
    return format(
            "%n%s with several out, on %,d examples that chose nothing%s:%n",
            what, sequence.measuredOn(), whole == null ? "" : format(" (whole %.4f)", whole))
        + table;
  }

  private static Function<OutputChange, Measured> number(Sequence sequence) {
    return switch (sequence.chosenBy()) {
      case "accuracy" -> OutputChange::accuracy;
      case "kl" -> OutputChange::kl;
      case "cosine" -> OutputChange::cosine;
      default -> OutputChange::flips;
    };
  }

  private static List<Sequence.Curve> curves(Sequence sequence, String order) {
    return sequence.curves().stream().filter(curve -> curve.order().equals(order)).toList();
  }

  private static String at(
      Sequence sequence, String order, int step, Function<OutputChange, Measured> number) {
    double[] values =
        curves(sequence, order).stream()
            .filter(curve -> step < curve.steps().size())
            .map(curve -> number.apply(curve.steps().get(step).outputs()))
            .filter(Measured::isThere)
            .mapToDouble(Measured::get)
            .sorted()
            .toArray();
    if (values.length == 0) {
      return "";
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    return values.length == 1
        ? format("%.4f", mean)
        : format("%.4f (%.3f to %.3f)", mean, values[0], values[values.length - 1]);
  }

  private static String value(Measured measured, String form, double factor) {
    return measured.isThere() ? format(form, factor * measured.get()) : "";
  }

  private static String range(@Nullable Interval interval, String form, double factor) {
    return interval == null
        ? ""
        : format(form + " to " + form, factor * interval.low(), factor * interval.high());
  }

  private static String shortened(String whole, String prefix) {
    String name = whole.substring(prefix.length());
    return name.length() <= NAME
        ? name
        : name.substring(0, 8) + "…" + name.substring(name.length() - NAME + 9);
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }
}
