package io.entroscope.report;

/**
 * A report that cannot be made; the message is one line for a person and says what is wrong, where,
 * and what to do about it.
 */
public final class ReportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ReportException(String message) {
    super(message);
  }

  public ReportException(String message, Throwable cause) {
    super(message, cause);
  }
}
