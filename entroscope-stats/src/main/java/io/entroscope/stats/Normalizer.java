package io.entroscope.stats;

/**
 * What an entropy is divided by: f(n) of the paper's eq. (2), "a function of the number of neurons"
 * that the paper does not name.
 */
public enum Normalizer {
  /** ln n, which maps entropies to [0, 1]; the default. */
  LOG {
    @Override
    public double divisor(int units) {
      return Math.log(units);
    }
  },
  /** n itself. */
  UNITS {
    @Override
    public double divisor(int units) {
      return units;
    }
  },
  /** 1: entropies stay in nats. */
  NONE {
    @Override
    public double divisor(int units) {
      return 1;
    }
  };

  /** f(n) for a layer of n units, n at least 1. */
  public abstract double divisor(int units);

  /** {@code nats / f(n)}; 0 for a layer of a single unit, whose entropy can only be 0. */
  public double normalize(double nats, int units) {
    return units == 1 ? 0 : nats / divisor(units);
  }
}
