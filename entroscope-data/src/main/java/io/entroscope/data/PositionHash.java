package io.entroscope.data;

/**
 * A fixed hash of an image's position, which every choice among images is made with: being a
 * function of seed and position alone, it is the same however the images are divided among batches,
 * threads and machines.
 *
 * <p>It is the generator SplitMix64 (G. Steele, D. Lea, C. Flood: "Fast Splittable Pseudorandom
 * Number Generators", OOPSLA 2014) read at any point: with the finalizer
 *
 * <pre>mix(z): z ^= z &gt;&gt;&gt; 30; z *= 0xBF58476D1CE4E5B9; z ^= z &gt;&gt;&gt; 27;
 *        z *= 0x94D049BB133111EB; z ^= z &gt;&gt;&gt; 31</pre>
 *
 * the hash is {@code mix(mix(seed) + (position + 1) · 0x9E3779B97F4A7C15)}, all modulo 2^64. The
 * finalizer is a bijection and the multiplier odd, so that two positions never share a hash.
 */
public final class PositionHash {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private PositionHash() {}

  /** The hash of a position, which is to be compared as an unsigned number. */
  public static long hash(long seed, long position) {
    return mix(mix(seed) + (position + 1) * GOLDEN_GAMMA);
  }

  private static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
