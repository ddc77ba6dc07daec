package io.entroscope.benchmarks;

import io.entroscope.core.run.StageTimes;
import io.entroscope.core.run.StageTimes.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What the rounds of one comparison gave. */
final class Measurement {
  /** Of the stages' times, behind what their head starts with. */
  private static final int INDENT = 18;

  private final String title;
  private final int images;
  private final List<Round> rounds = new ArrayList<>();

  /**
   * What each took in one round.
   *
   * @param bare inference alone
   * @param paper the analysis with the paper's statistics
   * @param histograms the analysis with histograms too
   * @param everything the analysis with spectra and probes besides
   * @param stages of the one with histograms
   * @param allStages of the one with spectra and probes
   * @param decode reading and decoding by themselves
   * @param write the result of the one with histograms, as JSON
   */
  record Round(
      Spent bare,
      Spent paper,
      Spent histograms,
      Spent everything,
      StageTimes stages,
      StageTimes allStages,
      Spent decode,
      Spent write) {}

  Measurement(String title, int images) {
    this.title = title;
    this.images = images;
  }

  void add(Round round) {
    rounds.add(round);
  }

  static String head() {
    StringBuilder stages = new StringBuilder("ms of all threads:   decode");
    for (Stage stage : Stage.values()) {
      stages.append(String.format(Locale.ROOT, " %8s", stage.id()));
    }
    stages.append("    write");
    return row("", "", "", "paper's statistics:", "", "and histograms:", "", "and spectra:", "", "")
        + row(
            "",
            "bare im/s",
            "cpu-us/im",
            "ratio of time",
            "of cpu",
            "ratio of time",
            "of cpu",
            "ratio of time",
            "of cpu",
            stages);
  }

  @Override
  public String toString() {
    String stages =
        milliseconds(median(r -> r.decode().cpu()))
            + stages(Round::stages)
            + milliseconds(median(r -> r.write().cpu()));
    String all = " ".repeat(milliseconds(0).length()) + stages(Round::allStages);
    return row(
            title,
            number(images / median(r -> r.bare().wall())),
            number(1e6 * median(r -> r.bare().cpu()) / images),
            spread(r -> r.paper().wall() / r.bare().wall()),
            spread(r -> r.paper().cpu() / r.bare().cpu()),
            spread(r -> r.histograms().wall() / r.bare().wall()),
            spread(r -> r.histograms().cpu() / r.bare().cpu()),
            spread(r -> r.everything().wall() / r.bare().wall()),
            spread(r -> r.everything().cpu() / r.bare().cpu()),
            " ".repeat(INDENT) + stages)
        + row("", "", "", "", "", "", "", "", "and spectra:", " ".repeat(INDENT) + all);
  }

  private String stages(Function<Round, StageTimes> which) {
    StringBuilder times = new StringBuilder();
    for (Stage stage : Stage.values()) {
      times.append(milliseconds(median(r -> which.apply(r).seconds(stage))));
    }
    return times.toString();
  }

  private static String row(Object... cells) {
    return String.format(
        Locale.ROOT, "%-28s %9s %9s  %21s %21s  %21s %21s  %21s %21s  %s%n", cells);
  }

  private static String milliseconds(double seconds) {
    return String.format(Locale.ROOT, " %8.1f", 1000 * seconds);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private String spread(ToDoubleFunction<Round> value) {
    return Spread.of(rounds, value);
  }

  private double median(ToDoubleFunction<Round> value) {
    return Spread.median(rounds, value);
  }
}
