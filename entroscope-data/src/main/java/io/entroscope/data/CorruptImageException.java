package io.entroscope.data;

/**
 * One image that cannot be decoded, or example that cannot be used; the message says why, and the
 * caller knows which.
 */
final class CorruptImageException extends Exception {
  private static final long serialVersionUID = 1L;

  CorruptImageException(String message) {
    super(message);
  }

  CorruptImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
