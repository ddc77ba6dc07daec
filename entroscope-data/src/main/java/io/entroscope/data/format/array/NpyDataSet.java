package io.entroscope.data.format.array;

import io.entroscope.data.ArrayNames;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.internal.TableLayout;
import io.entroscope.data.format.internal.TableRows;
import io.entroscope.files.FileStamps;
import io.entroscope.setting.Setting;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled examples in NumPy arrays, one array for each of a model's inputs, each with an example
 * for each element of its first axis: token ids and masks, tables, signals, images prepared
 * elsewhere. Values are read from where they lie when they are needed; what is kept in memory is a
 * label per example.
 */
public final class NpyDataSet extends ArrayDataSet {
  private static final String CLASSES = "classes.txt";

  private final NpyStore store;
  private final FileStamps files;
  private final List<NpyFile> arrays;
  private final Map<String, ExampleBlocks> blocks = new ConcurrentHashMap<>();
  private final int[] labels;
  private final boolean named;
  private final List<String> notes;
  private @Nullable ImageDataSet images;

  private NpyDataSet(DataSpec spec, Format format, Opened opened, List<String> names) {
    super(spec, format, spec.split(), names);
    this.store = opened.store();
    this.files = store.files();
    this.arrays = opened.arrays();
    this.labels = opened.labels().of();
    this.named = opened.labels().names().isPresent();
    this.notes = opened.notes();
  }

  /**
   * What was found at a place.
   *
   * @param store closed with the dataset
   * @param arrays for the model's inputs
   * @param labels of the examples
   * @param notes on how the arrays were understood
   */
  private record Opened(
      NpyStore store, List<NpyFile> arrays, ArrayLabels labels, List<String> notes) {}

  /**
   * Opens the arrays of a folder or an .npz.
   *
   * @param mayLackLabels whether there may be no labels
   * @throws DataException if one of them is not as it must be, or they do not belong together
   */
  public static NpyDataSet open(DataSpec spec, Format format, Path path, boolean mayLackLabels) {
    NpyStore store = NpyStore.open(format, path);
    try {
      return open(spec, format, path, store, mayLackLabels);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /**
   * Opens the columns of numbers of a Parquet table.
   *
   * @param rows of the split, closed with the dataset
   * @param mayLackLabels whether there may be no labels
   * @throws DataException if rows lack numbers, or have different many
   */
  public static NpyDataSet open(
      DataSpec spec, TableRows rows, TableLayout layout, boolean mayLackLabels) {
    TableStore store = new TableStore(spec.path(), rows, layout);
    try {
      // Which column is what, the layout has settled.
      DataSpec settled =
          spec.withArrays(new ArrayNames(spec.arrays().input(), store.label().orElse(null)));
      return open(settled, Format.PARQUET, spec.path(), store, mayLackLabels);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static NpyDataSet open(
      DataSpec spec, Format format, Path path, NpyStore store, boolean mayLackLabels) {
    ArrayNaming naming = ArrayNaming.of(store.names(), spec);
    if (naming.labels().isEmpty()
        && (!(mayLackLabels || spec.unlabelled()) || naming.inputs().isEmpty())) {
      throw noLabels(path, store.names());
    }
    List<String> notes = new ArrayList<>();
    List<NpyFile> arrays = arrays(spec, store, naming, notes);
    if (arrays.isEmpty()) {
      throw new DataException(
          path + " holds labels, but no array for a model's input; save that beside them");
    }
    Path list = Files.isRegularFile(path) ? path.resolveSibling(CLASSES) : path.resolve(CLASSES);
    boolean aside = spec.unlabelled() || naming.labels().isEmpty();
    ArrayLabels labels = aside ? none(arrays) : labels(spec, store, naming, arrays, list);
    List<String> names =
        labels
            .names()
            .orElseGet(
                () ->
                    IntStream.rangeClosed(0, labels.highest())
                        .mapToObj(Integer::toString)
                        .toList());
    Opened opened = new Opened(store, arrays, labels, List.copyOf(notes));
    DataSpec read = labels.fromOne() ? spec.withLabelsFromOne(true) : spec;
    return new NpyDataSet(read.withUnlabelled(aside), format, opened, names);
  }

  private static List<NpyFile> arrays(
      DataSpec spec, NpyStore store, ArrayNaming naming, List<String> notes) {
    List<NpyFile> arrays = new ArrayList<>();
    for (String name : naming.inputs()) {
      NpyFile array = store.array(name);
      if (array.isText() && spec.arrays().input() == null) {
        notes.add("the array '" + name + "' holds text and was left aside");
      } else {
        array.info();
        arrays.add(array);
      }
    }
    return List.copyOf(arrays);
  }

  private static ArrayLabels none(List<NpyFile> arrays) {
    NpyFile first = arrays.get(0);
    arrays.forEach(array -> requireSameLength(array, first));
    return ArrayLabels.numbered(new int[first.examples()]);
  }

  private static ArrayLabels labels(
      DataSpec spec, NpyStore store, ArrayNaming naming, List<NpyFile> arrays, Path list) {
    NpyFile first = naming.labels().map(store::array).orElseThrow();
    arrays.forEach(array -> requireSameLength(array, first));
    Optional<List<String>> listed = store.listed(list);
    ArrayLabels labels = ArrayLabels.read(spec, first, listed);
    requireNamed(labels, first, list);
    return labels;
  }

  private static DataException noLabels(Path path, List<String> names) {
    return new DataException(
        "no array of labels in "
            + path
            + ", only "
            + String.join(", ", names)
            + "; save the class index of each example as 'labels', or name them with "
            + Setting.LABEL_ARRAY);
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
              + " labels; save arrays that belong together, or say which do with "
              + Setting.INPUT_ARRAY
              + " and "
              + Setting.LABEL_ARRAY);
    }
  }

  private static void requireNamed(ArrayLabels labels, NpyFile file, Path list) {
    int names = labels.names().map(List::size).orElse(Integer.MAX_VALUE);
    if (labels.highest() >= names) {
      throw new DataException(
          file.shown()
              + " has the label "
              + labels.highest()
              + ", but "
              + list
              + " names only "
              + names
              + " classes; name the missing ones");
    }
  }

  @Override
  public List<ArrayInfo> arrays() {
    return arrays.stream().map(NpyFile::info).toList();
  }

  @Override
  public Optional<ArrayInfo> forInput(String input) {
    List<ArrayInfo> all = arrays();
    return all.stream()
        .filter(array -> array.name().equals(input))
        .findFirst()
        .or(
            () ->
                all.stream()
                    .filter(array -> ArrayNaming.stem(array.name()).equals(input))
                    .findFirst());
  }

  @Override
  public synchronized Optional<ImageDataSet> images() {
    boolean stale = images != null && !images.spec().equals(spec());
    if ((images == null || stale) && arrays.size() == 1) {
      images = ArrayImages.of(this, arrays.get(0)).orElse(null);
    }
    return Optional.ofNullable(images);
  }

  @Override
  public void read(FedArray array, int position, ByteBuffer into) {
    NpyFile file = find(array.name());
    if (array.isAsStored()) {
      read(file, position, into);
      return;
    }
    ByteBuffer stored = array.stored(into.remaining() / array.rowBytes());
    read(file, position, stored);
    array.give(stored.flip(), position, into);
  }

  private void read(NpyFile file, int position, ByteBuffer into) {
    if (file.fortran()) {
      blocks
          .computeIfAbsent(
              file.info().name(),
              any -> new ExampleBlocks(file, file.info().rowBytes(), ExampleBlocks.BLOCK_BYTES))
          .read(position, into);
    } else {
      file.read(position, into);
    }
  }

  private NpyFile find(String name) {
    return arrays.stream()
        .filter(array -> array.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no array " + name));
  }

  @Override
  public boolean namesClasses() {
    return named;
  }

  @Override
  public FileStamps files() {
    return files;
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
  protected List<String> readingNotes() {
    return notes;
  }

  @Override
  public String describe(int position) {
    return "example " + position + " of " + path();
  }

  @Override
  public synchronized void close() {
    ImageDataSet shown = images;
    if (shown == null) {
      closeFiles();
    } else {
      shown.close();
    }
  }

  void closeFiles() {
    store.close();
  }
}
