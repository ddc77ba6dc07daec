package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultException;
import io.entroscope.stats.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;

/** What the normalised entropies of a result are measured in: nats divided by f(n). */
public final class EntropyScale {
  private final Normalizer normalizer;

  private EntropyScale(Normalizer normalizer) {
    this.normalizer = normalizer;
  }

  /**
   * The scale that a result says it has.
   *
   * @throws ResultException if there is none of that name
   */
  public static EntropyScale of(AnalysisResult result) {
    String name = result.settings().normalizer();
    return Arrays.stream(Normalizer.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .map(EntropyScale::new)
        .orElseThrow(
            () ->
                new ResultException(
                    "settings.normalizer is '"
                        + name
                        + "'; a result has log, units or none: analyse the model again"));
  }

  /** By what entropies in nats of a layer of n units are divided; 1 where f(n) is 0. */
  public double divisor(int units) {
    // The entropy of a single unit is 0 whatever it is divided by.
    return units == 1 ? 1 : normalizer.divisor(units);
  }

  /** The normalised entropy as a formula, for the axis of a figure. */
  public String formula() {
    return switch (normalizer) {
      case LOG -> "H / ln n";
      case UNITS -> "H / n [nats per unit]";
      case NONE -> "H [nats]";
    };
  }

  /** The highest value that a layer of any size can have; empty if there is none. */
  public OptionalDouble most() {
    return normalizer == Normalizer.LOG ? OptionalDouble.of(1) : OptionalDouble.empty();
  }
}
