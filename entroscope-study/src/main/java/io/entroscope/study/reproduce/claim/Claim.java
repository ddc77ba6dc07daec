package io.entroscope.study.reproduce.claim;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One claim of the paper and how it was decided.
 *
 * @param number its place in the paper's argument, from 1
 * @param statement the claim, in our words
 * @param outcome of the decision
 * @param reason the deciding numbers, in one sentence
 * @param rule of the decision
 * @param details more numbers that help to interpret the outcome, one sentence each
 */
public record Claim(
    int number,
    String statement,
    Outcome outcome,
    String reason,
    String rule,
    @JsonProperty("beside") List<String> details) {
  public Claim {
    details = List.copyOf(details);
  }

  /** The outcome of a claim. */
  public enum Outcome {
    /** The numbers agree with the claim and not with its opposite. */
    @JsonProperty("supported")
    SUPPORTED("supported"),
    /** The numbers contradict the claim. */
    @JsonProperty("contradicted")
    CONTRADICTED("contradicted"),
    /** The numbers fit both, or are too few. */
    @JsonProperty("undecided")
    UNDECIDED("undecided");

    private final String word;

    Outcome(String word) {
      this.word = word;
    }

    /** The outcome as it is printed. */
    public String word() {
      return word;
    }
  }
}
