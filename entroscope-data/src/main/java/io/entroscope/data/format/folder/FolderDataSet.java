package io.entroscope.data.format.folder;

import io.entroscope.data.ClassNumbers;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Extent;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.internal.CorruptImageException;
import io.entroscope.data.image.internal.ImageFileDecoder;
import io.entroscope.data.image.internal.RecordBatch;
import io.entroscope.data.image.internal.RecordDecoder;
import io.entroscope.data.image.internal.RecordReader;
import io.entroscope.files.FileStamps;
import io.entroscope.setting.Setting;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Image files with one folder per class, in torchvision's order: class, folder, name. */
public final class FolderDataSet extends ImageDataSet {
  private final ImageStore store;
  private final String base;
  private final NamePool names;
  private final int[] ids;
  // Of every class the position of its first image, and last the number of images.
  private final int[] classStarts;
  private final FileStamps files;
  private @Nullable ImageShape shape;

  private FolderDataSet(
      DataSpec spec,
      Format format,
      ImageStore store,
      FolderLayout layout,
      List<String> classes,
      Sorted sorted) {
    super(spec, format, layout.split(), classes);
    this.store = store;
    this.base = layout.base();
    this.names = sorted.names();
    this.ids = sorted.ids();
    this.classStarts = sorted.classStarts();
    this.files =
        store
            .root()
            .map(root -> FileStamps.of(size(), i -> root.resolve(nameOf(i))))
            .orElseGet(store::archive);
  }

  private record Sorted(NamePool names, int[] ids, int[] classStarts) {}

  /**
   * Opens the images in a store, which the dataset closes when it is closed, or at once if this
   * fails.
   *
   * @param mayLackLabels whether images need no class folders around them
   * @throws DataException if there are no images, an empty class, or no such split
   */
  public static FolderDataSet open(
      DataSpec spec, Format format, ImageStore store, boolean mayLackLabels) {
    try {
      Optional<FolderLayout> flat =
          mayLackLabels || spec.unlabelled()
              ? FolderLayout.flat(store, spec.split())
              : Optional.empty();
      if (flat.isPresent()) {
        Sorted all = unlabelled(store, flat.get().base());
        return new FolderDataSet(
            spec.withUnlabelled(true), format, store, flat.get(), List.of(UNLABELLED), all);
      }
      FolderLayout layout = FolderLayout.find(store, spec.split());
      List<String> classes = inOrder(store.folders(layout.base()));
      Sorted sorted = sort(store, layout.base(), classes);
      return new FolderDataSet(spec, format, store, layout, classes, sorted);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** By number where all are numbers, and else as torchvision sorts them. */
  private static List<String> inOrder(Collection<String> folders) {
    List<String> text = folders.stream().sorted(FolderDataSet::compareCodePoints).toList();
    return ClassNumbers.are(text) ? ClassNumbers.sorted(text) : text;
  }

  /** All images below a folder, as one class. */
  private static Sorted unlabelled(ImageStore store, String base) {
    ImageStore.Listing listing = store.images(base);
    NamePool names = listing.names();
    int[] order =
        IntStream.range(0, names.size())
            .boxed()
            .sorted(names::compare)
            .mapToInt(Integer::intValue)
            .toArray();
    return sorted(listing, order, new int[] {0, order.length});
  }

  private static Sorted sort(ImageStore store, String base, List<String> classes) {
    Map<String, Integer> indices = new HashMap<>();
    for (String name : classes) {
      indices.put(name, indices.size());
    }
    ImageStore.Listing listing = store.images(base);
    NamePool names = listing.names();
    int[] labels = new int[names.size()];
    int[] starts = new int[classes.size() + 1];
    for (int i = 0; i < labels.length; i++) {
      String name = names.get(i);
      int slash = name.indexOf('/');
      // Images that lie beside the class folders are none of theirs.
      Integer label = slash < 0 ? null : indices.get(name.substring(0, slash));
      labels[i] = label == null ? -1 : label;
      if (label != null) {
        starts[label + 1]++;
      }
    }
    for (int label = 0; label < classes.size(); label++) {
      if (starts[label + 1] == 0) {
        throw new DataException(
            "class '"
                + classes.get(label)
                + "' is empty: no images (png, jpg, bmp, gif, tif, ppm) in "
                + store.describe(FolderLayout.join(base, classes.get(label)))
                + "; add some, or remove the folder");
      }
      starts[label + 1] += starts[label];
    }
    int[] order =
        IntStream.range(0, labels.length)
            .filter(i -> labels[i] >= 0)
            .boxed()
            .sorted(Comparator.<Integer>comparingInt(i -> labels[i]).thenComparing(names::compare))
            .mapToInt(Integer::intValue)
            .toArray();
    return sorted(listing, order, starts);
  }

  private static Sorted sorted(ImageStore.Listing listing, int[] order, int[] starts) {
    int[] ids = listing.ids();
    int[] ordered = ids.length == 0 ? ids : Arrays.stream(order).map(i -> ids[i]).toArray();
    return new Sorted(listing.names().reordered(order), ordered, starts);
  }

  /** Python's order of strings, which is torchvision's order of classes. */
  private static int compareCodePoints(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }

  @Override
  public boolean namesClasses() {
    return true;
  }

  @Override
  public int size() {
    return names.size();
  }

  @Override
  public int storedLabel(int position) {
    int place = Arrays.binarySearch(classStarts, position);
    return place >= 0 ? place : -place - 2;
  }

  @Override
  public synchronized ImageShape shape() {
    if (shape == null) {
      shape = firstShape();
    }
    return shape;
  }

  @Override
  public Optional<String> name(int position) {
    return Optional.of(nameOf(position));
  }

  private String nameOf(int position) {
    return FolderLayout.join(base, names.get(position));
  }

  @Override
  public FileStamps files() {
    return files;
  }

  @Override
  protected IntStream filesOf(IntStream positions) {
    return store.root().isPresent() && files.count() > 0 ? positions : super.filesOf(positions);
  }

  @Override
  protected List<String> readingNotes() {
    List<String> text =
        storedClassNames().stream().sorted(FolderDataSet::compareCodePoints).toList();
    return !isLabelled() || spec().read().classMap() != null || text.equals(storedClassNames())
        ? List.of()
        : List.of(
            "class folders are numbers and were taken in numeric order, 2 before 10; a model"
                + " trained with torchvision's ImageFolder, which takes them as text, needs "
                + Setting.CLASS_MAP);
  }

  @Override
  public String labelHint() {
    return isMapped() && spec().read().classMap() == null
        ? " (class folders that are numbers are the outputs of these numbers)"
        : "";
  }

  @Override
  public String describe(int position) {
    return store.describe(nameOf(position));
  }

  @Override
  public Optional<Extent> extent(int position) {
    return store.root().map(root -> Extent.file(root, nameOf(position)));
  }

  @Override
  public RecordReader newReader() {
    return new RecordReader() {
      @Override
      public boolean concurrent() {
        return true;
      }

      @Override
      public void read(int position, RecordBatch into) throws CorruptImageException {
        store.read(nameOf(position), ids.length == 0 ? 0 : ids[position], into);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public RecordDecoder newDecoder() {
    return new ImageFileDecoder();
  }

  @Override
  public synchronized void close() {
    super.close();
    store.close();
  }
}
