package io.entroscope.result;

import io.entroscope.files.Reasons;

/**
 * A result file that cannot be read or written; the message is one line for a person and says what
 * is wrong, where, and what to do about it.
 */
public final class ResultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ResultException(String message) {
    super(Reasons.inOneLine(message));
  }

  public ResultException(String message, Throwable cause) {
    super(Reasons.inOneLine(message), cause);
  }
}
