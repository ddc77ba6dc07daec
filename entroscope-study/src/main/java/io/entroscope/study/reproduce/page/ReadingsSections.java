package io.entroscope.study.reproduce.page;

import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import io.entroscope.study.internal.MarkdownTable;
import io.entroscope.study.reproduce.accuracy.Association;
import io.entroscope.study.reproduce.accuracy.Misjudged;
import io.entroscope.study.reproduce.accuracy.WithinNetworks;
import io.entroscope.study.reproduce.claim.Claim;
import io.entroscope.study.reproduce.claim.SeedSummary;
import io.entroscope.study.reproduce.experiment.Experiment.Way;
import io.entroscope.study.reproduce.reading.Multiverse;
import io.entroscope.study.reproduce.reading.Surgery;
import io.entroscope.study.reproduce.reading.Tally;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of a study that show its claims under every reading. */
public final class ReadingsSections {
  /** The claim of the paper's abstract, beside the five of its argument. */
  static final String ACCURACY_CLAIM =
      "6. The entropy of the class scores measures the accuracy of a network.";

  private static final String NONE = "–";

  private final Reproduction study;
  private final Judgement judgement;

  /** The tables of this study. */
  public ReadingsSections(Reproduction study) {
    this.study = study;
    this.judgement = study.judgement();
  }

  /** Every claim, and how many readings support it. */
  public String claims() {
    boolean two = !judgement.registered().isEmpty();
    MarkdownTable table =
        two
            ? new MarkdownTable(
                "claim of the paper", "outcome", "runs after the rules", "seeds 1 to 3, beside")
            : new MarkdownTable("claim of the paper", "outcome", "readings");
    for (Claim claim : study.claims()) {
      Tally deciding = judgement.deciding(claim.number());
      String statement = claim.number() + ". " + claim.statement();
      if (two) {
        table.row(
            statement,
            deciding.headline().words(),
            deciding.sentence(),
            judgement.first(claim.number()).sentence());
      } else {
        table.row(statement, deciding.headline().words(), deciding.sentence());
      }
    }
    Tally accuracy = judgement.accuracyTally();
    if (two) {
      table.row(
          ACCURACY_CLAIM, accuracy.headline().words(), accuracy.sentence(), "with the others");
    } else {
      table.row(ACCURACY_CLAIM, accuracy.headline().words(), accuracy.sentence());
    }
    return table.toString();
  }

  /** The counts of readings by each choice, of one claim. */
  String multiverse(int number) {
    MarkdownTable table =
        new MarkdownTable(
            "choice", "way", "runs after the rules: for, against, neither", "seeds 1 to 3");
    Optional<Multiverse> later = find(judgement.registered(), number);
    Optional<Multiverse> first = find(judgement.firstSeeds(), number);
    for (Multiverse.Row row : later.or(() -> first).orElseThrow().rows()) {
      table.row(row.choice(), row.way(), counts(later, row), counts(first, row));
    }
    return table.toString();
  }

  private static Optional<Multiverse> find(List<Multiverse> of, int number) {
    return of.stream().filter(one -> one.number() == number).findFirst();
  }

  private static String counts(Optional<Multiverse> multiverse, Multiverse.Row like) {
    return multiverse.stream()
        .flatMap(one -> one.rows().stream())
        .filter(row -> row.choice().equals(like.choice()) && row.way().equals(like.way()))
        .findFirst()
        .map(row -> counts(row.tally()))
        .orElse(NONE);
  }

  private static String counts(Tally tally) {
    return tally.computed() == 0
        ? "not kept"
        : tally.supported() + ", " + tally.contradicted() + ", " + tally.undecided();
  }

  /** Each layer that was taken out, and what became of the accuracy. */
  String layers(Surgery surgery) {
    MarkdownTable table =
        new MarkdownTable("network", "layer", "curve, by seeds", "bypassed", "folded", "rebuilt");
    for (Surgery.Layer layer : surgery.layers()) {
      table.row(
          layer.network(),
          layer.layer(),
          layer.directions().entrySet().stream()
              .map(entry -> word(entry.getKey()) + " " + entry.getValue())
              .collect(Collectors.joining(", ")),
          change(layer.changes().get(Way.BYPASS)),
          change(layer.changes().get(Way.FOLD)),
          change(layer.changes().get(Way.REBUILD)));
    }
    return table.toString();
  }

  /** What the curve says, crossed with the surgery. */
  String cells(Surgery surgery) {
    MarkdownTable table = new MarkdownTable("curve at the layer", "bypassed", "folded", "rebuilt");
    for (Direction direction : List.of(Direction.FALLS, Direction.FLAT, Direction.RISES)) {
      if (surgery.cells().stream().anyMatch(cell -> cell.direction() == direction)) {
        table.row(
            word(direction),
            cell(surgery, direction, Way.BYPASS),
            cell(surgery, direction, Way.FOLD),
            cell(surgery, direction, Way.REBUILD));
      }
    }
    return table.toString();
  }

  private static String cell(Surgery surgery, Direction direction, Way way) {
    return surgery.cells().stream()
        .filter(cell -> cell.direction() == direction && cell.way() == way)
        .findFirst()
        .map(cell -> cell.change().change() + ", " + cell.trials() + " layers")
        .orElse(NONE);
  }

  private static String change(@Nullable SeedSummary change) {
    return change == null ? NONE : change.change();
  }

  private static String word(Direction direction) {
    return direction.name().toLowerCase(Locale.ROOT);
  }

  /** Correlations of entropies and their rivals with the accuracy, over networks. */
  String associations() {
    MarkdownTable table =
        new MarkdownTable(
            "of the class scores",
            "networks",
            "Spearman's correlation with the accuracy (95%)",
            "depth, width and recipe held fixed");
    for (Association one : judgement.accuracy().associations()) {
      table.row(
          one.measure().words(),
          one.dataset().title() + ": " + one.networks() + " of " + one.names() + " kinds",
          correlation(one.rho(), one.interval()),
          one.partial() == null ? NONE : String.format(Locale.ROOT, "%+.2f", one.partial()));
    }
    return table.toString();
  }

  /** The same over the classes of a network. */
  String within() {
    return within("mean correlation over a network's classes (95%)", judgement.accuracy().within());
  }

  /** The same over the epochs of a network's training. */
  String overTraining() {
    return within(
        "mean correlation over the epochs of a training (95%)",
        judgement.accuracy().overTraining());
  }

  private static String within(String correlation, List<WithinNetworks> of) {
    MarkdownTable table = new MarkdownTable("of the class scores", "networks", correlation);
    for (WithinNetworks one : of) {
      table.row(
          one.measure().words(),
          one.dataset().title() + ": " + one.networks(),
          correlation(one.rho(), one.interval()));
    }
    return table.toString();
  }

  private static String correlation(double rho, @Nullable Interval interval) {
    return interval == null
        ? String.format(Locale.ROOT, "%+.2f", rho)
        : String.format(
            Locale.ROOT, "%+.2f (%+.2f to %+.2f)", rho, interval.low(), interval.high());
  }

  /** The networks of which the entropy promises too much. */
  String misjudged() {
    MarkdownTable table =
        new MarkdownTable(
            "network", "entropy of the logits", "rank by entropy", "accuracy", "rank by accuracy");
    for (Misjudged one : judgement.accuracy().misjudged()) {
      table.row(
          one.dataset().title() + ": " + one.name(),
          String.format(Locale.ROOT, "%.4f", one.entropy()),
          String.valueOf(one.entropyRank()),
          String.format(Locale.ROOT, "%.4f", one.accuracy()),
          String.valueOf(one.accuracyRank()));
    }
    return table.toString();
  }

  /** Which runs were judged by rules that were there before them. */
  Optional<String> registration() {
    return Optional.ofNullable(judgement.registration())
        .filter(rules -> judgement.registeredRuns() > 0)
        .map(
            rules ->
                "The rules are in ["
                    + rules.rules()
                    + "]("
                    + rules.rules()
                    + "), which commit "
                    + rules.commit()
                    + " put there before the first of the "
                    + judgement.registeredRuns()
                    + " runs that they judge (seeds "
                    + judgement.registeredSeeds().get(0)
                    + " to "
                    + judgement.registeredSeeds().get(judgement.registeredSeeds().size() - 1)
                    + "). Each of these holds the file's SHA-256, "
                    + rules.sha256()
                    + ". Seeds 1 to 3 were there before the rules.");
  }
}
