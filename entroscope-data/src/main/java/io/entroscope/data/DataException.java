package io.entroscope.data;

/**
 * A data set that cannot be read, or a request that it cannot meet; the message is one line for a
 * person and says what is wrong, where, and what to do about it.
 */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
