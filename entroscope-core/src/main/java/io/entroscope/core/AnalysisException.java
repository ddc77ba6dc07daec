package io.entroscope.core;

import io.entroscope.files.Reasons;

/** An analysis that failed while running; the message is one line. */
public class AnalysisException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AnalysisException(String message) {
    super(Reasons.inOneLine(message));
  }

  public AnalysisException(String message, Throwable cause) {
    super(Reasons.inOneLine(message), cause);
  }
}
