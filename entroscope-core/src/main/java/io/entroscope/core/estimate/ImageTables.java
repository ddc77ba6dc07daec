package io.entroscope.core.estimate;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.AnalysisPlan.ImageDetail;
import io.entroscope.core.plan.PredictionReader;
import io.entroscope.core.state.ImageRows;
import io.entroscope.result.ImageTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the model made of every image, as a result keeps it. */
final class ImageTables {
  private ImageTables() {}

  /** The table of all rows; null where the plan keeps none. */
  // NullAway takes the components that are arrays as nullable, but not the parameters.
  @SuppressWarnings("NullAway")
  static @Nullable ImageTable of(AnalysisPlan plan, ImageRows rows) {
    ImageDetail detail = plan.imageDetail();
    if (!detail.kept()) {
      return null;
    }
    boolean says = plan.predictions().isPresent();
    boolean sure = plan.predictions().filter(PredictionReader::hasConfidence).isPresent();
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
        says ? ints(rows.count(), rows::predicted) : null,
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
    byte[] bytes = new byte[Math.multiplyExact(count, Integer.BYTES)];
    ByteBuffer into = little(bytes);
    IntStream.range(0, count).forEachOrdered(row -> into.putInt(column.get(row)));
    return bytes;
  }

  private static byte[] floats(int count, Floats column) {
    byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
    ByteBuffer into = little(bytes);
    IntStream.range(0, count).forEachOrdered(row -> into.putFloat(column.get(row)));
    return bytes;
  }

  private static byte[] contents(ImageRows rows) {
    byte[] bytes = new byte[Math.multiplyExact(rows.count(), Long.BYTES)];
    ByteBuffer into = little(bytes);
    for (int row = 0; row < rows.count(); row++) {
      into.putLong(rows.content(row));
    }
    return bytes;
  }

  private static byte[] entropies(ImageRows rows) {
    int count = Math.multiplyExact(rows.count(), rows.layers());
    return floats(count, i -> rows.entropy(i / rows.layers(), i % rows.layers()));
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
