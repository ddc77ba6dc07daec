package io.entroscope.data.format.text;

import io.entroscope.data.DataException;
import io.entroscope.data.Split;
import io.entroscope.files.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the files of texts at a place, and which split each is. */
public final class TextFiles {
  private static final Pattern NAME = Pattern.compile("(?i)[^.].*\\.(tsv|csv|jsonl|ndjson)");
  private static final Pattern SPLIT =
      Pattern.compile("(?i)(?:.*[_.\\- ])?(train|training|test|testing|val|valid|validation|dev)");

  private TextFiles() {}

  /**
   * Whether a file that was named can hold texts, by its name. In folders, .json is more often
   * something else.
   */
  public static boolean canBeText(Path file) {
    return isText(file) || file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  /** Whether a file's name says that it holds texts. */
  public static boolean isText(Path file) {
    return NAME.matcher(file.getFileName().toString()).matches();
  }

  /** The split that a file's name says: {@code test.tsv}, {@code news_train.csv}. */
  static Optional<Split> split(Path file) {
    String name = file.getFileName().toString();
    Matcher matcher = SPLIT.matcher(name.substring(0, name.lastIndexOf('.')));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return switch (matcher.group(1).toLowerCase(Locale.ROOT).substring(0, 2)) {
      case "tr" -> Optional.of(Split.TRAIN);
      case "te" -> Optional.of(Split.TEST);
      default -> Optional.of(Split.VAL);
    };
  }

  /**
   * The file of a split, and with it all files that have the same classes.
   *
   * @param file of the split
   * @param split what it is
   * @param all that file and those of the other splits beside it
   */
  record Found(Path file, Split split, List<Path> all) {}

  /**
   * Finds a split's file.
   *
   * @param path a file, or a folder of files whose names say the split
   * @throws DataException if there is none
   */
  static Found find(Path path, Split wanted) {
    if (Files.isRegularFile(path)) {
      Optional<Split> said = split(path);
      List<Path> all =
          said.isEmpty()
              ? List.of(path)
              : List.copyOf(bySplit(path.toAbsolutePath().resolveSibling(""), path).values());
      return new Found(path, said.orElse(wanted), all);
    }
    Map<Split, Path> files = bySplit(path, path);
    if (files.isEmpty()) {
      List<Path> texts = files(path, TextFiles::isText);
      if (texts.size() == 1) {
        return new Found(texts.get(0), wanted, texts);
      }
      throw new DataException(
          path + " holds several files of texts, whose names say no split; name one of them");
    }
    Path file = files.get(wanted);
    if (file == null) {
      throw DataException.noSplit(
          wanted,
          path.toString(),
          String.join(", ", files.keySet().stream().map(Split::id).toList()));
    }
    return new Found(file, wanted, List.copyOf(files.values()));
  }

  /** The files of a folder by their split; a file that was named before others of its split. */
  private static Map<Split, Path> bySplit(Path folder, Path named) {
    boolean any = named.equals(folder);
    Map<Split, Path> files = new EnumMap<>(Split.class);
    for (Path file : files(folder, any ? TextFiles::isText : TextFiles::canBeText)) {
      if (any || ending(file).equals(ending(named))) {
        split(file).ifPresent(split -> files.putIfAbsent(split, file));
      }
    }
    if (!any) {
      split(named).ifPresent(said -> files.put(said, named));
    }
    return files;
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static List<Path> files(Path folder, Predicate<Path> which) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(which).filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new DataException("cannot list the folder " + folder + ": " + Reasons.ofReading(e), e);
    }
  }
}
