package io.entroscope.core.indicator;

import io.entroscope.core.Parallel;
import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.result.layer.ClassIndicators;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerIndicators.FromPrevious;
import io.entroscope.result.layer.LayerIndicators.Probe;
import io.entroscope.result.layer.LayerIndicators.Renyi;
import io.entroscope.result.layer.Spectrum;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.stats.ClassEstimate;
import io.entroscope.stats.DiscreteEntropy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The indicators of all layers. Their work is shared out in small tasks, so that all threads are
 * busy to the end; a few layers at a time, since the products of a layer's sampled images, which
 * several tasks need, take megabytes.
 */
public final class LayersIndicators {
  /** How many layers at a time. */
  private static final int AT_ONCE = 8;

  private final List<Evidence> layers;
  private final int threads;
  private final List<Part> parts;

  private LayersIndicators(List<Evidence> layers, int threads) {
    this.layers = layers;
    this.threads = threads;
    this.parts = layers.stream().map(Part::new).toList();
  }

  /**
   * Those of each layer, in their order.
   *
   * @param layers each after the one that it is set beside
   * @param threads on so many threads
   */
  public static List<LayerIndicators> of(List<Evidence> layers, int threads) {
    return new LayersIndicators(layers, threads).all();
  }

  /**
   * Over the images of one class.
   *
   * @param place of the class among those analysed
   */
  public static ClassIndicators ofClass(Evidence layer, int place) {
    ClassEstimate of = layer.estimate().classes().get(place);
    double winner = DiscreteEntropy.millerMadow(of.wins());
    return new ClassIndicators(
        layer.moments().isPerClass() ? CovarianceSpectrum.of(layer.moments().ofClass(place)) : null,
        DiscreteEntropy.onOff(layer.active(place), of.images()),
        winner,
        Evidence.share(winner, Math.log(layer.units())));
  }

  /**
   * What {@link #of} needs in memory, in bytes: the products of the layers at hand and of those
   * before them, and for each thread a sample with its products, a matrix that is worked on, and
   * the means of the classes.
   *
   * @param layers how many
   * @param images in a layer's sample
   * @param units of the widest layer
   * @param classes C
   * @param threads to work on
   */
  public static long bytes(int layers, int images, int units, int classes, int threads) {
    long m = Math.min(images, Rows.MOST);
    long kept = Math.min(layers, 2 * AT_ONCE) * m * (m + 1) / 2 * Double.BYTES;
    long working = 2 * m * units * Float.BYTES + m * m * Float.BYTES + 2 * m * m * Double.BYTES;
    // As sums, about their mean, and turned or scaled.
    long means = 3L * classes * units * Double.BYTES;
    return kept + threads * (working + means);
  }

  private List<LayerIndicators> all() {
    for (int from = 0; from < layers.size(); from += AT_ONCE) {
      run(from, Math.min(AT_ONCE, layers.size() - from));
    }
    return parts.stream().map(Part::together).toList();
  }

  private void run(int from, int count) {
    Parallel.map(
        threads,
        count,
        i -> {
          layers.get(from + i).multiply();
          return i;
        });
    // Kind by kind, the longest tasks first.
    int kinds = parts.get(from).tasks.size();
    Parallel.map(
        threads,
        kinds * count,
        i -> {
          parts.get(from + i % count).tasks.get(i / count).run();
          return i;
        });
    for (int i = 0; i < from + count; i++) {
      if (!isPreviousOfLater(layers.get(i), from + count)) {
        layers.get(i).forgetProducts();
      }
    }
  }

  private boolean isPreviousOfLater(Evidence layer, int from) {
    return layers.subList(from, layers.size()).stream()
        .anyMatch(later -> later.previous().filter(of -> of == layer).isPresent());
  }

  /** One statistic of one layer. It is run once, by any thread. */
  private static final class Task<V> {
    private final LayerStatistic<?, V> statistic;
    private final Evidence layer;
    private Optional<V> value = Optional.empty();

    Task(LayerStatistic<?, V> statistic, Evidence layer) {
      this.statistic = statistic;
      this.layer = layer;
    }

    void run() {
      value = statistic.of(layer);
    }
  }

  /** The statistics of a layer. */
  private static final class Part {
    private final Evidence layer;
    private final List<Task<?>> tasks = new ArrayList<>();
    private final Task<Spectrum> spectrum;
    private final Task<Probe> probe;
    private final Task<Renyi> renyi;
    private final Task<FromPrevious> previous;
    private final Map<String, Task<StatisticValue>> described = new LinkedHashMap<>();
    private final Task<OnOffEntropy.Value> onOff;
    private final Task<LabelInformation.Value> information;
    private final Task<Double> winner;
    private final Task<Double> divergence;
    private final Task<Double> dormant;

    Part(Evidence layer) {
      this.layer = layer;
      spectrum = task(new CovarianceSpectrum());
      probe = task(new LinearProbe());
      renyi = task(new RenyiEntropy());
      previous = task(new BesidePrevious());
      Statistics.ALL.forEach(of -> described.put(of.description().name(), task(of)));
      onOff = task(new OnOffEntropy());
      information = task(new LabelInformation());
      winner = task(new WinnerEntropy());
      divergence = task(new PatternDivergence());
      dormant = task(new DormantUnits());
    }

    private <V> Task<V> task(LayerStatistic<?, V> statistic) {
      Task<V> task = new Task<>(statistic, layer);
      tasks.add(task);
      return task;
    }

    LayerIndicators together() {
      OnOffEntropy.Value active = onOff.value.orElseThrow();
      LabelInformation.Value label = information.value.orElseThrow();
      double wins = winner.value.orElseThrow();
      double apart = divergence.value.orElseThrow();
      return new LayerIndicators(
          layer.images(),
          spectrum.value.orElseThrow(),
          new LayerIndicators.OnOffEntropy(active.all(), active.withinClasses()),
          new LayerIndicators.Normalized(wins, Evidence.share(wins, Math.log(layer.units()))),
          new LayerIndicators.LabelInformation(label.mean(), label.max()),
          new LayerIndicators.Normalized(apart, Evidence.share(apart, Math.log(layer.classes()))),
          dormant.value.orElseThrow(),
          new LayerIndicators.Sampled(
              renyi.value.orElse(null), probe.value.orElse(null), previous.value.orElse(null)),
          statistics());
    }

    private Map<String, StatisticValue> statistics() {
      Map<String, StatisticValue> values = new LinkedHashMap<>();
      described.forEach((name, task) -> task.value.ifPresent(value -> values.put(name, value)));
      return values;
    }
  }
}
