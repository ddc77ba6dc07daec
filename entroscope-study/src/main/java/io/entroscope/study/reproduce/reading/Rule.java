package io.entroscope.study.reproduce.reading;

import io.entroscope.study.reproduce.claim.Claim.Outcome;
import java.util.Optional;

/** Decides one form of a claim under a reading. */
interface Rule {
  /** A share of at least this is nearly all. */
  double MOST = 0.75;

  /** A share of at most this is hardly any. */
  double FEW = 0.25;

  /** The form in words, to stand in a table. */
  String form();

  /** The outcome; empty if the reading cannot be computed from what was kept. */
  Optional<Outcome> outcome(Reading reading);
}
