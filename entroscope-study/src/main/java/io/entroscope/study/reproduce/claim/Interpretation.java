package io.entroscope.study.reproduce.claim;

import io.entroscope.study.reproduce.claim.Claim.Outcome;

/** What the outcome of a claim means in practice, in the same words for every study. */
public final class Interpretation {
  private Interpretation() {}

  /** One or two sentences. */
  public static String of(Claim claim) {
    if (claim.outcome() == Outcome.UNDECIDED) {
      return "This study cannot tell.";
    }
    boolean supported = claim.outcome() == Outcome.SUPPORTED;
    return switch (claim.number()) {
      case 1 ->
          supported
              ? "Here a fall at every layer goes with good training; whether it shows it depends on"
                  + " how often untrained networks fall as well."
              : "Half of the networks here that do their work well, or more, have curves with a"
                  + " rise: a rise is no sign of bad training.";
      case 2 ->
          supported
              ? "Here flat layers could go, and the others could not."
              : "A flat layer was needed here: deleting by the curve costs accuracy.";
      case 3 ->
          supported
              ? "Here a rise marks a layer that is better deleted."
              : "Deleting gains nothing that training on without deleting does not gain as well:"
                  + " what a comparison with the network before shows is the training's.";
      case 4 ->
          supported
              ? "Here the curve named as many layers as were enough."
              : "The curve is no guide to the number of layers here; training a few depths on equal"
                  + " terms is.";
      default ->
          supported
              ? "Badly trained networks cannot be told by one shape of their curve."
              : "The curve of the badly trained network has one shape whatever the seed: it follows"
                  + " from how the network was set up.";
    };
  }
}
