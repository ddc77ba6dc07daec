package io.entroscope.data.image.internal;

/**
 * One image that cannot be decoded, or example that cannot be used; the message says why, and the
 * caller knows which.
 */
public final class CorruptImageException extends Exception {
  private static final long serialVersionUID = 1L;

  public CorruptImageException(String message) {
    super(message);
  }

  public CorruptImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
