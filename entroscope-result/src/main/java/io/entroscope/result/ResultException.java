package io.entroscope.result;

/**
 * A result file that cannot be read or written; the message is one line for a person and says what
 * is wrong, where, and what to do about it.
 */
public final class ResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ResultException(String message) {
    super(message);
  }

  public ResultException(String message, Throwable cause) {
    super(message, cause);
  }
}
