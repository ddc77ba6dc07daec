package io.entroscope.core.indicator;

import io.entroscope.core.Parallel;
import io.entroscope.core.indicator.internal.Gram;
import io.entroscope.core.indicator.internal.Rows;
import io.entroscope.core.ort.OrtProducts;
import io.entroscope.result.block.StreamSimilarity;
import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Centred kernel alignment of every two of several layers, over the images that all have. */
public final class StreamAlignment {
  /** More images than this are not taken: all layers' products are held at once. */
  private static final int MOST = 500;

  private StreamAlignment() {}

  /** What {@link #of} needs in memory, in bytes. */
  public static long bytes(long layers) {
    return layers * MOST * (MOST + 1) / 2 * Double.BYTES;
  }

  /**
   * The alignment of all pairs; empty with fewer than two layers that vary.
   *
   * @param samples of the images, by the name of the layer, in order of depth
   */
  public static Optional<StreamSimilarity> of(
      Map<String, LayerSamples> samples, OrtProducts products, int threads) {
    List<LayerSamples> shared = shared(new ArrayList<>(samples.values()));
    List<Gram> all =
        Parallel.map(threads, shared.size(), i -> Gram.of(Rows.of(shared.get(i)), products));
    List<String> names = new ArrayList<>();
    List<Gram> varying = new ArrayList<>();
    int at = 0;
    for (String name : samples.keySet()) {
      Gram gram = all.get(at++);
      if (gram.hsic() > 0) {
        names.add(name);
        varying.add(gram);
      }
    }
    if (varying.size() < 2) {
      return Optional.empty();
    }
    double[][] cka = new double[varying.size()][];
    Parallel.map(threads, cka.length, i -> cka[i] = row(varying, i));
    return Optional.of(new StreamSimilarity(names, cka, varying.get(0).images()));
  }

  private static double[] row(List<Gram> grams, int i) {
    double[] row = new double[grams.size()];
    for (int j = 0; j < row.length; j++) {
      // The same two in the same order, so that the matrix is symmetric to the bit.
      row[j] =
          i == j
              ? 1
              : Similarity.cka(grams.get(Math.min(i, j)), grams.get(Math.max(i, j))).orElseThrow();
    }
    return row;
  }

  /** The images that all layers have; evenly spread ones where there are too many. */
  private static List<LayerSamples> shared(List<LayerSamples> samples) {
    if (samples.isEmpty()) {
      return List.of();
    }
    List<Integer> places = new ArrayList<>(samples.get(0).rows().keySet());
    samples.forEach(of -> places.retainAll(of.rows().keySet()));
    int count = Math.min(MOST, places.size());
    List<LayerSamples> kept = new ArrayList<>();
    for (LayerSamples of : samples) {
      Map<Integer, float[]> rows = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        int place = places.get((int) ((long) i * places.size() / count));
        float[] row = of.rows().get(place);
        if (row != null) {
          rows.put(place, row);
        }
      }
      kept.add(new LayerSamples(rows));
    }
    return kept;
  }
}
