package io.entroscope.benchmarks;

import java.util.List;

/** A name on the command line that there is nothing for, or a program that does not run. */
final class UnknownName extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnknownName(String message) {
    super(message);
  }

  /** Goes on if all names are known: before anything is measured. */
  static void refuse(String what, List<String> names, List<String> known) {
    for (String name : names) {
      if (!known.contains(name)) {
        throw new UnknownName(
            "no " + what + " '" + name + "'; there are " + String.join(", ", known));
      }
    }
  }
}
