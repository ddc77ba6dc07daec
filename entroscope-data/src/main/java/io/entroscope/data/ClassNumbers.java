package io.entroscope.data;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Classes whose names are whole numbers. */
public final class ClassNumbers {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,5}");

  private ClassNumbers() {}

  /** Whether all names are whole numbers, written as such. */
  public static boolean are(List<String> names) {
    return !names.isEmpty() && names.stream().allMatch(name -> NUMBER.matcher(name).matches());
  }

  /** Whether the labels of a format may be bare numbers, rather than names of folders or files. */
  static boolean areLabels(Format format) {
    return switch (format) {
      case IDX, CSV, PARQUET, NPY, NPZ, TEXT -> true;
      case CIFAR, FOLDER, ZIP, TAR -> false;
    };
  }

  /** The names in the order of their numbers. */
  public static List<String> sorted(List<String> names) {
    return names.stream().sorted(Comparator.comparingInt(Integer::parseInt)).toList();
  }

  /** The numbers. */
  static int[] of(List<String> names) {
    return names.stream().mapToInt(Integer::parseInt).toArray();
  }
}
