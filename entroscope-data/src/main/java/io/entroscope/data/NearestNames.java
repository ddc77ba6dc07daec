package io.entroscope.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the names that a person may have meant. */
public final class NearestNames {
  private static final int SHOWN = 3;
  private static final int FEW = 12;

  /** Of longer names the beginning is compared and shown: nobody types them. */
  private static final int LONG = 100;

  private NearestNames() {}

  /** The end of an error message: all the names if they are few, else the nearest three. */
  public static String hint(String given, Collection<String> known) {
    if (known.isEmpty()) {
      return "; there are none";
    }
    if (known.size() <= FEW) {
      return "; choose from " + shown(known);
    }
    return "; did you mean " + shown(of(given, known)) + "?";
  }

  private static String shown(Collection<String> names) {
    return names.stream()
        .map(name -> name.length() > LONG ? beginning(name) + "..." : name)
        .collect(Collectors.joining(", "));
  }

  private static String beginning(String name) {
    return name.substring(0, Math.min(LONG, name.length()));
  }

  /** The nearest three of these names, the nearest first; fewer where there are no more. */
  public static List<String> of(String given, Collection<String> known) {
    String wanted = beginning(given).toLowerCase(Locale.ROOT);
    return known.stream()
        .sorted(
            Comparator.comparingInt(
                name -> distance(wanted, beginning(name).toLowerCase(Locale.ROOT))))
        .limit(SHOWN)
        .toList();
  }

  /** The Levenshtein distance: the fewest letters to insert, delete or replace. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
