package io.entroscope.core.indicator.block;

import io.entroscope.result.StatisticDescription;
import io.entroscope.stats.block.BlockInfluence.Measure;

/** Block influence: how far a block turns the stream, by the cosine. */
final class Influence extends RowMeasure {
  Influence() {
    super(
        Measure.INFLUENCE,
        new StatisticDescription(
            "influence",
            "Influence",
            "",
            "0 to 2",
            "Low: the block leaves the direction of the stream nearly as it is, and may not be"
                + " missed; high: it turns it.",
            "mean over tokens or places of 1 − cos(x, y), x the stream before the block, y behind",
            "X. Men et al., \"ShortGPT: Layers in Large Language Models are More Redundant Than You"
                + " Expect\", 2024, arXiv 2403.03853"));
  }
}
