package io.entroscope.core.indicator.block;

import io.entroscope.stats.block.BlockInfluence;
import io.entroscope.stats.block.LinearMap;
import io.entroscope.stats.block.PairMoments;
import java.util.Optional;

/**
 * What statistics of one block are computed from.
 *
 * @param influence the measures of its rows
 * @param map the least-squares map in its place; empty if no rows were kept, or too few
 */
public record BlockEvidence(BlockInfluence influence, Optional<LinearMap> map) {
  /** Of a block of which rows were kept, on which the map is solved for. */
  public static BlockEvidence of(
      BlockInfluence influence, PairMoments fitted, PairMoments heldOut) {
    return new BlockEvidence(influence, LinearMap.fit(fitted, heldOut));
  }

  /** Of a block of which none were. */
  public static BlockEvidence of(BlockInfluence influence) {
    return new BlockEvidence(influence, Optional.empty());
  }
}
