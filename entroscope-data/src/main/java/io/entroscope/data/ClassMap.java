package io.entroscope.data;

import io.entroscope.setting.Setting;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which output of a model each class of a dataset is, where the order of the classes does not say
 * it: as it was asked for, by labels that count from 1, or by the names of class folders that are
 * numbers with gaps between them.
 */
final class ClassMap {
  private final int[] outputOf;
  private final List<String> names;

  private ClassMap(int[] outputOf, List<String> stored) {
    this.outputOf = outputOf;
    String[] byOutput = new String[Arrays.stream(outputOf).max().orElse(-1) + 1];
    Arrays.setAll(byOutput, output -> "output " + output);
    for (int label = 0; label < outputOf.length; label++) {
      if (outputOf[label] >= 0) {
        byOutput[outputOf[label]] = stored.get(label);
      }
    }
    this.names = List.of(byOutput);
  }

  /**
   * The map of a dataset; empty where a class is the output of its place.
   *
   * @param stored the names of the classes, in their order
   * @throws DataException if what was asked for does not name every class, each once
   */
  static Optional<ClassMap> of(ReadOptions read, Format format, List<String> stored) {
    if (read.classMap() != null) {
      return Optional.of(new ClassMap(asked(read.classMap(), stored), stored));
    }
    if (Boolean.TRUE.equals(read.labelsFromOne()) && ClassNumbers.areLabels(format)) {
      return Optional.of(new ClassMap(fromOne(stored.size()), stored));
    }
    boolean folders = format == Format.FOLDER || format == Format.ZIP || format == Format.TAR;
    return folders && ClassNumbers.are(stored) && haveGaps(ClassNumbers.of(stored))
        ? Optional.of(new ClassMap(ClassNumbers.of(stored), stored))
        : Optional.empty();
  }

  /** Numbers from 0 or 1 on without a gap are places. */
  private static boolean haveGaps(int[] increasing) {
    return increasing[0] > 1
        || IntStream.range(1, increasing.length)
            .anyMatch(i -> increasing[i] != increasing[i - 1] + 1);
  }

  /** Each number less 1; 0 is no class. */
  private static int[] fromOne(int count) {
    return IntStream.range(0, count).map(number -> number - 1).toArray();
  }

  private static int[] asked(Map<String, Integer> outputs, List<String> stored) {
    int[] outputOf = new int[stored.size()];
    Map<Integer, String> taken = new HashMap<>();
    for (int label = 0; label < outputOf.length; label++) {
      String name = stored.get(label);
      Integer output = outputs.get(name);
      if (output == null) {
        throw new DataException(
            Setting.CLASS_MAP
                + " does not say which output class '"
                + name
                + "' is"
                + NearestNames.hint(name, outputs.keySet()));
      }
      String other = taken.put(output, name);
      if (other != null) {
        throw new DataException(
            Setting.CLASS_MAP
                + " gives the output "
                + output
                + " to two classes, '"
                + other
                + "' and '"
                + name
                + "'; give each its own");
      }
      outputOf[label] = output;
    }
    return outputOf;
  }

  /** The output of the class with this place among the stored ones; −1: it is none. */
  int output(int stored) {
    return outputOf[stored];
  }

  /** The class of every output up to the last one that is a class. */
  List<String> names() {
    return names;
  }

  /** Whether an output is a class. */
  boolean isClass(int output) {
    return Arrays.stream(outputOf).anyMatch(one -> one == output);
  }
}
