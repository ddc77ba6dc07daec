package io.entroscope.cli.text;

import io.entroscope.core.prune.WholeAlike;
import io.entroscope.stats.inference.McNemar;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a removal costs in accuracy, in words. It is told beside the whole network repaired alike
 * where there is one, and then beside the whole one as it was given.
 *
 * @param subject what the sentence is of, such as {@code the pruned network}
 * @param pairs the whole network as it was given and, second, the pruned one
 * @param examples how many test examples there are
 * @param worst the one-sided 95% lower bound of the change
 * @param alike the whole network repaired as the pruned one was; null if that is no other one
 * @param margin the accuracy that may be lost
 */
record CostSentence(
    String subject,
    McNemar pairs,
    long examples,
    double worst,
    @Nullable WholeAlike alike,
    double margin) {
  /** A gain of the whole network by a repair that makes one doubt how it was fed. */
  private static final double DOUBTFUL_GAIN = 0.05;

  /** What can be relied on. */
  String text() {
    String text =
        alike == null
            ? sentence(pairs, worst, "the whole one")
            : sentence(alike.mcNemar(), alike.worst(), "the whole one repaired alike")
                + " Beside the whole one as it was given: "
                + numbers(change(), worst)
                + "."
                + doubt(change() - alike.change());
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /** The accuracy of the pruned network less that of the whole one as it was given. */
  double change() {
    return change(pairs);
  }

  private double change(McNemar of) {
    return (double) (of.onlySecond() - of.onlyFirst()) / examples;
  }

  private String sentence(McNemar of, double bound, String reference) {
    double change = change(of);
    String what;
    if (of.isDifferent() && change > 0) {
      what = " names more examples rightly than " + reference;
    } else if (bound > -margin) {
      what = " is shown to lose less than " + points() + " of accuracy beside " + reference;
    } else if (of.isDifferent()) {
      what = " loses accuracy beside " + reference;
    } else {
      what = " is not shown to lose less than " + points() + " of accuracy beside " + reference;
    }
    return subject + what + ": " + numbers(change, bound) + ".";
  }

  private String numbers(double change, double bound) {
    return String.format(
        Locale.ROOT,
        "%+.2f points on %,d test examples, at worst %+.2f (one-sided 95%% bound)",
        100 * change,
        examples,
        100 * bound);
  }

  private String points() {
    return String.format(Locale.ROOT, "%.2f", 100 * margin).replaceAll("\\.?0+$", "") + " points";
  }

  private static String doubt(double gain) {
    return gain < DOUBTFUL_GAIN
        ? ""
        : String.format(
            Locale.ROOT,
            " The repair alone gives the whole one %+.2f points: if it does worse as it was given"
                + " than you know it to, check how its examples are prepared.",
            100 * gain);
  }
}
