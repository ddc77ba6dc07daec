package io.entroscope.onnx;

import io.entroscope.files.Reasons;

/**
 * A model that cannot be read, or an edit that cannot be made; the message is one line for a person
 * and says what is wrong, where, and what to do about it.
 */
public final class OnnxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OnnxException(String message) {
    super(Reasons.inOneLine(message));
  }

  public OnnxException(String message, Throwable cause) {
    super(Reasons.inOneLine(message), cause);
  }
}
