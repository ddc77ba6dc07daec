package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.column.Leaf;
import io.entroscope.data.column.Leaf.Kind;
import io.entroscope.data.column.Rows;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.internal.TableLayout;
import io.entroscope.data.format.internal.TableRows;
import io.entroscope.data.format.parquet.TableFiles;
import io.entroscope.files.FileStamps;
import io.entroscope.files.Scratch;
import io.entroscope.setting.Limit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The columns of numbers of a Parquet table as arrays: each list by itself; of a table without
 * lists, all together as one array [N, F]. They are unpacked to temporary files, which are gone
 * when this is closed.
 */
final class TableStore extends NpyStore {
  /** What columns are called that go into one input together. */
  static final String TOGETHER = "features";

  private final Path path;
  private final TableRows rows;
  private final TableLayout layout;
  private @Nullable Scratch scratch;
  private long unpacked;

  TableStore(Path path, TableRows rows, TableLayout layout) {
    this.path = path;
    this.rows = rows;
    this.layout = layout;
  }

  private boolean isTogether() {
    return layout.examples().size() > 1 && layout.examples().stream().noneMatch(Leaf::repeated);
  }

  @Override
  List<String> names() {
    List<String> inputs =
        isTogether() ? List.of(TOGETHER) : layout.examples().stream().map(Leaf::column).toList();
    return Stream.concat(inputs.stream(), label().stream()).toList();
  }

  /** The column of labels; empty if there is none. */
  Optional<String> label() {
    return layout.label().map(Leaf::column);
  }

  @Override
  Optional<List<String>> listed(Path file) {
    return layout
        .label()
        .filter(leaf -> leaf.kind() == Kind.WHOLE)
        .flatMap(
            leaf ->
                rows.metadata(TableFiles.HUGGING_FACE)
                    .flatMap(text -> TableFiles.classNames(text, leaf.column())))
        .or(() -> super.listed(file));
  }

  @Override
  FileStamps files() {
    return rows.files();
  }

  @Override
  NpyFile array(String name) {
    boolean label = label().equals(Optional.of(name));
    List<Leaf> leaves =
        label
            ? List.of(layout.label().orElseThrow())
            : layout.examples().stream()
                .filter(leaf -> isTogether() || leaf.column().equals(name))
                .toList();
    String shown = "column '" + name + "' of " + path;
    try {
      if (scratch == null) {
        scratch = Scratch.make();
      }
      Path file = Files.createTempFile(scratch.path(), "column", ".raw");
      Written written =
          leaves.get(0).kind() == Kind.TEXT ? texts(file, leaves) : numbers(file, leaves);
      boolean scalar = leaves.size() == 1 && !leaves.get(0).repeated();
      List<Integer> row = scalar ? List.of() : List.of(written.width());
      return new NpyFile(channel(file), shown, name, written.type(), row, false, rows.size(), 0);
    } catch (IOException e) {
      throw new DataException(
          "cannot unpack " + shown + " to the folder for temporary files: " + e.getMessage(), e);
    }
  }

  /**
   * What a file holds of each row.
   *
   * @param width how many values
   */
  private record Written(NpyType type, int width) {}

  private Written numbers(Path file, List<Leaf> leaves) throws IOException {
    NumberType type = type(leaves);
    ByteBuffer row = ByteBuffer.allocate(0);
    int[] counts = new int[0];
    try (Rows each = rows.read(leaves, 0);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int number = 0; each.next(); number++) {
        Rows now = each;
        int[] has = IntStream.range(0, leaves.size()).map(now::count).toArray();
        if (number == 0) {
          counts = has;
          int values = Arrays.stream(counts).reduce(0, Math::addExact);
          row =
              ByteBuffer.allocate(Math.multiplyExact(values, type.width()))
                  .order(ByteOrder.LITTLE_ENDIAN);
        }
        requireSame(leaves, counts, has, number);
        row.clear();
        for (int leaf = 0; leaf < has.length; leaf++) {
          for (int i = 0; i < has[leaf]; i++) {
            put(each, leaf, i, type, row);
          }
        }
        write(out, row.array());
      }
    }
    return new Written(
        new NpyType(Optional.of(type), type.width(), false, false), Arrays.stream(counts).sum());
  }

  private static NumberType type(List<Leaf> leaves) {
    if (leaves.stream().allMatch(leaf -> leaf.kind() == Kind.TRUTH)) {
      return NumberType.BOOL;
    }
    if (leaves.stream().allMatch(leaf -> leaf.kind() == Kind.WHOLE || leaf.kind() == Kind.TRUTH)) {
      return NumberType.INT64;
    }
    boolean exact = leaves.stream().allMatch(leaf -> leaf.kind() == Kind.FLOAT);
    return exact ? NumberType.FLOAT32 : NumberType.FLOAT64;
  }

  private static void put(Rows from, int leaf, int index, NumberType type, ByteBuffer into) {
    switch (type) {
      case BOOL -> into.put((byte) from.whole(leaf, index));
      case INT64 -> into.putLong(from.whole(leaf, index));
      case FLOAT32 -> into.putFloat((float) from.real(leaf, index));
      default -> into.putDouble(from.real(leaf, index));
    }
  }

  private void requireSame(List<Leaf> leaves, int[] first, int[] here, int row) {
    for (int leaf = 0; leaf < here.length; leaf++) {
      if (here[leaf] == 0 || here[leaf] != first[leaf]) {
        throw new DataException(
            rows.describe(row)
                + " has "
                + (here[leaf] == 0 ? "nothing" : here[leaf] + " numbers")
                + " in the column '"
                + leaves.get(leaf).column()
                + "'"
                + (here[leaf] == 0 ? "" : ", and the first row " + first[leaf])
                + "; fill rows up to one length");
      }
    }
  }

  private Written texts(Path file, List<Leaf> leaves) throws IOException {
    int width = 1;
    try (Rows each = rows.read(leaves, 0)) {
      for (int number = 0; each.next(); number++) {
        requireSame(leaves, new int[] {1}, new int[] {each.count(0)}, number);
        width = Math.max(width, each.bytes(0, 0).length);
      }
    }
    if (Limit.TEXT.isExceededBy(width)) {
      throw new DataException(path + " has a label of " + width + " bytes; " + Limit.TEXT.hint());
    }
    try (Rows each = rows.read(leaves, 0);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      while (each.next()) {
        write(out, Arrays.copyOf(each.bytes(0, 0), width));
      }
    }
    return new Written(new NpyType(Optional.empty(), width, false, false), 1);
  }

  private void write(OutputStream out, byte[] row) throws IOException {
    unpacked += row.length;
    if (Limit.UNPACKED.isExceededBy(unpacked)) {
      throw new DataException(
          path + " takes " + unpacked + " bytes and more unpacked; " + Limit.UNPACKED.hint());
    }
    out.write(row);
  }

  @Override
  public void close() {
    super.close();
    rows.close();
    try {
      if (scratch != null) {
        scratch.close();
        scratch = null;
      }
    } catch (IOException e) {
      throw new DataException("cannot remove temporary files of " + path, e);
    }
  }
}
