package io.entroscope.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Changes to JSON that leave it JSON, so that they reach behind the parser. They read no more of it
 * than where its values are: a parser and a writer would take longer than the readers under test.
 */
public final class JsonMutations {
  private static final byte[] COMMA = ",".getBytes(StandardCharsets.US_ASCII);

  private JsonMutations() {}

  /** Where a value lies, and those in it. */
  private static final class Value {
    private final int start;
    private final boolean isInArray;
    private final List<Value> within = new ArrayList<>();
    private int end;

    Value(int start, int end, boolean isInArray) {
      this.start = start;
      this.end = end;
      this.isInArray = isInArray;
    }
  }

  /** One value, with all in it, in the place of another, or before an element of an array. */
  public static byte[] misplaced(byte[] json, Random random) {
    Value all = values(json);
    Value value = any(all, random);
    Value place = any(all, random);
    if (place.isInArray && random.nextInt(3) == 0) {
      byte[] before = ByteMutations.replaced(json, place.start, place.start, COMMA, 0, 1);
      return ByteMutations.replaced(before, place.start, place.start, json, value.start, value.end);
    }
    return ByteMutations.replaced(json, place.start, place.end, json, value.start, value.end);
  }

  /** A value below the whole; as likely one of a short list as one of a long one. */
  private static Value any(Value all, Random random) {
    Value at = all;
    for (int depth = 0; !at.within.isEmpty() && (depth < 2 || random.nextInt(5) > 0); depth++) {
      at = at.within.get(random.nextInt(at.within.size()));
    }
    return at;
  }

  /** All values of a text, in one; of a text that is no JSON, what looks like some. */
  private static Value values(byte[] json) {
    Value all = new Value(0, json.length, false);
    Deque<Value> open = new ArrayDeque<>(List.of(all));
    int at = 0;
    while (at < json.length) {
      int start = at;
      at = endOfToken(json, at);
      switch (json[start]) {
        case '{', '[' -> open.push(added(json, start, json.length, open.element()));
        case '}', ']' -> {
          if (open.size() > 1) {
            open.pop().end = at;
          }
        }
        case ',', ':', ' ', '\n', '\r', '\t' -> {}
        default -> {
          if (json[start] != '"' || !isName(json, at)) {
            added(json, start, at, open.element());
          }
        }
      }
    }
    return all;
  }

  private static Value added(byte[] json, int start, int end, Value to) {
    Value value = new Value(start, end, to.start < json.length && json[to.start] == '[');
    to.within.add(value);
    return value;
  }

  private static int endOfToken(byte[] json, int start) {
    if (json[start] == '"') {
      return endOfString(json, start);
    }
    return isEnd(json[start]) ? start + 1 : endOfWord(json, start);
  }

  private static int endOfString(byte[] json, int start) {
    int at = start + 1;
    while (at < json.length && json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, json.length);
  }

  private static int endOfWord(byte[] json, int start) {
    int at = start + 1;
    while (at < json.length && !isEnd(json[at])) {
      at++;
    }
    return at;
  }

  private static boolean isEnd(byte b) {
    return ",:[]{}\" \n\r\t".indexOf(b) >= 0;
  }

  private static boolean isName(byte[] json, int endOfString) {
    int at = endOfString;
    while (at < json.length && json[at] == ' ') {
      at++;
    }
    return at < json.length && json[at] == ':';
  }
}
