package io.entroscope.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Changes that leave a text one of words and signs: tables, JSON and other notations. */
public final class TextMutations {
  private static final String SIGNS = "[]{},:";
  private static final List<byte[]> OTHERS =
      List.of(
              "null",
              "true",
              "-1",
              "1e308",
              "1e999",
              "NaN",
              "2147483648",
              "0.5",
              "\"\"",
              "{}",
              "[]")
          .stream()
          .map(word -> word.getBytes(StandardCharsets.US_ASCII))
          .toList();

  private TextMutations() {}

  /** Where a part of a text lies. */
  private record Part(int start, int end) {}

  /** One word, number or sign in the place of another, or something else in its place. */
  public static byte[] exchanged(byte[] input, Random random) {
    Part place = any(input, random);
    if (place == null) {
      return input;
    }
    if (random.nextInt(3) == 0) {
      byte[] other = OTHERS.get(random.nextInt(OTHERS.size()));
      return ByteMutations.replaced(input, place.start(), place.end(), other, 0, other.length);
    }
    Part other = any(input, random);
    return other == null
        ? input
        : ByteMutations.replaced(
            input, place.start(), place.end(), input, other.start(), other.end());
  }

  /** What lies at a random place, or behind it; only that is looked at, however long the text. */
  private static @Nullable Part any(byte[] input, Random random) {
    int at = input.length == 0 ? 0 : random.nextInt(input.length);
    while (at < input.length) {
      if (isWord(input[at])) {
        return word(input, at);
      }
      if (SIGNS.indexOf(input[at]) >= 0) {
        return new Part(at, at + 1);
      }
      if (input[at] == '"') {
        return quoted(input, at);
      }
      at++;
    }
    return null;
  }

  /** A word, with the quotes around it if it has some. */
  private static Part word(byte[] input, int within) {
    int start = within;
    while (start > 0 && isWord(input[start - 1])) {
      start--;
    }
    int end = within + 1;
    while (end < input.length && isWord(input[end])) {
      end++;
    }
    boolean isQuoted =
        start > 0 && end < input.length && input[start - 1] == '"' && input[end] == '"';
    return isQuoted ? new Part(start - 1, end + 1) : new Part(start, end);
  }

  private static Part quoted(byte[] input, int start) {
    for (int end = start + 1; end < input.length && input[end] != '\n'; end++) {
      if (input[end] == '"') {
        return new Part(start, end + 1);
      }
    }
    return new Part(start, start + 1);
  }

  private static boolean isWord(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '.'
        || b == '+'
        || b == '-';
  }
}
