package io.entroscope.torch;

import io.entroscope.core.PlanException;
import io.entroscope.files.Reasons;

/**
 * A graph that cannot be run with gradients, or a training that cannot continue; the message is one
 * line that says what is wrong, where, and what to do about it.
 */
public final class TorchException extends PlanException {
  private static final long serialVersionUID = 1L;

  public TorchException(String message) {
    super(Reasons.inOneLine(message));
  }

  public TorchException(String message, Throwable cause) {
    super(Reasons.inOneLine(message), cause);
  }
}
