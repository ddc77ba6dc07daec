package io.entroscope.report;

import io.entroscope.result.AnalysisResult;

/** f(n) of the paper's equation (2), which entropies in nats are divided by. */
final class Normalizer {
  private Normalizer() {}

  /** By what entropies of a layer of so many units are divided; 1 where that would be zero. */
  static double divisor(AnalysisResult result, int units) {
    return switch (result.settings().normalizer()) {
      case "units" -> units;
      case "none" -> 1;
      default -> units > 1 ? Math.log(units) : 1;
    };
  }
}
