package io.entroscope.result.derived;

import java.util.Locale;

/**
 * What the images of two results have in common, by which their differences are judged.
 *
 * @param kind how they relate
 * @param count how many are in both
 */
public record CommonImages(Kind kind, int count) {
  /** How the images of two results relate. */
  public enum Kind {
    /** They are the same ones. */
    SAME,
    /** Many are in both: at least half of those of the smaller result. */
    SOME,
    /** Fewer are in both: too few to say by them what the others would. */
    FEW,
    /** None is in both. */
    NONE,
    /** A result does not say which images it is of. */
    UNKNOWN;

    /** The word for it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How differences are judged because of it, to stand after "compared". */
  public String sentence() {
    return switch (kind) {
      case SAME -> String.format(Locale.ROOT, "in pairs, on the same %,d images", count);
      case SOME ->
          String.format(
              Locale.ROOT,
              "in pairs on the %,d images that both have, the curves as if of independent ones",
              count);
      case FEW ->
          String.format(Locale.ROOT, "as independent samples: only %,d images are in both", count);
      case NONE -> "on different images, as independent samples";
      case UNKNOWN -> "as independent samples: a result does not say which images it is of";
    };
  }
}
