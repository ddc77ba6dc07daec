package io.entroscope.stats.block;

import io.entroscope.stats.CanonicalMerge;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Rows by a formula that {@code reference.py} has too; each number is exact in single precision.
 */
final class MadeUpRows {
  private MadeUpRows() {}

  static float[] rows(int count, int width, int salt) {
    float[] rows = new float[count * width];
    for (int r = 0; r < count; r++) {
      for (int i = 0; i < width; i++) {
        int mixed = r * 37 + i * 101 + r * r * i * 13 + salt * (r + 3) * (i + 5);
        rows[r * width + i] = (mixed % 97 - 48) / 16f;
      }
    }
    return rows;
  }

  interface Writing {
    void to(DataOutput out) throws IOException;
  }

  static DataInputStream written(Writing state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    state.to(new DataOutputStream(bytes));
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }

  /** What the canonical merge makes of segments that arrive in some order. */
  static <S> S merged(List<S> segments, BinaryOperator<S> merge, int... order) {
    CanonicalMerge<S> all = new CanonicalMerge<>(segments.size(), merge);
    for (int segment : order) {
      all.add(segment, segments.get(segment));
    }
    return all.result();
  }
}
