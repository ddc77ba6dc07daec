package io.entroscope.data.format.folder;

import io.entroscope.data.DataException;
import io.entroscope.data.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the class folders of a split are: in torchvision's convention {@code [split/]class/image},
 * possibly with folders around it all.
 *
 * @param base the folder that holds the class folders, relative to the top; "" is the top itself
 * @param split the split that it is
 */
public record FolderLayout(String base, Split split) {
  private static final int MOST_ENCLOSING = 3;

  /**
   * Finds the class folders.
   *
   * @throws DataException if there are none, or the dataset is divided and lacks the split
   */
  static FolderLayout find(ImageStore store, Split wanted) {
    String base = enclosed(store);
    List<String> folders = store.folders(base);
    if (folders.isEmpty()) {
      throw new DataException(
          store.describe(base)
              + " holds no class folders; images must lie in one folder per class, as"
              + " test/cat/001.png, and the path must name the folder around them (unpack an"
              + " archive of another kind of dataset first)");
    }
    List<String> splits = splits(store, base, folders);
    if (splits.isEmpty()) {
      return new FolderLayout(base, wanted);
    }
    Optional<String> found =
        splits.stream().filter(name -> splitOf(name).equals(Optional.of(wanted))).findFirst();
    if (found.isEmpty()) {
      throw DataException.noSplit(
          wanted, store.describe(base), splits.stream().sorted().collect(Collectors.joining(", ")));
    }
    return new FolderLayout(withinItself(store, base, found.get()), wanted);
  }

  /**
   * The folder of images without class folders: all of them side by side, or in folders that are
   * splits and hold no others; empty if that is not what it is.
   *
   * @throws DataException if it is divided so and lacks the split
   */
  static Optional<FolderLayout> flat(ImageStore store, Split wanted) {
    String base = enclosed(store);
    List<String> folders = store.folders(base);
    if (folders.isEmpty()) {
      return store.images(base).names().size() == 0
          ? Optional.empty()
          : Optional.of(new FolderLayout(base, wanted));
    }
    boolean splits =
        folders.stream()
            .allMatch(
                name -> Split.named(name).isPresent() && store.folders(join(base, name)).isEmpty());
    if (!splits) {
      return Optional.empty();
    }
    String split =
        folders.stream()
            .filter(name -> Split.named(name).equals(Optional.of(wanted)))
            .findFirst()
            .orElseThrow(
                () ->
                    DataException.noSplit(
                        wanted,
                        store.describe(base),
                        folders.stream().sorted().collect(Collectors.joining(", "))));
    return Optional.of(new FolderLayout(join(base, split), wanted));
  }

  /** Where a folder holds one of its own name and nothing else, as unpacked archives do, that. */
  private static String withinItself(ImageStore store, String base, String name) {
    String folder = join(base, name);
    String inner = join(folder, name);
    return store.folders(folder).equals(List.of(name)) && !store.folders(inner).isEmpty()
        ? inner
        : folder;
  }

  /** The top, or the folder in it that holds everything. */
  private static String enclosed(ImageStore store) {
    String base = "";
    for (int depth = 0; depth < MOST_ENCLOSING; depth++) {
      List<String> folders = store.folders(base);
      if (folders.size() != 1 || !splits(store, base, folders).isEmpty()) {
        return base;
      }
      String inner = join(base, folders.get(0));
      if (store.folders(inner).isEmpty()) {
        return base;
      }
      base = inner;
    }
    return base;
  }

  /**
   * The folders that are named like splits and hold folders themselves. A name that only ends like
   * one ({@code seg_train}) is one of several.
   */
  private static List<String> splits(ImageStore store, String base, List<String> folders) {
    List<String> splits = new ArrayList<>();
    for (String name : folders) {
      if (splitOf(name).isPresent() && !store.folders(join(base, name)).isEmpty()) {
        splits.add(name);
      }
    }
    boolean exact = splits.stream().anyMatch(name -> Split.named(name).isPresent());
    if (exact) {
      splits.removeIf(name -> Split.named(name).isEmpty());
    }
    return exact || splits.size() > 1 ? splits : List.of();
  }

  /** The split that a folder's name is, or ends with after a space, dot, dash or underscore. */
  private static Optional<Split> splitOf(String name) {
    String[] words = name.split("[._ -]+", -1);
    return Split.named(words[words.length - 1]);
  }

  /** The name of something in a folder. */
  public static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
