package io.entroscope.core.indicator;

import io.entroscope.core.ort.OrtProducts;
import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The activations of sampled images: {@code [m, n]}, in double.
 *
 * @param places of the images in the sample, increasing
 * @param units n
 * @param values {@code [m, n]}, row by row
 */
record Rows(int[] places, int units, double[] values) {
  /** More images than this are not taken: the work grows with their square. */
  private static final int MOST = 1000;

  /** The images that are in both samples. */
  static List<Rows> shared(LayerSamples a, LayerSamples b) {
    List<Integer> both = new ArrayList<>(a.rows().keySet());
    both.retainAll(b.rows().keySet());
    return List.of(of(a, both), of(b, both));
  }

  /** All images of a sample. */
  static Rows of(LayerSamples samples) {
    return of(samples, new ArrayList<>(samples.rows().keySet()));
  }

  private static Rows of(LayerSamples samples, List<Integer> places) {
    // Evenly spread where there are too many.
    int count = Math.min(MOST, places.size());
    int[] kept = new int[count];
    double[] values = new double[0];
    int units = 0;
    for (int i = 0; i < count; i++) {
      kept[i] = places.get((int) ((long) i * places.size() / count));
      float[] row = Objects.requireNonNull(samples.rows().get(kept[i]));
      if (i == 0) {
        units = row.length;
        values = new double[Math.multiplyExact(count, units)];
      }
      for (int u = 0; u < units; u++) {
        values[i * units + u] = row[u];
      }
    }
    return new Rows(kept, units, values);
  }

  int count() {
    return places.length;
  }

  double get(int image, int unit) {
    return values[image * units + unit];
  }

  /** {@code [n]}: the mean over images. */
  double[] mean() {
    double[] mean = new double[units];
    for (int i = 0; i < count(); i++) {
      for (int u = 0; u < units; u++) {
        mean[u] += get(i, u) / count();
      }
    }
    return mean;
  }

  /**
   * These rows less one row.
   *
   * @param row {@code [n]}
   */
  Rows less(double[] row) {
    double[] rest = values.clone();
    for (int i = 0; i < count(); i++) {
      for (int u = 0; u < units; u++) {
        rest[i * units + u] -= row[u];
      }
    }
    return new Rows(places, units, rest);
  }

  /** {@code XXᵀ} of the rows less their mean: {@code [m, m]}. */
  Symmetric gram(OrtProducts products) {
    return less(mean()).products(products);
  }

  /** {@code XXᵀ}: {@code [m, m]}. */
  Symmetric products(OrtProducts products) {
    if (count() == 0) {
      return new Symmetric(0, new double[0]);
    }
    double[] transposed = new double[values.length];
    for (int i = 0; i < count(); i++) {
      for (int u = 0; u < units; u++) {
        transposed[u * count() + i] = get(i, u);
      }
    }
    return new Symmetric(count(), products.upper(transposed, units, count()));
  }

  /** {@code XᵀX}: {@code [n, n]}. */
  Symmetric moments(OrtProducts products) {
    return new Symmetric(units, products.upper(values, count(), units));
  }
}
