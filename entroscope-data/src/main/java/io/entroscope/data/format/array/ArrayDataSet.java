package io.entroscope.data.format.array;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.format.array.ArrayInfo.NumberType;
import io.entroscope.data.format.internal.KnownClasses;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.setting.Setting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Labelled examples in NumPy arrays, one array for each of a model's inputs, each with an example
 * for each element of its first axis: token ids and masks, tables, signals, images prepared
 * elsewhere. They go into the model as they are. Values are read from where they lie when they are
 * needed; what is kept in memory is a label per example.
 */
public final class ArrayDataSet extends DataSet {
  private static final String LABELS = "labels";
  private static final String CLASSES = "classes.txt";
  private static final int MOST_CLASSES = 1_000_000;
  private static final int CHUNK = 1 << 16;

  private final List<NpyFile> arrays;
  private final int[] labels;
  private final boolean named;
  private final boolean labelled;

  private ArrayDataSet(
      DataSpec spec,
      Format format,
      List<NpyFile> arrays,
      int[] labels,
      List<String> names,
      boolean named,
      boolean labelled) {
    super(spec, format, spec.split(), names);
    this.arrays = arrays;
    this.labels = labels;
    this.named = named;
    this.labelled = labelled;
  }

  /**
   * Opens the arrays of a folder or an .npz.
   *
   * @throws DataException if one of them is not as it must be, or they do not belong together
   */
  public static ArrayDataSet open(DataSpec spec, Format format, Path path) {
    return open(spec, format, path, false);
  }

  /**
   * The same, but there may be no labels: then all are 0.
   *
   * @throws DataException if one of them is not as it must be, or they do not belong together
   */
  public static ArrayDataSet openUnlabelled(DataSpec spec, Format format, Path path) {
    return open(spec, format, path, true);
  }

  private static ArrayDataSet open(
      DataSpec spec, Format format, Path path, boolean maybeUnlabelled) {
    List<NpyFile> all = format == Format.NPZ ? NpyFiles.inZip(path) : NpyFiles.inFolder(path);
    try {
      Optional<NpyFile> found =
          all.stream().filter(array -> array.info().name().equals(LABELS)).findFirst();
      if (found.isEmpty() && maybeUnlabelled && !all.isEmpty()) {
        return unlabelled(spec, format, all);
      }
      NpyFile labelFile = found.orElseThrow(() -> noLabels(path, all));
      List<NpyFile> arrays =
          all.stream().filter(array -> !array.info().name().equals(LABELS)).toList();
      if (arrays.isEmpty()) {
        throw new DataException(
            path + " holds labels, but no array for a model's input; save that beside them");
      }
      for (NpyFile array : arrays) {
        requireSameLength(array, labelFile);
      }
      int[] labels = readLabels(labelFile);
      int highest = IntStream.of(labels).max().orElse(0);
      Path list = format == Format.NPZ ? path.resolveSibling(CLASSES) : path.resolve(CLASSES);
      Optional<List<String>> names = names(list, labelFile, highest);
      return new ArrayDataSet(
          spec,
          format,
          all,
          labels,
          names.orElseGet(
              () -> IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList()),
          names.isPresent(),
          true);
    } catch (RuntimeException e) {
      NpyFiles.close(all);
      throw e;
    }
  }

  private static ArrayDataSet unlabelled(DataSpec spec, Format format, List<NpyFile> all) {
    NpyFile first = all.get(0);
    for (NpyFile array : all) {
      if (array.examples() != first.examples()) {
        throw new DataException(
            array.shown()
                + " holds "
                + array.examples()
                + " examples, but "
                + first.shown()
                + " holds "
                + first.examples()
                + "; save arrays that belong together");
      }
    }
    int[] none = new int[first.examples()];
    return new ArrayDataSet(spec, format, all, none, List.of("0"), false, false);
  }

  private static DataException noLabels(Path path, List<NpyFile> all) {
    return new DataException(
        "no labels.npy in "
            + path
            + ", only "
            + String.join(", ", all.stream().map(array -> array.info().name() + ".npy").toList())
            + "; save the class index of each example as 'labels'");
  }

  private static void requireSameLength(NpyFile array, NpyFile labels) {
    if (array.examples() != labels.examples()) {
      throw new DataException(
          array.shown()
              + " holds "
              + array.examples()
              + " examples, but "
              + labels.shown()
              + " holds "
              + labels.examples()
              + " labels; save arrays that belong together");
    }
  }

  private static int[] readLabels(NpyFile file) {
    NumberType type = file.info().type();
    boolean whole =
        type == NumberType.INT64 || type == NumberType.INT32 || type == NumberType.UINT8;
    if (!whole || !file.info().shape().isEmpty()) {
      throw new DataException(
          file.shown()
              + " is "
              + file.info().form()
              + "; labels are one class index for each example, int64 [N]");
    }
    int[] labels = new int[file.examples()];
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < labels.length; from += CHUNK / type.width()) {
      int count = Math.min(CHUNK / type.width(), labels.length - from);
      file.read(from, chunk.clear().limit(count * type.width()));
      chunk.flip();
      for (int i = from; i < from + count; i++) {
        long label =
            switch (type) {
              case INT64 -> chunk.getLong();
              case INT32 -> chunk.getInt();
              default -> chunk.get() & 0xFF;
            };
        if (label < 0 || label >= MOST_CLASSES) {
          throw new DataException(
              file.shown()
                  + " has the label "
                  + label
                  + " at example "
                  + i
                  + "; labels are class indices from 0 on");
        }
        labels[i] = (int) label;
      }
    }
    return labels;
  }

  private static Optional<List<String>> names(Path list, NpyFile labels, int highest) {
    if (!Files.isRegularFile(list)) {
      return Optional.empty();
    }
    List<String> names = KnownClasses.lines(list);
    if (highest >= names.size()) {
      throw new DataException(
          labels.shown()
              + " has the label "
              + highest
              + ", but "
              + list
              + " names only "
              + names.size()
              + " classes; name the missing ones");
    }
    return Optional.of(names);
  }

  /** The arrays but the labels, by name. */
  public List<ArrayInfo> arrays() {
    return arrays.stream().map(NpyFile::info).filter(info -> !info.name().equals(LABELS)).toList();
  }

  /**
   * Reads some examples of an array.
   *
   * @param name of the array
   * @param position of the first example
   * @param into direct; filled from its position to its limit, in the file's byte order
   * @throws DataException if the file cannot be read
   */
  public void read(String name, int position, ByteBuffer into) {
    find(name).read(position, into);
  }

  private NpyFile find(String name) {
    return arrays.stream()
        .filter(array -> array.info().name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no array " + name));
  }

  /** An array's {@link ArrayInfo}. */
  public ArrayInfo info(String name) {
    return find(name).info();
  }

  @Override
  public boolean isLabelled() {
    return labelled;
  }

  @Override
  public boolean namesClasses() {
    return named;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public int storedLabel(int position) {
    return labels[Objects.checkIndex(position, labels.length)];
  }

  @Override
  public Optional<String> name(int position) {
    return Optional.empty();
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public String form() {
    return arrays().toString();
  }

  @Override
  public String describe(int position) {
    return "example " + position + " of " + path();
  }

  @Override
  public DataException corrupt(int position, CorruptImageException e) {
    return new DataException(
        describe(position)
            + " cannot be used: "
            + e.getMessage()
            + "; mend it, or leave such examples out with "
            + Setting.SKIP_CORRUPT,
        e);
  }

  @Override
  public void close() {
    NpyFiles.close(arrays);
  }
}
