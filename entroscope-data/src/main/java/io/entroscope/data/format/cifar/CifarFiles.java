package io.entroscope.data.format.cifar;

import io.entroscope.data.DataException;
import io.entroscope.data.Split;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of CIFAR-10 or CIFAR-100 that make up a split (A. Krizhevsky: "Learning Multiple Layers
 * of Features from Tiny Images", 2009): in the binary version records of one label byte (CIFAR-10)
 * or two (coarse and fine, CIFAR-100) and 3,072 pixel values in the order [3, 32, 32]; in the
 * Python version pickled dictionaries.
 *
 * @param files in order
 * @param hundred whether it is CIFAR-100
 * @param python whether it is the Python version
 * @param split the split
 */
public record CifarFiles(List<Path> files, boolean hundred, boolean python, Split split) {
  /** The pixel values of a record. */
  public static final int PIXELS = 3 * 32 * 32;

  private static final Pattern TEN_TRAIN = Pattern.compile("data_batch_\\d+\\.bin");
  private static final Pattern TEN_TEST = Pattern.compile("test_batch\\.bin");
  private static final Pattern HUNDRED = Pattern.compile("(train|test)\\.bin");
  private static final Pattern TEN_PYTHON = Pattern.compile("data_batch_\\d+|test_batch");
  private static final Pattern HUNDRED_PYTHON = Pattern.compile("train|test");
  private static final Pattern NAMES =
      Pattern.compile("batches\\.meta(\\.txt)?|meta|(fine|coarse)_label_names\\.txt|classes\\.txt");

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
    return list(folder).stream().anyMatch(file -> isName(name(file)) || isPython(file));
  }

  /** Whether a file has such a name, or the length of such a file. */
  public static boolean isCifarFile(Path file) throws IOException {
    long size = Files.size(file);
    return isName(name(file))
        || isPython(file)
        || (size > 0 && (size % (PIXELS + 1) == 0 || size % (PIXELS + 2) == 0));
  }

  /** Whether the binary version has a file of images of this name. */
  static boolean isName(String name) {
    return TEN_TRAIN.matcher(name).matches()
        || TEN_TEST.matcher(name).matches()
        || HUNDRED.matcher(name).matches();
  }

  /** Whether the Python version has a file of images of this name. */
  static boolean isPythonName(String name) {
    return TEN_PYTHON.matcher(name).matches() || HUNDRED_PYTHON.matcher(name).matches();
  }

  /** Whether a file of this name is part of either version. */
  static boolean isMember(String name) {
    return isName(name) || isPythonName(name) || NAMES.matcher(name).matches();
  }

  private static boolean isPython(Path file) {
    if (!isPythonName(name(file)) || !Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Inputs.stream(file)) {
      return Pickle.isStart(in.readNBytes(2));
    } catch (IOException e) {
      return false;
    }
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
    boolean python = all.stream().noneMatch(file -> isName(name(file)));
    List<Path> images =
        all.stream().filter(file -> python ? isPython(file) : isName(name(file))).toList();
    List<Path> files =
        images.stream().filter(file -> splitOf(file).equals(Optional.of(split))).toList();
    if (files.isEmpty()) {
      String there =
          images.stream()
              .flatMap(file -> splitOf(file).stream())
              .distinct()
              .map(Split::id)
              .collect(Collectors.joining(", "));
      if (!there.isEmpty()) {
        throw DataException.noSplit(split, path.toString(), there);
      }
      throw new DataException(
          "no CIFAR files (data_batch_1.bin or train.bin and so on) in " + path);
    }
    return new CifarFiles(files, isHundred(files.get(0)), python, split);
  }

  private static CifarFiles ofFile(Path file, Split split) {
    boolean python = isPython(file);
    boolean hundred;
    if (python || isName(name(file))) {
      hundred = isHundred(file);
    } else {
      try {
        hundred = Files.size(file) % (PIXELS + 1) != 0;
      } catch (IOException e) {
        throw new DataException("cannot read " + file + ": " + Reasons.ofReading(e), e);
      }
    }
    return new CifarFiles(List.of(file), hundred, python, splitOf(file).orElse(split));
  }

  private static boolean isHundred(Path file) {
    return HUNDRED.matcher(name(file)).matches() || HUNDRED_PYTHON.matcher(name(file)).matches();
  }

  private static Optional<Split> splitOf(Path file) {
    return name(file).startsWith("data_batch_")
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
      throw new DataException("cannot list the folder " + folder + ": " + Reasons.ofReading(e), e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
