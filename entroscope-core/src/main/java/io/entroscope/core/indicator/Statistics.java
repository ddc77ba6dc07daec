package io.entroscope.core.indicator;

import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.StatisticValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** The statistics that describe themselves, in the order in which results hold them. */
public final class Statistics {
  /** A new one of this library is added here. */
  private static final List<LayerStatistic.Described<?>> OWN =
      List.of(
          new NeuralCollapse(),
          new RankMe(),
          new Lidar(),
          new BinnedInformation(InformationAbout.INPUT),
          new BinnedInformation(InformationAbout.LABELS),
          new PairwiseInformation(InformationAbout.INPUT),
          new PairwiseInformation(InformationAbout.INPUT_LOWER),
          new PairwiseInformation(InformationAbout.LABELS));

  /** These, and by name those that others contribute. */
  static final List<LayerStatistic.Described<?>> ALL =
      with(ServiceLoader.load(ContributedStatistic.class));

  private Statistics() {}

  /** What each is. */
  public static List<StatisticDescription> descriptions() {
    return ALL.stream().map(LayerStatistic.Described::description).toList();
  }

  /**
   * The library's statistics and others.
   *
   * @throws IllegalStateException if two have the same name
   */
  static List<LayerStatistic.Described<?>> with(Iterable<ContributedStatistic> others) {
    List<ContributedStatistic> sorted = new ArrayList<>();
    others.forEach(sorted::add);
    sorted.sort(Comparator.comparing(statistic -> statistic.description().name()));
    List<LayerStatistic.Described<?>> all = new ArrayList<>(OWN);
    sorted.forEach(statistic -> all.add(new Contributed(statistic)));
    Set<String> names = new HashSet<>();
    for (LayerStatistic.Described<?> statistic : all) {
      String name = statistic.description().name();
      if (!names.add(name)) {
        throw new IllegalStateException(
            "two statistics are called '" + name + "'; leave one off the class path");
      }
    }
    return List.copyOf(all);
  }

  private record Contributed(ContributedStatistic from)
      implements LayerStatistic.Described<Evidence> {
    @Override
    public StatisticDescription description() {
      return from.description();
    }

    @Override
    public Optional<Evidence> state(Evidence layer) {
      return Optional.of(layer);
    }

    @Override
    public Optional<StatisticValue> estimate(Evidence layer) {
      return from.of(layer);
    }
  }
}
