package io.entroscope.testing;

import org.opentest4j.TestAbortedException;

/** Skips a test, visibly, for want of a {@link Facility}. */
public final class MissingFacility extends TestAbortedException {
  private static final long serialVersionUID = 1;

  MissingFacility(Facility facility, String lacking) {
    super("without " + facility.id() + ": " + lacking);
  }
}
