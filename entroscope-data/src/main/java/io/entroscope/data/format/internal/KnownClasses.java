package io.entroscope.data.format.internal;

import io.entroscope.data.DataException;
import io.entroscope.files.Inputs;
import io.entroscope.files.Reasons;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The names of classes that IDX files only number. */
public final class KnownClasses {
  private static final String DIGITS = "0123456789";
  private static final String CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String SMALL = "abcdefghijklmnopqrstuvwxyz";
  // EMNIST's merged sets do not tell these from their capitals.
  private static final String SMALL_UNLIKE_CAPITALS = "abdefghnqrt";

  private static final List<String> FASHION =
      List.of(
          "T-shirt/top",
          "Trouser",
          "Pullover",
          "Dress",
          "Coat",
          "Sandal",
          "Shirt",
          "Sneaker",
          "Bag",
          "Ankle boot");
  private static final List<String> KUZUSHIJI =
      List.of("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo");

  private KnownClasses() {}

  /**
   * The names for a file of images: the lines of a {@code classes.txt} beside it, or those of a
   * dataset that the file's or the folder's name speaks of; empty if there are neither.
   *
   * @throws DataException if there is a {@code classes.txt} that cannot be read
   */
  public static Optional<List<String>> find(Path images) {
    Path absolute = images.toAbsolutePath();
    Path list = absolute.resolveSibling("classes.txt");
    return Files.isRegularFile(list) ? Optional.of(lines(list)) : byName(describe(absolute));
  }

  /** Whether a file is EMNIST's, going by its name or its folder's. */
  public static boolean isEmnist(Path images) {
    return describe(images.toAbsolutePath()).contains("emnist");
  }

  /** Whether a file holds EMNIST's letters, whose labels start at 1. */
  public static boolean isEmnistLetters(Path images) {
    return isEmnist(images) && describe(images.toAbsolutePath()).contains("letters");
  }

  private static Optional<List<String>> byName(String name) {
    if (name.contains("fashion")) {
      return Optional.of(FASHION);
    }
    if (name.contains("kmnist") || name.contains("kuzushiji")) {
      return Optional.of(KUZUSHIJI);
    }
    if (!name.contains("emnist")) {
      return Optional.empty();
    }
    if (name.contains("letters")) {
      return Optional.of(Stream.concat(Stream.of("N/A"), single(CAPITALS)).toList());
    }
    if (name.contains("balanced") || name.contains("bymerge")) {
      return Optional.of(single(DIGITS + CAPITALS + SMALL_UNLIKE_CAPITALS).toList());
    }
    if (name.contains("byclass")) {
      return Optional.of(single(DIGITS + CAPITALS + SMALL).toList());
    }
    return Optional.empty();
  }

  private static Stream<String> single(String letters) {
    return IntStream.range(0, letters.length()).mapToObj(i -> letters.substring(i, i + 1));
  }

  /**
   * The names of the file and its folder, in lower case; in torchvision's "raw", or a folder of the
   * file's own, of that above.
   */
  private static String describe(Path absolute) {
    int names = absolute.getNameCount();
    String folder = names > 2 ? absolute.getName(names - 2).toString() : "";
    int folders = folder.equals("raw") || folder.contains("-ubyte") ? 2 : 1;
    return absolute
        .subpath(Math.max(0, names - 1 - folders), names)
        .toString()
        .toLowerCase(Locale.ROOT);
  }

  /** The lines of a file of class names, without empty ones at the end. */
  public static List<String> lines(Path file) {
    try {
      Inputs.requireFile(file);
      List<String> lines =
          Marks.without(Files.readString(file)).lines().map(String::strip).toList();
      int end = lines.size();
      while (end > 0 && lines.get(end - 1).isEmpty()) {
        end--;
      }
      if (end == 0) {
        throw new DataException(file + " names no classes; give one name a line, or remove it");
      }
      return lines.subList(0, end);
    } catch (MalformedInputException e) {
      throw new DataException(file + " is not a text file in UTF-8; save it as such", e);
    } catch (IOException e) {
      throw new DataException("cannot read " + file + ": " + Reasons.ofReading(e), e);
    }
  }
}
