package io.entroscope.data.format.cifar;

import io.entroscope.data.DataException;
import io.entroscope.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The binary files of CIFAR-10 or CIFAR-100 that make up a split (A. Krizhevsky: "Learning Multiple
 * Layers of Features from Tiny Images", 2009): records of one label byte (CIFAR-10) or two (coarse
 * and fine, CIFAR-100) and 3,072 pixel values in the order [3, 32, 32].
 *
 * @param files in order
 * @param hundred whether it is CIFAR-100
 * @param split the split
 */
public record CifarFiles(List<Path> files, boolean hundred, Split split) {
  /** The pixel values of a record. */
  public static final int PIXELS = 3 * 32 * 32;

  private static final Pattern TEN_TRAIN = Pattern.compile("data_batch_\\d+\\.bin");
  private static final Pattern TEN_TEST = Pattern.compile("test_batch\\.bin");
  private static final Pattern HUNDRED = Pattern.compile("(train|test)\\.bin");
  private static final Pattern PYTHON = Pattern.compile("data_batch_\\d|test_batch");

  /** The bytes of a record. */
  int recordBytes() {
    return PIXELS + labelBytes();
  }

  /** The label bytes of a record. */
  int labelBytes() {
    return hundred ? 2 : 1;
  }

  /** Whether a folder holds such files directly. */
  public static boolean isCifarFolder(Path folder) {
    return list(folder).stream().map(CifarFiles::name).anyMatch(CifarFiles::isName);
  }

  /** Whether a file has such a name, or the length of such a file. */
  public static boolean isCifarFile(Path file) throws IOException {
    long size = Files.size(file);
    return isName(name(file))
        || (size > 0 && (size % (PIXELS + 1) == 0 || size % (PIXELS + 2) == 0));
  }

  private static boolean isName(String name) {
    return TEN_TRAIN.matcher(name).matches()
        || TEN_TEST.matcher(name).matches()
        || HUNDRED.matcher(name).matches();
  }

  /** Whether a folder holds CIFAR's other version, pickled by Python. */
  public static boolean isPythonVersion(Path folder) {
    return list(folder).stream().map(CifarFiles::name).anyMatch(PYTHON.asMatchPredicate());
  }

  /**
   * The files that a folder, or one of them, stands for.
   *
   * @throws DataException if the folder lacks the split
   */
  static CifarFiles find(Path path, Split split) {
    if (!Files.isDirectory(path)) {
      return ofFile(path, split);
    }
    List<Path> all = list(path);
    boolean hundred = all.stream().map(CifarFiles::name).anyMatch(HUNDRED.asMatchPredicate());
    List<Path> files =
        all.stream()
            .filter(file -> isName(name(file)) && splitOf(file).equals(Optional.of(split)))
            .toList();
    if (files.isEmpty()) {
      List<String> there =
          all.stream()
              .filter(file -> isName(name(file)))
              .flatMap(file -> splitOf(file).stream())
              .distinct()
              .map(Split::id)
              .toList();
      if (!there.isEmpty()) {
        throw DataException.noSplit(split, path.toString(), String.join(", ", there));
      }
      throw new DataException(
          "no CIFAR files (data_batch_1.bin or train.bin and so on) in " + path);
    }
    return new CifarFiles(files, hundred, split);
  }

  private static CifarFiles ofFile(Path file, Split split) {
    boolean hundred;
    if (isName(name(file))) {
      hundred = HUNDRED.matcher(name(file)).matches();
    } else {
      try {
        hundred = Files.size(file) % (PIXELS + 1) != 0;
      } catch (IOException e) {
        throw new DataException("cannot read " + file + ": " + e.getMessage(), e);
      }
    }
    return new CifarFiles(List.of(file), hundred, splitOf(file).orElse(split));
  }

  private static Optional<Split> splitOf(Path file) {
    return TEN_TRAIN.matcher(name(file)).matches()
        ? Optional.of(Split.TRAIN)
        : name(file).startsWith("test") ? Optional.of(Split.TEST) : Split.inFileName(name(file));
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      // data_batch_10.bin would come after data_batch_9.bin.
      return files
          .sorted(
              Comparator.<Path>comparingInt(file -> name(file).length())
                  .thenComparing(CifarFiles::name))
          .toList();
    } catch (IOException e) {
      throw new DataException("cannot list the folder " + folder + ": " + e.getMessage(), e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
