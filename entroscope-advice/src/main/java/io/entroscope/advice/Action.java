package io.entroscope.advice;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What is advised to do with a layer. */
public enum Action {
  /** It contributes, or nothing speaks for taking it out. */
  @JsonProperty("keep")
  KEEP("keep"),
  /** It contributes little: without it the accuracy should stay almost the same. */
  @JsonProperty("could go")
  COULD_GO("could go"),
  /** It does harm: without it, and after training what is left, the accuracy should rise. */
  @JsonProperty("should go")
  SHOULD_GO("should go"),
  /** The evidence decides nothing. */
  @JsonProperty("undecided")
  UNDECIDED("undecided");

  private final String words;

  Action(String words) {
    this.words = words;
  }

  /** The action as it is printed. */
  public String words() {
    return words;
  }
}
