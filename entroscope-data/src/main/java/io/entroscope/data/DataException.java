package io.entroscope.data;

import io.entroscope.files.Reasons;
import io.entroscope.setting.Setting;

/**
 * A dataset that cannot be read, or a request that it cannot meet; the message is one line for a
 * person and says what is wrong, where, and what to do about it.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean splitMissing;

  public DataException(String message) {
    super(Reasons.inOneLine(message));
    splitMissing = false;
  }

  public DataException(String message, Throwable cause) {
    super(Reasons.inOneLine(message), cause);
    splitMissing = false;
  }

  private DataException(String message, boolean splitMissing) {
    super(Reasons.inOneLine(message));
    this.splitMissing = splitMissing;
  }

  /**
   * That a dataset has other parts than the one asked for.
   *
   * @param where the dataset lies
   * @param there the parts that it has
   */
  public static DataException noSplit(Split wanted, String where, String there) {
    // What trains takes the training images and has no choice of a split.
    String advice = wanted == Split.TRAIN ? "" : ": use " + Setting.SPLIT;
    return new DataException(
        "no " + wanted.id() + " split in " + where + "; it has " + there + advice, true);
  }

  /** Whether nothing is wrong but that the dataset has no such part as was asked for. */
  public boolean isSplitMissing() {
    return splitMissing;
  }
}
