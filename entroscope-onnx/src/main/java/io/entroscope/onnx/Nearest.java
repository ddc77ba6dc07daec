package io.entroscope.onnx;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Which known names a misspelt one may have meant. */
public final class Nearest {
  private Nearest() {}

  /** The names at the smallest edit distance, nearest first. */
  public static <T> List<String> of(
      String word, Collection<T> known, Function<T, String> name, int limit) {
    String wanted = word.toLowerCase(Locale.ROOT);
    return known.stream()
        .map(name)
        .distinct()
        .sorted(Comparator.comparingInt(n -> distance(wanted, n.toLowerCase(Locale.ROOT))))
        .limit(limit)
        .toList();
  }

  /** Levenshtein's distance: insertions, deletions and replacements. */
  static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[right.length()];
  }
}
