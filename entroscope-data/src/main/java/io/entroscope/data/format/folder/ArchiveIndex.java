package io.entroscope.data.format.folder;

import io.entroscope.data.DataException;
import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.setting.Limit;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The image files and folders in an archive, by name. */
final class ArchiveIndex {
  // What macOS adds to archives beside the files proper.
  private static final String MAC_EXTRAS = "__MACOSX";

  private final Path archive;
  private final NamePool images = new NamePool();
  private final Set<String> folders = new HashSet<>();
  private long entries;

  /** Of an archive that messages name. */
  ArchiveIndex(Path archive) {
    this.archive = archive;
  }

  /**
   * Takes note of a folder.
   *
   * @throws DataException if the archive holds more than the limits allow
   */
  void addFolder(String name) {
    requireBounded(name);
    String normal = normal(name);
    if (!normal.isEmpty() && !isHidden(normal)) {
      addWithParents(normal);
    }
  }

  /**
   * Takes note of a file; false if it is not an image, or hidden.
   *
   * @throws DataException if the archive holds more than the limits allow
   */
  boolean addFile(String name) {
    requireBounded(name);
    String normal = normal(name);
    int slash = normal.lastIndexOf('/');
    if (isHidden(normal)) {
      return false;
    }
    if (slash > 0) {
      addWithParents(normal.substring(0, slash));
    }
    boolean image = ImageFiles.isImage(normal.substring(slash + 1));
    if (image) {
      images.add(normal);
    }
    return image;
  }

  private void requireBounded(String name) {
    entries++;
    if (Limit.ENTRIES.isExceededBy(entries)) {
      throw new DataException(archive + " holds too many files: " + Limit.ENTRIES.hint());
    }
    if (Limit.NAME.isExceededBy(name.length())) {
      throw new DataException(
          archive
              + " holds a file with a name of "
              + name.length()
              + " characters: "
              + Limit.NAME.hint());
    }
    long depth = name.chars().filter(c -> c == '/' || c == '\\').count();
    if (Limit.FOLDERS.isExceededBy(depth)) {
      throw new DataException(
          archive + " holds a file " + depth + " folders deep: " + Limit.FOLDERS.hint());
    }
  }

  private void addWithParents(String folder) {
    String name = folder;
    while (folders.add(name) && name.indexOf('/') >= 0) {
      name = name.substring(0, name.lastIndexOf('/'));
    }
  }

  /** A name without a leading "./" or a slash at either end. */
  static String normal(String name) {
    String normal = name.replace('\\', '/');
    while (normal.startsWith("./") || normal.startsWith("/")) {
      normal = normal.substring(normal.indexOf('/') + 1);
    }
    while (normal.endsWith("/")) {
      normal = normal.substring(0, normal.length() - 1);
    }
    return normal.equals(".") ? "" : normal;
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.contains("/.") || name.startsWith(MAC_EXTRAS + "/");
  }

  /** The number of images. */
  int size() {
    return images.size();
  }

  /** The name of an image, in the order in which they were added. */
  String name(int index) {
    return images.get(index);
  }

  /** As {@link ImageStore#folders}. */
  List<String> folders(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    return folders.stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
        .sorted()
        .toList();
  }

  /** As {@link ImageStore#images}; an id is the number of the image here. */
  ImageStore.Listing images(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    NamePool names = new NamePool();
    int[] ids = new int[images.size()];
    for (int i = 0; i < images.size(); i++) {
      String name = images.get(i);
      if (name.startsWith(prefix)) {
        ids[names.size()] = i;
        names.add(name.substring(prefix.length()));
      }
    }
    return new ImageStore.Listing(names, ids);
  }
}
