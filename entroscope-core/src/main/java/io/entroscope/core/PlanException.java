package io.entroscope.core;

import io.entroscope.files.Reasons;

/**
 * An analysis that cannot be done as asked; found before anything runs. The message is one line for
 * a person and says what is wrong, where, and what to do about it.
 */
public class PlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PlanException(String message) {
    super(Reasons.inOneLine(message));
  }

  public PlanException(String message, Throwable cause) {
    super(Reasons.inOneLine(message), cause);
  }
}
