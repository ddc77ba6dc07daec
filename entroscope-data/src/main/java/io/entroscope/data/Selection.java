package io.entroscope.data;

import io.entroscope.setting.Setting;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fixed choice among a dataset's images: some classes, equal numbers of each, at most so many in
 * all. Images are chosen by the smallest {@link PositionHash} and stay in the order of the data
 * set, so that a limited run is a mix of the classes even where they are stored one after the
 * other.
 *
 * @param classes names or indices of the classes; empty: all
 * @param perClass images of each class; null: all of them
 * @param limit images in all, chosen after the rest; null: no limit
 * @param seed of the hash
 */
public record Selection(
    List<String> classes, @Nullable Integer perClass, @Nullable Integer limit, long seed)
    implements Serializable {

  /** All images. */
  public static final Selection ALL = new Selection(List.of(), null, null, 0);

  /**
   * Checks the numbers.
   *
   * @throws DataException if a number of images is not positive
   */
  public Selection {
    classes = List.copyOf(classes);
    requirePositive(Setting.PER_CLASS, perClass);
    requirePositive(Setting.LIMIT, limit);
  }

  private static void requirePositive(Setting setting, @Nullable Integer count) {
    if (count != null && count < 1) {
      throw new DataException(setting + " " + count + " leaves no images; give 1 or more");
    }
  }

  /** The same of these classes only, each by its name or its index. */
  public Selection withClasses(List<String> names) {
    return new Selection(names, perClass, limit, seed);
  }

  /** The same with this many images of each class. */
  public Selection withPerClass(int count) {
    return new Selection(classes, count, limit, seed);
  }

  /** The same with at most this many images in all. */
  public Selection withLimit(int count) {
    return new Selection(classes, perClass, count, seed);
  }

  /** The same chosen with another seed. */
  public Selection withSeed(long other) {
    return new Selection(classes, perClass, limit, other);
  }

  /**
   * The positions of the chosen images, increasing.
   *
   * @throws DataException if a class is unknown, empty, or has fewer images than are wanted of it
   */
  public int[] positions(DataSet data) {
    BitSet wanted = classIndices(data);
    int[] counts = data.classCounts();
    for (int label = wanted.nextSetBit(0); label >= 0; label = wanted.nextSetBit(label + 1)) {
      checkCount(data, label, counts[label]);
    }
    int[] chosen = IntStream.range(0, data.size()).filter(i -> wanted.get(data.label(i))).toArray();
    if (perClass != null) {
      chosen = smallestOfEach(chosen, data, counts, perClass);
    }
    return limit != null ? smallest(chosen, limit) : chosen;
  }

  /** The indices of the chosen classes, in a set. */
  private BitSet classIndices(DataSet data) {
    BitSet wanted = new BitSet();
    if (classes.isEmpty()) {
      int[] counts = data.classCounts();
      for (int label = 0; label < counts.length; label++) {
        // Where classes are only numbered, a number that no image has is not a class.
        wanted.set(label, counts[label] > 0 || (data.namesClasses() && data.isClass(label)));
      }
      return wanted;
    }
    int next = 0;
    while (next < classes.size()) {
      int end = endOfName(data.classNames(), next);
      wanted.set(classIndex(data.classNames(), joined(next, end)));
      next = end;
    }
    return wanted;
  }

  /** The end of the longest name that begins here; names with commas were cut at these. */
  private int endOfName(List<String> names, int from) {
    for (int end = classes.size(); end > from + 1; end--) {
      if (names.contains(joined(from, end))) {
        return end;
      }
    }
    return from + 1;
  }

  private String joined(int from, int end) {
    return String.join(",", classes.subList(from, end)).strip();
  }

  private static int classIndex(List<String> names, String wanted) {
    int exact = names.indexOf(wanted);
    if (exact >= 0) {
      return exact;
    }
    List<String> alike = names.stream().filter(wanted::equalsIgnoreCase).toList();
    if (alike.size() == 1) {
      return names.indexOf(alike.get(0));
    }
    if (wanted.matches("\\d{1,9}") && Integer.parseInt(wanted) < names.size()) {
      return Integer.parseInt(wanted);
    }
    throw new DataException("no class '" + wanted + "'" + NearestNames.hint(wanted, names));
  }

  private void checkCount(DataSet data, int label, int count) {
    String name = "class '" + data.classNames().get(label) + "'";
    String where = " in the " + data.split().id() + " split of " + data.path();
    if (count == 0) {
      throw new DataException(
          name + " has no images" + where + "; leave it out with " + Setting.CLASSES);
    }
    if (perClass != null && count < perClass) {
      throw new DataException(
          name
              + " has only "
              + count
              + " images"
              + where
              + "; use "
              + Setting.PER_CLASS
              + " "
              + count
              + " or fewer, or leave it out with "
              + Setting.CLASSES);
    }
  }

  private int[] smallestOfEach(int[] positions, DataSet data, int[] counts, int number) {
    int[] next = new int[counts.length];
    for (int label = 1; label < counts.length; label++) {
      next[label] = next[label - 1] + counts[label - 1];
    }
    int[] starts = next.clone();
    int[] byLabel = new int[data.size()];
    for (int position : positions) {
      byLabel[next[data.label(position)]++] = position;
    }
    return IntStream.range(0, counts.length)
        .mapToObj(i -> smallest(Arrays.copyOfRange(byLabel, starts[i], next[i]), number))
        .flatMapToInt(Arrays::stream)
        .sorted()
        .toArray();
  }

  /** Of these positions the {@code number} with the smallest hash, in their order. */
  private int[] smallest(int[] positions, int number) {
    if (number >= positions.length) {
      return positions;
    }
    // Signed order after flipping the top bit is unsigned order before.
    long[] hashes =
        Arrays.stream(positions)
            .mapToLong(i -> PositionHash.hash(seed, i) ^ Long.MIN_VALUE)
            .sorted()
            .toArray();
    long last = hashes[number - 1];
    return Arrays.stream(positions)
        .filter(i -> (PositionHash.hash(seed, i) ^ Long.MIN_VALUE) <= last)
        .toArray();
  }
}
