package io.entroscope.data;

import io.entroscope.setting.Setting;

/**
 * A dataset that cannot be read, or a request that it cannot meet; the message is one line for a
 * person and says what is wrong, where, and what to do about it.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean splitMissing;

  public DataException(String message) {
    super(message);
    splitMissing = false;
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
    splitMissing = false;
  }

  private DataException(String message, boolean splitMissing) {
    super(message);
    this.splitMissing = splitMissing;
  }

  /**
   * That a dataset has other parts than the one asked for.
   *
   * @param where the dataset lies
   * @param there the parts that it has
   */
  public static DataException noSplit(Split wanted, String where, String there) {
    return new DataException(
        "no " + wanted.id() + " split in " + where + "; it has " + there + ": use " + Setting.SPLIT,
        true);
  }

  /** Whether nothing is wrong but that the dataset has no such part as was asked for. */
  public boolean isSplitMissing() {
    return splitMissing;
  }
}
