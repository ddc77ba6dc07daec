package io.entroscope.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where the class folders of a split are: in torchvision's convention {@code [split/]class/image},
 * possibly with one folder around it all.
 *
 * @param base the folder that holds the class folders, relative to the top; "" is the top itself
 * @param split the split that it is
 */
record FolderLayout(String base, Split split) {

  /**
   * Finds the class folders.
   *
   * @throws DataException if there are none, or the data set is divided and lacks the split
   */
  static FolderLayout find(ImageStore store, Split wanted) {
    String base = "";
    List<String> folders = store.folders(base);
    if (splits(store, base, folders).isEmpty() && folders.size() == 1) {
      String inner = folders.get(0);
      List<String> innerFolders = store.folders(inner);
      if (!innerFolders.isEmpty()) {
        base = inner;
        folders = innerFolders;
      }
    }
    if (folders.isEmpty()) {
      throw new DataException(
          store.describe(base)
              + " holds no class folders; images must lie in one folder per class, as"
              + " test/cat/001.png, and the path must name the folder around them (a data set in another format must be unpacked first)");
    }
    List<String> splits = splits(store, base, folders);
    if (splits.isEmpty()) {
      return new FolderLayout(base, wanted);
    }
    Optional<String> found =
        splits.stream().filter(name -> Split.named(name).equals(Optional.of(wanted))).findFirst();
    if (found.isEmpty()) {
      throw new DataException(
          "no "
              + wanted.id()
              + " split in "
              + store.describe(base)
              + "; it has "
              + splits.stream().sorted().collect(Collectors.joining(", "))
              + ": use --split");
    }
    return new FolderLayout(join(base, found.get()), wanted);
  }

  /** The folders that are named like splits and hold folders themselves. */
  private static List<String> splits(ImageStore store, String base, List<String> folders) {
    List<String> splits = new ArrayList<>();
    for (String name : folders) {
      if (Split.named(name).isPresent() && !store.folders(join(base, name)).isEmpty()) {
        splits.add(name);
      }
    }
    return splits;
  }

  /** The name of something in a folder. */
  static String join(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }
}
