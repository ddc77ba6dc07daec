package io.entroscope.study.reproduce.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.entroscope.study.reproduce.claim.Claim.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * How often a claim came out how, over readings.
 *
 * @param supported readings that support it
 * @param contradicted that contradict it
 * @param undecided that decide nothing
 * @param unknown that cannot be computed from what was kept
 */
public record Tally(int supported, int contradicted, int undecided, int unknown) {
  private static final double NEARLY_ALL = 0.9;

  /** What is said of a claim over all its readings. */
  public enum Headline {
    /** Nearly all readings support it. */
    @JsonProperty("supported")
    SUPPORTED("supported"),
    /** Nearly all readings contradict it. */
    @JsonProperty("contradicted")
    CONTRADICTED("contradicted"),
    /** Some readings support and some contradict it. */
    @JsonProperty("hangs on the reading")
    HANGS("hangs on the reading"),
    /** The readings that decide anything decide it one way, but they are not nearly all. */
    @JsonProperty("undecided")
    UNDECIDED("undecided"),
    /** No reading can be computed. */
    @JsonProperty("not judged")
    NOT_JUDGED("not judged");

    private final String words;

    Headline(String words) {
      this.words = words;
    }

    /** As it is printed. */
    public String words() {
      return words;
    }
  }

  /** The tally of these outcomes; empty ones could not be computed. */
  public static Tally of(List<Optional<Outcome>> outcomes) {
    return new Tally(
        count(outcomes, Outcome.SUPPORTED),
        count(outcomes, Outcome.CONTRADICTED),
        count(outcomes, Outcome.UNDECIDED),
        (int) outcomes.stream().filter(Optional::isEmpty).count());
  }

  private static int count(List<Optional<Outcome>> outcomes, Outcome wanted) {
    return (int) outcomes.stream().filter(o -> o.filter(w -> w == wanted).isPresent()).count();
  }

  /** How many could be computed. */
  public int computed() {
    return supported + contradicted + undecided;
  }

  /** What follows. */
  public Headline headline() {
    if (computed() == 0) {
      return Headline.NOT_JUDGED;
    }
    if (supported >= NEARLY_ALL * computed()) {
      return Headline.SUPPORTED;
    }
    if (contradicted >= NEARLY_ALL * computed()) {
      return Headline.CONTRADICTED;
    }
    return supported > 0 && contradicted > 0 ? Headline.HANGS : Headline.UNDECIDED;
  }

  /** The counts in a sentence. */
  public String sentence() {
    return computed() == 0
        ? "No reading can be computed from what was kept."
        : String.format(
            "Of %d readings %d support it, %d contradict it and %d decide nothing%s.",
            computed(),
            supported,
            contradicted,
            undecided,
            unknown == 0 ? "" : "; " + unknown + " more cannot be computed from what was kept");
  }
}
