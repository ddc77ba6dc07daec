package io.entroscope.data.format.text;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.internal.KnownClasses;
import io.entroscope.data.format.internal.NumberedClasses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The classes of texts: those that a file lists; or the labels themselves, where they are numbers
 * from 0 on; or all labels of all splits in the order of their characters, so that every split has
 * the same classes.
 *
 * @param names of the classes, by index
 * @param named whether they are names rather than numbers
 * @param numbers whether labels are indices
 * @param fromOne whether they are numbers, and 1 is the first class
 */
record TextClasses(List<String> names, boolean named, boolean numbers, boolean fromOne) {
  private static final int MOST_CLASSES = 1_000_000;
  private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
  private static final String LIST = "classes.txt";

  /** The classes that a file in a folder lists; empty if there is none. */
  static Optional<List<String>> listed(Path folder) {
    Path file = folder.resolve(LIST);
    return Files.isRegularFile(file) ? Optional.of(KnownClasses.lines(file)) : Optional.empty();
  }

  /**
   * What the labels of some tables say.
   *
   * @param listed the names of the classes, if something lists them
   */
  static TextClasses of(DataSpec spec, List<TextTable> tables, Optional<List<String>> listed) {
    NavigableSet<String> labels = new TreeSet<>();
    for (TextTable table : tables) {
      for (int i = 0; i < table.size(); i++) {
        table.label(i).ifPresent(labels::add);
      }
    }
    boolean numbers = labels.stream().allMatch(label -> NUMBER.matcher(label).matches());
    if (listed.isPresent() && numbers) {
      NumberedClasses classes =
          NumberedClasses.of(spec, listed.get(), labels.stream().mapToInt(Integer::parseInt));
      return new TextClasses(classes.names(), true, true, classes.fromOne());
    }
    if (listed.isPresent()) {
      return new TextClasses(listed.get(), true, false, false);
    }
    if (!numbers) {
      return new TextClasses(List.copyOf(labels), true, false, false);
    }
    int highest = labels.stream().mapToInt(Integer::parseInt).max().orElse(0);
    return new TextClasses(
        IntStream.rangeClosed(0, highest).mapToObj(Integer::toString).toList(), false, true, false);
  }

  /**
   * The class index of each text of a table.
   *
   * @throws DataException if a label is no class
   */
  int[] labels(TextTable table) {
    Map<String, Integer> indices = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      indices.putIfAbsent(names.get(i), i);
    }
    int[] labels = new int[table.size()];
    for (int i = 0; i < labels.length; i++) {
      String label = table.label(i).orElseThrow();
      Integer index = numbers ? Integer.valueOf(label) : indices.get(label);
      if (index == null || index >= Math.min(names.size(), MOST_CLASSES)) {
        throw new DataException(
            table.where(i)
                + " has the label '"
                + label
                + "', which is not among the "
                + names.size()
                + " classes of "
                + LIST
                + "; list it there, or correct it");
      }
      labels[i] = index;
    }
    return labels;
  }
}
