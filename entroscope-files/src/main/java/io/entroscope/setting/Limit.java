package io.entroscope.setting;

import java.util.Locale;

/**
 * What a file may claim or hold before it is refused: generous for every file made in earnest, and
 * small enough that a broken or hostile one costs little. A Java system property raises each.
 */
public enum Limit {
  /** Pixels of one image. */
  PIXELS(1L << 27, 1L << 29),

  /** Bytes of the header of a NumPy array. */
  HEADER(1L << 16, 1L << 30),

  /** Files and folders in one archive. */
  ENTRIES(50_000_000, Integer.MAX_VALUE),

  /** Folders within one another in an archive. */
  FOLDERS(64, 1 << 16),

  /** Characters in the name of a file in an archive. */
  NAME(4096, 1 << 20),

  /** Values in a file that Python pickled. */
  PICKLED(4_000_000, 1L << 30),

  /** Characters of one text, and bytes of a text in an array. */
  TEXT(1L << 20, 1L << 28),

  /** Bytes of a tokenizer.json. */
  TOKENIZER(1L << 28, 1L << 30),

  /**
   * How many times its own size something packed may have unpacked; see {@link #isExpansionOver}.
   */
  EXPANSION(100, Integer.MAX_VALUE),

  /** Bytes that a packed archive may take unpacked. */
  UNPACKED(1L << 40, Long.MAX_VALUE),

  /** Bytes of the activations of single images that an analysis may write. */
  ACTIVATIONS(1L << 36, Long.MAX_VALUE),

  /** Graphs within one another in a model. */
  NESTING(8, 64),

  /** Nodes of a model, with those of a function wherever it is called. */
  NODES(10_000_000, Long.MAX_VALUE);

  /** What anything may have unpacked, however small it was. */
  private static final long ALWAYS_UNPACKED = 64L << 20;

  private final String property = "entroscope.limit." + name().toLowerCase(Locale.ROOT);
  private final long usual;
  private final long highest;

  Limit(long usual, long highest) {
    this.usual = usual;
    this.highest = highest;
  }

  /** The limit that holds now; never above what the program can count. */
  public long value() {
    return Math.min(highest, Math.max(1, Long.getLong(property, usual)));
  }

  /** Whether something is beyond the limit. */
  public boolean isExceededBy(long claimed) {
    return claimed > value();
  }

  /** Whether something that was packed has, or claims, a size that is out of all proportion. */
  public static boolean isExpansionOver(long packed, long unpacked) {
    return unpacked > ALWAYS_UNPACKED && unpacked / EXPANSION.value() > packed;
  }

  /** The limit, and how to raise it: the end of a message. */
  public String hint() {
    return String.format(
        Locale.ROOT, "the limit is %,d; if it is meant, raise it with %s", value(), raise());
  }

  private String raise() {
    return Setting.quoted("-D" + property);
  }
}
