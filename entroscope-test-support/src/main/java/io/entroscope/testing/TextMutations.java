package io.entroscope.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes that leave a text one of words and signs: tables, JSON and other notations. */
public final class TextMutations {
  private static final Pattern WORD = Pattern.compile("\"[^\"\n]*\"|[\\w.+-]+|[\\[\\]{},:]");
  private static final List<String> OTHERS =
      List.of(
          "null", "true", "-1", "1e308", "1e999", "NaN", "2147483648", "0.5", "\"\"", "{}", "[]");

  private TextMutations() {}

  /** One word, number or sign in the place of another, or something else in its place. */
  public static byte[] exchanged(byte[] input, Random random) {
    // One character for each byte, so that nothing else changes.
    String text = new String(input, StandardCharsets.ISO_8859_1);
    List<MatchResult> words = new ArrayList<>(WORD.matcher(text).results().toList());
    if (words.isEmpty()) {
      return input;
    }
    MatchResult place = words.get(random.nextInt(words.size()));
    String other =
        random.nextInt(3) == 0
            ? OTHERS.get(random.nextInt(OTHERS.size()))
            : words.get(random.nextInt(words.size())).group();
    String changed = text.substring(0, place.start()) + other + text.substring(place.end());
    return changed.getBytes(StandardCharsets.ISO_8859_1);
  }
}
