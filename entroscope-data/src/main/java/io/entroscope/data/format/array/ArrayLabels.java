package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.internal.NumberedClasses;
import io.entroscope.setting.Limit;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The class of each example as an array gives it: whole numbers of any type, [N] or [N, 1]; one-hot
 * rows [N, C], all 0 but one 1; or the names of classes as text, which are numbered in the order of
 * their characters, as NumPy's unique does.
 *
 * @param of the class index of each example
 * @param names of the classes; empty: nothing names them
 * @param fromOne whether the label 1 is the first class
 */
record ArrayLabels(int[] of, Optional<List<String>> names, boolean fromOne) {
  private static final int MOST_CLASSES = 1_000_000;
  private static final int CHUNK = 1 << 16;
  private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
  private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

  /**
   * Reads them.
   *
   * @param spec says what labels count from, if that was said
   * @param listed the names of the classes, by index, if a file lists them
   * @throws DataException if they are no labels
   */
  static ArrayLabels read(DataSpec spec, NpyFile file, Optional<List<String>> listed) {
    int columns = file.row().isEmpty() ? 1 : file.row().get(0);
    if (file.row().size() > 1 || (file.isText() && columns > 1) || columns > MOST_CLASSES) {
      throw new DataException(
          file.shown()
              + " is "
              + file.form()
              + "; labels are one class index or name for each example, [N], or one-hot [N, C]");
    }
    if (file.isText()) {
      return texts(file, listed);
    }
    int[] labels = columns == 1 ? indices(file) : oneHot(file, columns);
    if (listed.isEmpty()) {
      return numbered(labels);
    }
    NumberedClasses classes = NumberedClasses.of(spec, listed.get(), Arrays.stream(labels));
    return new ArrayLabels(labels, Optional.of(classes.names()), classes.fromOne());
  }

  /** Labels that nothing names. */
  static ArrayLabels numbered(int[] labels) {
    return new ArrayLabels(labels, Optional.empty(), false);
  }

  /** What takes the values of consecutive examples. */
  private interface Row {
    void read(int example, ByteBuffer values);
  }

  private static void forEachRow(NpyFile file, int rowBytes, Row row) {
    int rows = Math.max(1, CHUNK / rowBytes);
    ByteBuffer chunk =
        ByteBuffer.allocate(Math.multiplyExact(rows, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < file.examples(); from += rows) {
      int count = Math.min(rows, file.examples() - from);
      file.read(from, chunk.clear().limit(count * rowBytes));
      chunk.flip();
      for (int i = 0; i < count; i++) {
        row.read(from + i, chunk);
      }
    }
  }

  private static int[] indices(NpyFile file) {
    NumberType type = file.info().type();
    int[] labels = new int[file.examples()];
    forEachRow(
        file,
        type.width(),
        (example, values) -> {
          double label = NumberReads.real(values, type);
          if (!(label >= 0 && label < MOST_CLASSES) || label != Math.rint(label)) {
            throw new DataException(
                file.shown()
                    + " has the label "
                    + text(label)
                    + " at example "
                    + example
                    + "; labels are class indices from 0 on");
          }
          labels[example] = (int) label;
        });
    return labels;
  }

  private static String text(double label) {
    return label == Math.rint(label) && Math.abs(label) < 1e15
        ? Long.toString((long) label)
        : Double.toString(label);
  }

  private static int[] oneHot(NpyFile file, int columns) {
    NumberType type = file.info().type();
    int[] labels = new int[file.examples()];
    forEachRow(
        file,
        columns * type.width(),
        (example, values) -> labels[example] = hot(file, type, example, columns, values));
    return labels;
  }

  private static int hot(NpyFile file, NumberType type, int example, int columns, ByteBuffer row) {
    int hot = -1;
    for (int column = 0; column < columns; column++) {
      double value = NumberReads.real(row, type);
      if (value == 0) {
        continue;
      }
      if (value != 1 || hot >= 0) {
        throw new DataException(
            file.shown()
                + ", "
                + file.form()
                + ", is not one-hot at example "
                + example
                + (value == 1 ? ", which has several 1s" : ", which holds " + text(value))
                + "; save one class index for each example, as .argmax(1) gives");
      }
      hot = column;
    }
    if (hot < 0) {
      throw new DataException(
          file.shown() + ", " + file.form() + ", has no 1 at example " + example + "; mend it");
    }
    return hot;
  }

  private static ArrayLabels texts(NpyFile file, Optional<List<String>> listed) {
    NpyType type = file.type();
    if (Limit.TEXT.isExceededBy(type.width())) {
      throw new DataException(
          file.shown() + " holds text of " + type.width() + " bytes; " + Limit.TEXT.hint());
    }
    String[] texts = new String[file.examples()];
    Map<String, String> known = new HashMap<>();
    byte[] bytes = new byte[type.width()];
    forEachRow(
        file,
        type.width(),
        (example, values) -> {
          values.get(bytes);
          String text = text(bytes, type);
          texts[example] = known.computeIfAbsent(text, same -> same);
        });
    List<String> names = listed.orElseGet(() -> List.copyOf(new TreeSet<>(known.keySet())));
    Map<String, Integer> indices = new HashMap<>();
    IntStream.range(0, names.size()).forEach(i -> indices.put(names.get(i), i));
    int[] labels = new int[texts.length];
    for (int i = 0; i < labels.length; i++) {
      Integer index = indices.get(texts[i]);
      if (index == null) {
        throw new DataException(
            file.shown()
                + " has the label '"
                + texts[i]
                + "' at example "
                + i
                + ", which is not among the listed classes; list it, or correct it");
      }
      labels[i] = index;
    }
    return new ArrayLabels(labels, Optional.of(names), false);
  }

  private static String text(byte[] bytes, NpyType type) {
    Charset charset =
        !type.unicode() ? StandardCharsets.UTF_8 : type.bigEndian() ? UTF_32BE : UTF_32LE;
    String text = new String(bytes, charset);
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(0, end);
  }

  /** The highest class index. */
  int highest() {
    return Arrays.stream(of).max().orElse(0);
  }
}
