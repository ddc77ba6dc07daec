package io.entroscope.core.indicator.internal;

import io.entroscope.stats.LayerSamples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The activations of sampled images: {@code [m, n]}.
 *
 * @param places of the images in the sample, increasing
 * @param units n
 * @param values {@code [m][n]}
 */
public record Rows(int[] places, int units, List<float[]> values) {
  /** More images than this are not taken: the work grows with their square. */
  public static final int MOST = 1000;

  public Rows {
    values = List.copyOf(values);
  }

  /** The images that are in both samples. */
  public static List<Rows> shared(LayerSamples a, LayerSamples b) {
    List<Integer> both = new ArrayList<>(a.rows().keySet());
    both.retainAll(b.rows().keySet());
    return List.of(of(a, both), of(b, both));
  }

  /** All images of a sample. */
  public static Rows of(LayerSamples samples) {
    return of(samples, new ArrayList<>(samples.rows().keySet()));
  }

  private static Rows of(LayerSamples samples, List<Integer> places) {
    // Evenly spread where there are too many.
    int count = Math.min(MOST, places.size());
    int[] kept = new int[count];
    List<float[]> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      kept[i] = places.get((int) ((long) i * places.size() / count));
      values.add(Objects.requireNonNull(samples.rows().get(kept[i])));
    }
    return new Rows(kept, count == 0 ? 0 : values.get(0).length, values);
  }

  public int count() {
    return places.length;
  }

  public boolean sameImages(Rows that) {
    return Arrays.equals(places, that.places);
  }

  /** {@code [n]}: the activations of an image. */
  public float[] row(int image) {
    return values.get(image);
  }

  /** {@code [n]}: the mean over images. */
  public double[] mean() {
    double[] mean = new double[units];
    for (float[] row : values) {
      for (int u = 0; u < units; u++) {
        mean[u] += row[u];
      }
    }
    for (int u = 0; u < units; u++) {
      mean[u] /= count();
    }
    return mean;
  }

  /**
   * These rows less one row, in one piece. The row is taken away in two parts, its value in single
   * precision and what that leaves, in a loop that Java's compiler vectorises.
   *
   * @param row {@code [n]}
   * @return {@code [m * n]}, row by row
   */
  public float[] less(double[] row) {
    float[] most = new float[units];
    float[] left = new float[units];
    for (int u = 0; u < units; u++) {
      most[u] = (float) row[u];
      left[u] = (float) (row[u] - most[u]);
    }
    float[] rest = new float[Math.multiplyExact(count(), units)];
    float[] one = new float[units];
    int at = 0;
    for (float[] value : values) {
      subtract(value, most, left, one);
      System.arraycopy(one, 0, rest, at, units);
      at += units;
    }
    return rest;
  }

  private static void subtract(float[] value, float[] most, float[] left, float[] into) {
    for (int u = 0; u < into.length; u++) {
      into[u] = value[u] - most[u] - left[u];
    }
  }
}
