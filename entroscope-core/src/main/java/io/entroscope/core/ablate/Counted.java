package io.entroscope.core.ablate;

import io.entroscope.stats.block.BlockInfluence;
import java.util.ArrayList;
import java.util.List;

/**
 * What was counted on some examples: a state that is merged with that of others.
 *
 * @param comparisons of each route with the whole model
 * @param influences of each candidate that was observed
 * @param wholeNanos the time that the whole model took
 * @param routesNanos the time that all routes took
 */
record Counted(
    List<OutputComparison> comparisons,
    List<BlockInfluence> influences,
    long wholeNanos,
    long routesNanos) {
  Counted {
    comparisons = List.copyOf(comparisons);
    influences = List.copyOf(influences);
  }

  Counted merge(Counted that) {
    List<OutputComparison> merged = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      merged.add(comparisons.get(i).merge(that.comparisons.get(i)));
    }
    List<BlockInfluence> all = new ArrayList<>();
    for (int i = 0; i < influences.size(); i++) {
      all.add(influences.get(i).merge(that.influences.get(i)));
    }
    return new Counted(merged, all, wholeNanos + that.wholeNanos, routesNanos + that.routesNanos);
  }
}
