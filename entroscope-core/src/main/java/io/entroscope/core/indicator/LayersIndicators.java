package io.entroscope.core.indicator;

import io.entroscope.core.Parallel;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.result.LayerIndicators;
import io.entroscope.result.LayerIndicators.FromPrevious;
import io.entroscope.result.LayerIndicators.Probe;
import io.entroscope.result.LayerIndicators.Renyi;
import io.entroscope.result.Spectrum;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The indicators of all layers. Their work is shared out in small tasks, so that all threads are
 * busy to the end; a few layers at a time, since the products of a layer's sampled images, which
 * several tasks need, take megabytes.
 */
public final class LayersIndicators {
  /** How many layers at a time. */
  private static final int AT_ONCE = 8;

  private final List<Of> layers;
  private final int threads;
  private final OrtProducts products;
  private final List<Part> parts = new ArrayList<>();

  /**
   * A layer.
   *
   * @param name of it
   * @param indicators of it
   * @param previous the index of the layer that it is set beside, a lower one; empty: none
   */
  public record Of(String name, Indicators indicators, OptionalInt previous) {}

  private LayersIndicators(List<Of> layers, int threads, OrtProducts products) {
    this.layers = layers;
    this.threads = threads;
    this.products = products;
    layers.forEach(of -> parts.add(new Part(of.indicators())));
  }

  /**
   * Those of each layer, in their order.
   *
   * @param threads on so many threads
   * @param products what multiplies
   */
  public static List<LayerIndicators> of(List<Of> layers, int threads, OrtProducts products) {
    return new LayersIndicators(layers, threads, products).all();
  }

  /**
   * What {@link #of} needs in memory, in bytes: the products of the layers at hand and of those
   * before them, and for each thread a sample with its products and a matrix that is worked on.
   *
   * @param layers how many
   * @param images in a layer's sample
   * @param units of the widest layer
   * @param threads to work on
   */
  public static long bytes(int layers, int images, int units, int threads) {
    long m = Math.min(images, Rows.MOST);
    long kept = Math.min(layers, 2 * AT_ONCE) * m * (m + 1) / 2 * Double.BYTES;
    long working = 2 * m * units * Float.BYTES + m * m * Float.BYTES + 2 * m * m * Double.BYTES;
    return kept + threads * working;
  }

  private List<LayerIndicators> all() {
    for (int from = 0; from < layers.size(); from += AT_ONCE) {
      run(from, Math.min(AT_ONCE, layers.size() - from));
    }
    return Parallel.map(threads, parts.size(), i -> parts.get(i).together());
  }

  private void run(int from, int count) {
    Parallel.map(threads, count, i -> parts.get(from + i).multiply());
    // Kind by kind, the longest tasks first.
    Parallel.map(
        threads,
        4 * count,
        task -> {
          int layer = from + task % count;
          Part part = parts.get(layer);
          return switch (task / count) {
            case 0 -> part.spectrum();
            case 1 -> part.probe();
            case 2 -> part.renyi();
            default -> beside(layer);
          };
        });
    for (int i = 0; i < from + count; i++) {
      if (!isPreviousOfLater(i, from + count)) {
        parts.get(i).gram = null;
      }
    }
  }

  private boolean isPreviousOfLater(int layer, int from) {
    return layers.subList(from, layers.size()).stream()
        .anyMatch(of -> of.previous().equals(OptionalInt.of(layer)));
  }

  private Part beside(int layer) {
    OptionalInt previous = layers.get(layer).previous();
    if (previous.isPresent()) {
      int before = previous.getAsInt();
      parts.get(layer).beside(layers.get(before).name(), parts.get(before));
    }
    return parts.get(layer);
  }

  /** What there is of a layer so far. Each of its tasks is run once, by any thread. */
  private final class Part {
    private final Indicators indicators;
    private final Rows sample;
    private @Nullable Gram gram;
    private @Nullable Spectrum spectrum;
    private @Nullable Renyi renyi;
    private @Nullable Probe probe;
    private @Nullable FromPrevious before;

    Part(Indicators indicators) {
      this.indicators = indicators;
      this.sample = indicators.sample();
    }

    private Gram gram() {
      return Objects.requireNonNull(gram);
    }

    Part multiply() {
      gram = Gram.of(sample, products);
      return this;
    }

    Part spectrum() {
      spectrum = indicators.spectrum(gram());
      return this;
    }

    Part probe() {
      probe = indicators.probe(sample, gram());
      return this;
    }

    Part renyi() {
      renyi = Indicators.renyi(gram());
      return this;
    }

    void beside(String name, Part previous) {
      before = indicators.beside(name, previous.indicators, previous.gram(), gram());
    }

    LayerIndicators together() {
      return indicators.ofLayer(Objects.requireNonNull(spectrum), renyi, probe, before);
    }
  }
}
