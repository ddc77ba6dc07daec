package io.entroscope.core.indicator.block;

import io.entroscope.result.StatisticDescription;
import io.entroscope.stats.block.BlockInfluence.Measure;

/** How far a block turns the stream, by the angle. */
final class AngularDistance extends RowMeasure {
  AngularDistance() {
    super(
        Measure.ANGULAR_DISTANCE,
        new StatisticDescription(
            "angularDistance",
            "Angular distance",
            "half turns",
            "0 to 1",
            "Low: the block hardly turns the stream; 0.5: what is behind it is at right angles to"
                + " what was before.",
            "mean over tokens or places of arccos(cos(x, y)) / π",
            "A. Gromov et al., \"The Unreasonable Ineffectiveness of the Deeper Layers\", 2024,"
                + " arXiv 2403.17887"));
  }
}
