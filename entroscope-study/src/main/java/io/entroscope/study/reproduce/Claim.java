package io.entroscope.study.reproduce;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One claim of the paper, judged.
 *
 * @param number its place in the paper's argument, from 1
 * @param statement the claim in our words
 * @param outcome what the numbers say
 * @param reason the numbers that decided, in one sentence
 * @param rule by which the numbers decide
 * @param beside more numbers that a reader needs before believing either, a sentence each
 */
public record Claim(
    int number,
    String statement,
    Outcome outcome,
    String reason,
    String rule,
    List<String> beside) {
  public Claim {
    beside = List.copyOf(beside);
  }

  /** What numbers say of a claim. */
  public enum Outcome {
    /** They are as the claim says, and not as its opposite would have them. */
    @JsonProperty("supported")
    SUPPORTED("supported"),
    /** They are not as the claim says. */
    @JsonProperty("contradicted")
    CONTRADICTED("contradicted"),
    /** They fit both, or are too few. */
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
