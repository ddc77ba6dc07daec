package io.entroscope.testing;

import java.util.Random;

/** A way to make another input of a valid one. */
@FunctionalInterface
public interface Mutation {
  /**
   * Another input.
   *
   * @param input left as it is
   * @param random decides what changes
   */
  byte[] of(byte[] input, Random random);
}
