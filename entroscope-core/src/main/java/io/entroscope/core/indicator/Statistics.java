package io.entroscope.core.indicator;

import io.entroscope.result.StatisticDescription;
import java.util.List;

/** The statistics that describe themselves, in the order in which results hold them. */
public final class Statistics {
  /** A new one is added here. */
  static final List<LayerStatistic.Described<?>> ALL =
      List.of(
          new NeuralCollapse(),
          new RankMe(),
          new Lidar(),
          new BinnedInformation(InformationAbout.INPUT),
          new BinnedInformation(InformationAbout.LABELS),
          new PairwiseInformation(InformationAbout.INPUT),
          new PairwiseInformation(InformationAbout.INPUT_LOWER),
          new PairwiseInformation(InformationAbout.LABELS));

  private Statistics() {}

  /** What each is. */
  public static List<StatisticDescription> descriptions() {
    return ALL.stream().map(LayerStatistic.Described::description).toList();
  }
}
