package io.entroscope.cli.text;

import io.entroscope.advice.Indicator;
import io.entroscope.advice.Order;
import io.entroscope.advice.RankedLayer;
import io.entroscope.advice.Ranking;
import io.entroscope.advice.Savings;
import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Surgery;
import io.entroscope.app.ResultText;
import io.entroscope.app.TextTable;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.Interval;
import io.entroscope.result.layer.LayerResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Advice on a result, as text for a terminal. */
public final class AdviceText {
  private AdviceText() {}

  /**
   * The text, with a line end behind every line.
   *
   * @param board what the ranking's order stands on; empty: nothing
   */
  public static String of(AnalysisResult result, Ranking ranking, Optional<Scoreboard> board) {
    if (ranking.layers().size() < 2) {
      return "There is no curve over two or more fully connected layers, so nothing is advised.\n";
    }
    StringBuilder text =
        new StringBuilder(ResultText.wrapped("", doubt(result) + head(ranking, board)));
    text.append('\n');
    if (!ranking.ranked().isEmpty()) {
      text.append(table(ranking.ranked())).append('\n').append(columns(ranking)).append('\n');
    }
    ranking.staying().forEach(layer -> text.append(staying(layer)));
    ranking
        .ranked()
        .forEach(
            layer -> text.append(ResultText.wrapped(layer.name() + ": ", layer.rule().evidence())));
    text.append('\n');
    board.ifPresent(known -> text.append(ResultText.wrapped("note: ", record(ranking, known))));
    return text.append(notes(result, ranking)).toString();
  }

  /** What the advice was measured on were trained networks. */
  private static String doubt(AnalysisResult result) {
    boolean guesses =
        result.caveats().stream().anyMatch(caveat -> caveat.code().equals(Caveat.NEAR_CHANCE));
    return guesses
        ? String.format(
            Locale.ROOT,
            "The accuracy, %.4f, is near that of guessing, so nothing here says which layer a"
                + " working network could do without: what is known of such advice is of trained"
                + " ones. ",
            result.accuracy())
        : "";
  }

  private static String head(Ranking ranking, Optional<Scoreboard> board) {
    if (!ranking.ranked().isEmpty()) {
      String first = "If a layer is to go, " + ranking.ranked().get(0).name();
      return ranking.ranked().size() == 1
          ? first + "; it is the only one that can."
          : first + " first.";
    }
    if (board.isEmpty()) {
      return "There is no order to advise: how often such advice is right has not been measured.";
    }
    return ranking.order() == null
        ? "There is no order to advise: no indicator, the paper's among them, chose the layer to"
            + " take out better than chance."
        : "No layer can be taken out.";
  }

  private static String table(List<RankedLayer> ranked) {
    String indicator = String.valueOf(ranked.get(0).indicator());
    TextTable table =
        new TextTable(
            ">rank",
            "layer",
            ">" + Indicator.quantity(indicator),
            ">parameters",
            ">multiply-adds",
            "how",
            ">cost in trials",
            "95%",
            ">N",
            "paper's rule");
    for (RankedLayer layer : ranked) {
      Savings savings = layer.rule().savings();
      Order.Cost cost = layer.expected();
      table.row(
          String.valueOf(layer.rank()),
          layer.name(),
          value(layer),
          savings == null ? "?" : saved(savings.parameters()),
          savings == null ? "?" : saved(savings.multiplyAdds()),
          how(layer.surgery()),
          cost == null ? "?" : String.format(Locale.ROOT, "%.4f", cost.accuracy()),
          cost == null ? "" : interval(cost.interval()),
          cost == null ? "" : Integer.toString(cost.networks()),
          layer.rule().action().words());
    }
    return table.toString();
  }

  private static String value(RankedLayer layer) {
    Double value = layer.value();
    return value == null
        ? "?"
        : String.format(
            Locale.ROOT, Indicator.DEPTH.equals(layer.indicator()) ? "%.0f" : "%.3f", value);
  }

  private static String how(@Nullable Surgery surgery) {
    return surgery == null || surgery.how() == null ? "not checked" : surgery.how();
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null
        ? "too few"
        : String.format(Locale.ROOT, "%.4f to %.4f", interval.low(), interval.high());
  }

  private static String columns(Ranking ranking) {
    boolean saturation = leads(ranking).equals(Indicator.SATURATION);
    return (saturation
            ? ResultText.wrapped(
                "saturation: ",
                "the share of a layer's directions that hold 99% of the variance of its"
                    + " activations (99% variance on the page, saturation99 in CSV); the lowest"
                    + " goes first, of equals the deeper one")
            : "")
        + ResultText.wrapped(
            "cost in trials: ",
            "the accuracy that was lost by taking out the layer of this rank, and fine-tuning what"
                + " was left and the whole network alike: the mean over N networks, its interval"
                + " over networks"
                + (ranking.ranked().size() < 2
                    ? "; no network with a single layer to choose was among them"
                    : ""));
  }

  private static String leads(Ranking ranking) {
    Order order = ranking.order();
    return order == null ? "" : String.join(" with ", order.choice().indicators());
  }

  private static String staying(RankedLayer layer) {
    Surgery surgery = layer.surgery();
    String refusal = surgery == null ? null : surgery.refusal();
    return ResultText.wrapped(
        layer.name() + (layer.surgery() == null || refusal != null ? " stays: " : ": "),
        refusal == null ? layer.rule().evidence() : refusal);
  }

  /** How well the ways of choosing chose where the truth is known. */
  private static String record(Ranking ranking, Scoreboard board) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "Ranked by %s. In %d networks out of which layers were really taken, the first"
                    + " choice cost more accuracy than the best one by, on average: ",
                leads(ranking).isEmpty() ? "nothing" : leads(ranking),
                board.networks()));
    text.append(
        board.rows().stream()
            .filter(row -> isNamed(row.indicator(), ranking))
            .map(row -> regret(words(row.indicator()), row.regret(), row.regretInterval()))
            .collect(Collectors.joining("; ")));
    Scoreboard.Chance chance = board.chance();
    text.append("; ")
        .append(regret("a choice at random", chance.regret(), chance.regretInterval()));
    return text.append('.')
        .append(besideDepth(board))
        .append(" They were small networks of 4 to 6 fully connected layers, of 64 to 512 units,")
        .append(" on MNIST and CIFAR-10; of others nothing is known.")
        .toString();
  }

  private static boolean isNamed(String indicator, Ranking ranking) {
    return List.of(Indicator.DEPTH, Indicator.ENTROPY_STEP, Indicator.SATURATION)
            .contains(indicator)
        || indicator.equals(leads(ranking));
  }

  private static String words(String indicator) {
    return switch (indicator) {
      case Indicator.DEPTH -> "depth (the deepest first)";
      case Indicator.ENTROPY_STEP -> "the paper's rise of entropy";
      default -> indicator;
    };
  }

  private static String regret(String words, double regret, @Nullable Interval interval) {
    return String.format(Locale.ROOT, "%s %.4f (95%% %s)", words, regret, interval(interval));
  }

  /** Whether the winner is shown to know more than depth does. */
  private static String besideDepth(Scoreboard board) {
    Scoreboard.Difference difference = board.besideDepth();
    Interval interval = difference == null ? null : difference.interval();
    if (difference == null || interval == null) {
      return "";
    }
    String winner = board.orders().get(0).choice().indicators().get(0);
    return String.format(
        Locale.ROOT,
        " The difference between %s and depth, %.5f (95%% %.5f to %.5f), is %s.",
        winner,
        difference.regret(),
        interval.low(),
        interval.high(),
        difference.leavesOutZero() ? "shown" : "not shown: depth did as well");
  }

  private static String notes(AnalysisResult result, Ranking ranking) {
    StringBuilder notes = new StringBuilder();
    if (!result.isJudged()) {
      notes.append(
          ResultText.wrapped(
              "note: ",
              "How well the model does is not known of this result, since "
                  + (result.data().isLabelled()
                      ? "the model gives no class scores"
                      : "its data have no labels")
                  + ": whether it is a network that works, what its probes are worth, and what a"
                  + " layer costs in accuracy cannot be judged."));
    }
    boolean unchecked =
        ranking.layers().stream().anyMatch(layer -> Surgery.UNCHECKED.equals(layer.surgery()));
    if (unchecked) {
      notes.append(
          ResultText.wrapped(
              "note: ",
              "Whether these layers can be taken out was not checked: "
                  + result.model().path()
                  + " is not there, or is another model now. Give it with --model."));
    }
    if (result.layers().stream().filter(LayerResult::inVerdict).allMatch(AdviceText::bare)) {
      notes.append(
          ResultText.wrapped(
              "note: ",
              "The result has no indicators besides entropy, so depth ranks the layers;"
                  + " 'entroscope analyze --indicators' adds them."));
    }
    return notes
        .append(
            ResultText.wrapped(
                "note: ",
                String.format(
                    Locale.ROOT,
                    "Read from %,d images of the %s split. Prove any advice with 'entroscope"
                        + " prune', which measures the model before and after.",
                    result.data().images(),
                    result.data().split())))
        .toString();
  }

  private static boolean bare(LayerResult layer) {
    return layer.indicators() == null;
  }

  private static String saved(long count) {
    return count == 0
        ? "0"
        : String.format(Locale.ROOT, count > 0 ? "-%,d" : "+%,d", Math.abs(count));
  }
}
