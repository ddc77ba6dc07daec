package io.entroscope.cli.text;

import static java.util.stream.Collectors.joining;

import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.core.prune.Speed;
import io.entroscope.core.prune.WholeAlike;
import io.entroscope.core.prune.block.BlockComparison;
import io.entroscope.core.prune.block.PrunedNetwork;
import io.entroscope.result.Interval;
import io.entroscope.result.ablation.Measured;
import io.entroscope.result.ablation.OutputChange;
import io.entroscope.result.derived.ProbabilityText;
import io.entroscope.stats.inference.McNemar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A network with and without some of its blocks, as text for a terminal. */
public final class BlockComparisonText {
  private BlockComparisonText() {}

  public static String of(BlockComparison of) {
    return ResultText.wrapped("", reliance(of))
        + "\n"
        + ResultText.wrapped("", String.join("; ", of.done()))
        + "\n"
        + outputs(of)
        + "\n"
        + sizes(of)
        + "\n"
        + speeds(of)
        + "\n"
        + notes(of);
  }

  /** What can be relied on. */
  public static String reliance(BlockComparison of) {
    String out = count(of.pruned().out().size());
    String faster =
        of.speeds().isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                " It answers %.2f times as many examples a second.",
                1 / of.speeds().get(of.speeds().size() - 1).ratio());
    McNemar pairs = of.mcNemar();
    Double worst = of.worst();
    if (pairs == null || worst == null) {
      return unlabelled(of, out) + faster;
    }
    return new CostSentence(
                "without " + out + " the network",
                pairs,
                of.examples(),
                worst,
                of.alike(),
                of.margin())
            .text()
        + faster;
  }

  private static String unlabelled(BlockComparison of, String out) {
    OutputChange change = of.pruned().change();
    Measured cosine = change.cosine();
    return cosine.isThere()
        ? String.format(
            Locale.ROOT,
            "Without %s the network's vectors have a cosine of %.4f to those of the whole one.",
            out,
            cosine.get())
        : String.format(
            Locale.ROOT,
            "Without %s the network predicts otherwise for %.1f%% of the examples.",
            out,
            100 * change.flips().get());
  }

  private static String count(int out) {
    return out == 1 ? "1 block" : out + " blocks";
  }

  /** A column, if some network has a value for it. */
  private record Column(String head, Function<PrunedNetwork, @Nullable String> cell) {}

  private static String outputs(BlockComparison of) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(">accuracy", row -> plusMinus(row.change().accuracy())));
    columns.add(new Column(">change (95%)", BlockComparisonText::changed));
    columns.add(new Column(">McNemar p", BlockComparisonText::probability));
    columns.add(new Column(">flips", row -> number("%.4f", row.change().flips())));
    columns.add(new Column(">KL", row -> number("%.4f", row.change().kl())));
    columns.add(new Column(">cosine", row -> number("%.4f", row.change().cosine())));
    columns.add(new Column(">distance", row -> number("%.4f", row.change().distance())));
    columns.add(new Column(">loss", row -> number("%+.4f", row.change().lossChange())));
    return table(of, columns);
  }

  /** What there was no room for in {@link #outputs} comes first: terminals have 80 columns. */
  private static String sizes(BlockComparison of) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column(">embedding", row -> number("%.4f", row.embedding())));
    columns.add(new Column(">parameters", row -> thousands(row.parameters())));
    columns.add(new Column(">multiply-adds", row -> thousands(row.multiplyAdds())));
    columns.add(new Column(">file bytes", row -> thousands(row.bytes())));
    return table(of, columns);
  }

  private static String table(BlockComparison of, List<Column> numbers) {
    List<Column> columns = new ArrayList<>(List.of(new Column("", PrunedNetwork::name)));
    columns.addAll(numbers);
    columns.removeIf(
        column -> of.networks().stream().allMatch(row -> column.cell().apply(row) == null));
    TextTable table = new TextTable(columns.stream().map(Column::head).toArray(String[]::new));
    for (PrunedNetwork row : of.networks()) {
      table.row(
          columns.stream()
              .map(column -> column.cell().apply(row))
              .map(cell -> cell == null ? "" : cell)
              .toArray(String[]::new));
    }
    return table.toString();
  }

  private static @Nullable String plusMinus(Measured value) {
    Interval interval = value.interval();
    return value.isThere() && interval != null
        ? String.format(
            Locale.ROOT, "%.4f ± %.4f", value.get(), (interval.high() - interval.low()) / 2)
        : null;
  }

  private static @Nullable String changed(PrunedNetwork row) {
    Measured change = row.change().change();
    Interval interval = change.interval();
    return !row.isWhole() && change.isThere() && interval != null
        ? String.format(
            Locale.ROOT, "%+.3f (%+.3f to %+.3f)", change.get(), interval.low(), interval.high())
        : null;
  }

  private static @Nullable String probability(PrunedNetwork row) {
    Double p = row.change().changeProbability();
    return row.isWhole() || p == null ? null : ProbabilityText.of(p);
  }

  private static @Nullable String number(String format, Measured value) {
    return value.isThere() ? String.format(Locale.ROOT, format, value.get()) : null;
  }

  private static @Nullable String thousands(@Nullable Long number) {
    return number == null ? null : String.format(Locale.ROOT, "%,d", number);
  }

  private static String speeds(BlockComparison of) {
    TextTable table = new TextTable("one core", ">whole", ">pruned", ">faster (95%)");
    for (Speed speed : of.speeds()) {
      String examples = speed.batch() == 1 ? "1 example" : speed.batch() + " examples";
      table.row(
          "ms, " + examples,
          String.format(Locale.ROOT, "%.3f", speed.before()),
          String.format(Locale.ROOT, "%.3f", speed.after()),
          String.format(
              Locale.ROOT,
              "%.2f× (%.2f to %.2f)",
              1 / speed.ratio(),
              1 / speed.interval().high(),
              1 / speed.interval().low()));
      table.row(
          "examples/s, " + examples,
          String.format(Locale.ROOT, "%,.1f", speed.throughputBefore()),
          String.format(Locale.ROOT, "%,.1f", speed.throughputAfter()),
          "");
    }
    return table.toString();
  }

  private static String notes(BlockComparison of) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "measured on %,d test examples that decided nothing; chosen and repaired on %,d"
                + " others.%n",
            of.examples(),
            of.calibration()));
    McNemar pairs = of.mcNemar();
    if (pairs != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "± is half a 95%% interval; whole and pruned: %,d examples only the first names"
                  + " rightly, %,d only the second.%n",
              pairs.onlyFirst(),
              pairs.onlySecond()));
    }
    if (of.networks().stream().anyMatch(row -> row.embedding().isThere())) {
      text.append(
          "embedding: the cosine of the vector that enters the head to the whole network's.\n");
    }
    WholeAlike alike = of.alike();
    if (alike != null) {
      text.append(
          String.format(
              Locale.ROOT,
              "whole alike: the whole network, repaired as the pruned one was (%s); of it and"
                  + " the pruned one, %,d examples only the first names rightly, %,d only the"
                  + " second (McNemar %s). changes are from the whole one as it was"
                  + " given.%n",
              alike.done(),
              alike.mcNemar().onlyFirst(),
              alike.mcNemar().onlySecond(),
              ProbabilityText.named(alike.mcNemar().probability())));
    }
    if (of.networks().stream().skip(2).anyMatch(row -> !row.out().isEmpty())) {
      text.append("the other networks have as many blocks out, and are repaired alike.\n");
    }
    return text.toString().lines().map(line -> ResultText.wrapped("", line)).collect(joining());
  }
}
