package io.entroscope.core.estimate;

import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.ImageDetail;
import io.entroscope.core.plan.PredictionReader;
import io.entroscope.core.state.ImageRows;
import io.entroscope.result.ImageTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What the model made of every image, as a result keeps it. */
final class ImageTables {
  private ImageTables() {}

  /** The table of all rows; null where the plan keeps none. */
  static @Nullable ImageTable of(AnalysisPlan plan, ImageRows rows) {
    ImageDetail detail = plan.imageDetail();
    if (!detail.kept()) {
      return null;
    }
    boolean sure = PredictionReader.hasConfidence(plan.predictions());
    List<String> layers =
        detail.taps().stream()
            .map(t -> plan.taps().get(t).outputs().point().layer().name())
            .toList();
    return new ImageTable(
        rows.count(),
        layers,
        groups(plan),
        ints(rows.count(), rows::position),
        contents(rows),
        ints(rows.count(), rows::label),
        ints(rows.count(), rows::predicted),
        sure ? floats(rows.count(), rows::confidence) : null,
        sure ? floats(rows.count(), rows::margin) : null,
        layers.isEmpty() ? null : entropies(rows));
  }

  /** The mean of the confidences that are known; null if none is. */
  static @Nullable Double meanConfidence(ImageRows rows) {
    double sum = 0;
    long known = 0;
    for (int row = 0; row < rows.count(); row++) {
      float confidence = rows.confidence(row);
      if (!Float.isNaN(confidence)) {
        sum += confidence;
        known++;
      }
    }
    return known == 0 ? null : sum / known;
  }

  private static List<Long> groups(AnalysisPlan plan) {
    long[] images = new long[AnalysisOptions.GROUPS];
    for (byte group : plan.groups()) {
      images[group]++;
    }
    return Arrays.stream(images).boxed().toList();
  }

  @FunctionalInterface
  private interface Ints {
    int get(int row);
  }

  @FunctionalInterface
  private interface Floats {
    float get(int row);
  }

  private static byte[] ints(int count, Ints column) {
    ByteBuffer bytes = little((long) count * Integer.BYTES);
    each(count, row -> bytes.putInt(column.get(row)));
    return bytes.array();
  }

  private static byte[] floats(int count, Floats column) {
    ByteBuffer bytes = little((long) count * Float.BYTES);
    each(count, row -> bytes.putFloat(column.get(row)));
    return bytes.array();
  }

  private static byte[] contents(ImageRows rows) {
    ByteBuffer bytes = little((long) rows.count() * Long.BYTES);
    each(rows.count(), row -> bytes.putLong(rows.content(row)));
    return bytes.array();
  }

  private static byte[] entropies(ImageRows rows) {
    ByteBuffer bytes = little((long) rows.count() * rows.layers() * Float.BYTES);
    for (int row = 0; row < rows.count(); row++) {
      for (int layer = 0; layer < rows.layers(); layer++) {
        bytes.putFloat(rows.entropy(row, layer));
      }
    }
    return bytes.array();
  }

  private static void each(int count, IntConsumer put) {
    for (int row = 0; row < count; row++) {
      put.accept(row);
    }
  }

  private static ByteBuffer little(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
