package io.entroscope.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;

/**
 * SentencePiece's table of how characters are normalised: a trie as a double array, behind its
 * length in bytes, and the texts that its leaves point at. The library follows it without looking,
 * and ends the whole program where it leads outside.
 */
final class CharsMapCheck {
  private static final int LABELS = 256;
  private static final int LABEL = 1 << 31 | 0xFF;
  private static final int LEAF = 1 << 8;
  private static final int VALUE = 0x7FFF_FFFF;

  private final int[] units;
  private final byte[] texts;

  private CharsMapCheck(int[] units, byte[] texts) {
    this.units = units;
    this.texts = texts;
  }

  /** Whether the library can follow a table, as tokenizer.json holds it. */
  static boolean isSound(String base64) {
    return read(base64).filter(CharsMapCheck::isSound).isPresent();
  }

  private static Optional<CharsMapCheck> read(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      ByteBuffer table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      // Java takes text without padding, too.
      if (!Base64.getEncoder().encodeToString(bytes).equals(base64)
          || table.remaining() < Integer.BYTES) {
        return Optional.empty();
      }
      int count = table.getInt() >>> 2;
      if (count == 0 || count > table.remaining() / Integer.BYTES) {
        return Optional.empty();
      }
      int[] units = new int[count];
      table.asIntBuffer().get(units);
      table.position(table.position() + count * Integer.BYTES);
      byte[] texts = new byte[table.remaining()];
      table.get(texts);
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
      return Optional.of(new CharsMapCheck(units, texts));
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** Follows every way that some text would go. */
  private boolean isSound() {
    BitSet seen = new BitSet(units.length);
    Deque<Integer> open = new ArrayDeque<>();
    open.push(offset(units[0]));
    while (!open.isEmpty()) {
      int base = open.pop();
      // Whatever the next byte is, the library looks there.
      if ((base | LABELS - 1) >= units.length) {
        return false;
      }
      for (int label = 1; label < LABELS; label++) {
        int at = base ^ label;
        int unit = units[at];
        if ((unit & LABEL) == label) {
          int next = at ^ offset(unit);
          if ((unit & LEAF) != 0 && !isText(next)) {
            return false;
          }
          if (!seen.get(next)) {
            seen.set(next);
            open.push(next);
          }
        }
      }
    }
    return true;
  }

  /** Whether a leaf points at the beginning of a character, or at the end. */
  private boolean isText(int leaf) {
    if (leaf >= units.length) {
      return false;
    }
    int start = units[leaf] & VALUE;
    return start < texts.length ? (texts[start] & 0xC0) != 0x80 : start == texts.length;
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }
}
