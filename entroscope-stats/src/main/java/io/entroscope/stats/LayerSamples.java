package io.entroscope.stats;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Collections;
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
    // Of a map that says it is sorted, a copy is made without comparing.
    rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
  }

  /**
   * The samples of both.
   *
   * @throws IllegalArgumentException if an image is in both
   */
  public LayerSamples merge(LayerSamples that) {
    if (rows.isEmpty() || that.rows.isEmpty()) {
      return rows.isEmpty() ? that : this;
    }
    Map<Integer, float[]> union = new TreeMap<>(rows);
    that.rows.forEach(
        (place, row) -> {
          if (union.putIfAbsent(place, row) != null) {
            throw new IllegalArgumentException("sampled image " + place + " counted twice");
          }
        });
    return new LayerSamples(union);
  }

  /** Writes these samples, bit for bit; the number of units is left to whoever reads them. */
  public void writeTo(DataOutput out) throws IOException {
    Numbers.write(out, rows.size());
    for (var row : rows.entrySet()) {
      Numbers.write(out, row.getKey());
      for (float activation : row.getValue()) {
        out.writeFloat(activation);
      }
    }
  }

  /**
   * Reads what {@link #writeTo} wrote of a layer of so many units.
   *
   * @throws IOException if the bytes end early or are no such samples
   */
  public static LayerSamples readFrom(DataInput in, int units) throws IOException {
    Map<Integer, float[]> rows = new TreeMap<>();
    long count = Numbers.read(in);
    for (long i = 0; i < count; i++) {
      int place = (int) Numbers.read(in);
      float[] row = new float[units];
      for (int unit = 0; unit < units; unit++) {
        row[unit] = in.readFloat();
      }
      rows.put(place, row);
    }
    return new LayerSamples(rows);
  }
}
