package io.entroscope.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** What can go wrong with the bytes of a file, whatever its format. */
final class ByteMutations {
  /** Longer inputs than this are cut: the aim is small files that claim much. */
  private static final int MOST_BYTES = 1 << 19;

  private static final int MOST_COPIES = 40;
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    32_767,
    65_535,
    65_536,
    1 << 20,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFFFFFFL,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final String[] WORDS = {
    "", "0", "-1", "1", "65536", "99999999", "2147483648", "9223372036854775808", "1e999", "NaN"
  };

  private ByteMutations() {}

  /** One change of any kind. */
  static byte[] any(byte[] input, Random random) {
    if (input.length == 0) {
      return bytes(random, 1 + random.nextInt(64));
    }
    byte[] changed =
        switch (random.nextInt(9)) {
          case 0, 1 -> flip(input, random);
          case 2 -> octet(input, random);
          case 3, 4 -> number(input, random);
          case 5 -> digits(input, random);
          case 6 -> Arrays.copyOf(input, random.nextInt(input.length));
          case 7 -> repeat(input, random);
          default -> replace(input, random);
        };
    return changed.length > MOST_BYTES ? Arrays.copyOf(changed, MOST_BYTES) : changed;
  }

  /** The beginning of one input, and the end of another. */
  static byte[] splice(byte[] one, byte[] other, Random random) {
    int from = random.nextInt(other.length + 1);
    return joined(one, random.nextInt(one.length + 1), other, from, other.length, 1);
  }

  /** An input with a part of another, from {@code from} up to {@code to}, in a part's place. */
  static byte[] replaced(byte[] input, int start, int end, byte[] other, int from, int to) {
    byte[] all = new byte[input.length - (end - start) + (to - from)];
    System.arraycopy(input, 0, all, 0, start);
    System.arraycopy(other, from, all, start, to - from);
    System.arraycopy(input, end, all, start + to - from, input.length - end);
    return all;
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] flip(byte[] input, Random random) {
    byte[] changed = input.clone();
    changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    return changed;
  }

  private static byte[] octet(byte[] input, Random random) {
    byte[] changed = input.clone();
    changed[random.nextInt(changed.length)] = (byte) NUMBERS[random.nextInt(7)];
    return changed;
  }

  /** Lengths, counts and offsets are numbers of two, four or eight bytes in most formats. */
  private static byte[] number(byte[] input, Random random) {
    int width = 2 << random.nextInt(3);
    if (input.length < width) {
      return octet(input, random);
    }
    byte[] changed = input.clone();
    ByteBuffer buffer = ByteBuffer.wrap(changed);
    buffer.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int at = random.nextInt(input.length - width + 1);
    long value =
        switch (random.nextInt(3)) {
          case 0 -> input.length + random.nextInt(5) - 2L;
          case 1 -> buffer.getShort(at) + random.nextInt(33) - 16L;
          default -> NUMBERS[random.nextInt(NUMBERS.length)];
        };
    switch (width) {
      case Short.BYTES -> buffer.putShort(at, (short) value);
      case Integer.BYTES -> buffer.putInt(at, (int) value);
      default -> buffer.putLong(at, value);
    }
    return changed;
  }

  /** Another number in the place of one that is written in digits. */
  private static byte[] digits(byte[] input, Random random) {
    int at = random.nextInt(input.length);
    int start = at;
    while (start < input.length && !Character.isDigit(input[start])) {
      start++;
    }
    int end = start;
    while (end < input.length && Character.isDigit(input[end])) {
      end++;
    }
    byte[] word = WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.US_ASCII);
    return replaced(input, start, end, word, 0, word.length);
  }

  /** A part over and over: repeated entries, nested openings, long names. */
  private static byte[] repeat(byte[] input, Random random) {
    int start = random.nextInt(input.length);
    int end = start + 1 + random.nextInt(Math.min(600, input.length - start));
    byte[] head = joined(input, end, input, start, end, 1 + random.nextInt(MOST_COPIES));
    return joined(head, head.length, input, end, input.length, 1);
  }

  /** A part left out, and others' bytes in its place. */
  private static byte[] replace(byte[] input, Random random) {
    int start = random.nextInt(input.length);
    int end = start + random.nextInt(Math.min(64, input.length - start));
    byte[] other = bytes(random, random.nextInt(16));
    return replaced(input, start, end, other, 0, other.length);
  }

  private static byte[] joined(byte[] one, int upTo, byte[] other, int from, int to, int times) {
    byte[] all = Arrays.copyOf(one, upTo + (to - from) * times);
    for (int i = 0; i < times; i++) {
      System.arraycopy(other, from, all, upTo + (to - from) * i, to - from);
    }
    return all;
  }
}
