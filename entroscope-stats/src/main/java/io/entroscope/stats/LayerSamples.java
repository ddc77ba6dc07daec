package io.entroscope.stats;

import java.util.Map;
import java.util.TreeMap;

/**
 * The activations {@code [n]} of the sampled images, by the image's place in the sample. Immutable;
 * merging is a union, and an image that is on both sides is an error.
 *
 * @param rows by place in the sample
 */
public record LayerSamples(Map<Integer, float[]> rows) {
  /** No images. */
  public static final LayerSamples ZERO = new LayerSamples(Map.of());

  public LayerSamples {
    rows = java.util.Collections.unmodifiableMap(new TreeMap<>(rows));
  }

  /**
   * The samples of both.
   *
   * @throws IllegalArgumentException if an image is in both
   */
  public LayerSamples merge(LayerSamples that) {
    Map<Integer, float[]> union = new TreeMap<>(rows);
    that.rows.forEach(
        (place, row) -> {
          if (union.putIfAbsent(place, row) != null) {
            throw new IllegalArgumentException("sampled image " + place + " counted twice");
          }
        });
    return new LayerSamples(union);
  }
}
