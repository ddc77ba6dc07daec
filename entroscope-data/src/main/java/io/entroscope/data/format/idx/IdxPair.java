package io.entroscope.data.format.idx;

import io.entroscope.data.DataException;
import io.entroscope.data.Split;
import io.entroscope.data.format.internal.ImageFiles;
import io.entroscope.files.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file of images and the file of labels that belong together.
 *
 * <p>They are found by content, and paired by name: MNIST's {@code t10k-images-idx3-ubyte.gz} with
 * {@code t10k-labels-idx1-ubyte}, dots or dashes, gzipped or not, with any prefix as EMNIST has it.
 *
 * @param images the file with three axes
 * @param labels the file with one axis; empty if there is none
 * @param split what their names say; empty if nothing
 */
public record IdxPair(Path images, Optional<Path> labels, Optional<Split> split) {
  private static final int IMAGE_AXES = 3;
  private static final int LABEL_AXES = 1;
  private static final Pattern OWN_FOLDER = Pattern.compile("idx[13]-ubyte");

  /** Whether a folder holds IDX files directly. */
  public static boolean isIdxFolder(Path folder) {
    return candidates(folder).stream().anyMatch(file -> IdxFile.probe(file).isPresent());
  }

  /**
   * The pair that a folder or a file (of images, or of labels) stands for.
   *
   * @param mayLackLabels whether images may be alone; not beside labels that belong to no images,
   *     for these may be theirs
   * @throws DataException if there is none for the split, or more than one
   */
  static IdxPair find(Path path, Split split, boolean mayLackLabels) {
    if (Files.isDirectory(path)) {
      return findInFolder(path, split, mayLackLabels);
    }
    int axes = IdxFile.probe(path).orElse(0);
    if (axes != IMAGE_AXES && axes != LABEL_AXES) {
      // Says in detail what is wrong with it.
      IdxFile.read(path, IMAGE_AXES);
    }
    Path folder = around(path);
    Map<String, Path> images = byStem(folder, IMAGE_AXES);
    Map<String, Path> labels = byStem(folder, LABEL_AXES);
    Optional<Path> other =
        Optional.ofNullable((axes == IMAGE_AXES ? labels : images).get(stem(path)));
    boolean alone =
        axes == IMAGE_AXES && mayLackLabels && images.keySet().containsAll(labels.keySet());
    if (other.isEmpty() && !alone) {
      throw new DataException(
          "no file of "
              + (axes == IMAGE_AXES ? "labels" : "images")
              + " belongs to "
              + path
              + "; put it beside, named alike, as t10k-labels-idx1-ubyte belongs to"
              + " t10k-images-idx3-ubyte");
    }
    Optional<Split> said = Split.inFileName(fileName(path));
    return axes == IMAGE_AXES
        ? new IdxPair(path, other, said)
        : new IdxPair(other.orElseThrow(), Optional.of(path), said);
  }

  private static IdxPair findInFolder(Path folder, Split split, boolean mayLackLabels) {
    Map<String, Path> images = byStem(folder, IMAGE_AXES);
    if (images.isEmpty()) {
      throw new DataException("no IDX file of images (idx3-ubyte) in " + folder);
    }
    List<Path> ofSplit =
        images.values().stream()
            .filter(file -> Split.inFileName(fileName(file)).equals(Optional.of(split)))
            .toList();
    List<Path> undivided =
        images.values().stream()
            .filter(file -> Split.inFileName(fileName(file)).isEmpty())
            .toList();
    List<Path> chosen = ofSplit.isEmpty() ? undivided : ofSplit;
    if (chosen.isEmpty()) {
      requireNoneNamed(folder, split);
      String there =
          images.values().stream()
              .flatMap(file -> Split.inFileName(fileName(file)).stream())
              .distinct()
              .map(Split::id)
              .collect(Collectors.joining(", "));
      throw DataException.noSplit(split, folder.toString(), there);
    }
    if (chosen.size() > 1) {
      throw new DataException(
          folder
              + " holds several files of images for the "
              + split.id()
              + " split ("
              + chosen.stream().map(IdxPair::fileName).collect(Collectors.joining(", "))
              + "); name the one that is meant");
    }
    IdxPair pair = find(chosen.get(0), split, mayLackLabels);
    return new IdxPair(pair.images(), pair.labels(), Optional.of(split));
  }

  /** A file that is named as IDX files of a split are, and is none, is damaged. */
  private static void requireNoneNamed(Path folder, Split split) {
    for (Path file : candidates(folder)) {
      String name = fileName(file);
      if (name.contains("idx") && Split.inFileName(name).equals(Optional.of(split))) {
        throw new DataException(
            "no IDX file of images for the "
                + split.id()
                + " split in "
                + folder
                + ", but "
                + name
                + "; the images are missing or damaged, so download them again");
      }
    }
  }

  /** The files with so many axes by what their names have in common with their counterparts'. */
  private static Map<String, Path> byStem(Path folder, int axes) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (Path file : candidates(folder)) {
      if (IdxFile.probe(file).equals(Optional.of(axes))) {
        // Of a file and its gzipped twin the plain one is kept: it can be read from anywhere.
        files.merge(stem(file), file, (a, b) -> fileName(a).endsWith(".gz") ? b : a);
      }
    }
    return files;
  }

  /** The folder that a file lies in, or, if that is named as the file is, the one around it. */
  private static Path around(Path file) {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    Path outer = folder.getParent();
    return outer != null && isFolderOfFile(folder) ? outer : folder;
  }

  /** Whether a folder is named as an IDX file is; some archives unpack each file into its own. */
  private static boolean isFolderOfFile(Path folder) {
    Path name = folder.getFileName();
    return name != null && OWN_FOLDER.matcher(name.toString()).find() && Files.isDirectory(folder);
  }

  private static List<Path> candidates(Path folder) {
    List<Path> found = new ArrayList<>(files(folder, IdxPair::isFolderOfFile));
    List<Path> folders = found.stream().filter(Files::isDirectory).toList();
    found.removeAll(folders);
    folders.forEach(inner -> found.addAll(files(inner, none -> false)));
    found.sort(Comparator.comparing(IdxPair::fileName));
    return found;
  }

  private static List<Path> files(Path folder, Predicate<Path> folders) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !ImageFiles.isImage(fileName(file)))
          .filter(file -> Files.isRegularFile(file) || folders.test(file))
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot list the folder " + folder + ": " + Reasons.ofReading(e), e);
    }
  }

  private static String stem(Path file) {
    return fileName(file)
        .toLowerCase(Locale.ROOT)
        .replaceAll("\\.gz$", "")
        .replaceAll("[._ -]+", "-")
        .replaceAll("-?idx\\d(-ubyte)?", "")
        .replaceAll("-?(images?|labels?)", "");
  }

  private static String fileName(Path file) {
    return file.getFileName().toString();
  }
}
