package io.entroscope.report;

import io.entroscope.files.Reasons;

/**
 * A report that cannot be made; the message is one line for a person and says what is wrong, where,
 * and what to do about it.
 */
public final class ReportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReportException(String message) {
    super(Reasons.inOneLine(message));
  }

  public ReportException(String message, Throwable cause) {
    super(Reasons.inOneLine(message), cause);
  }
}
