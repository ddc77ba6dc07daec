package io.entroscope.core;

/** Receives the progress of an analysis; called often, from several threads. */
@FunctionalInterface
public interface Progress {
  /** A listener that does nothing. */
  Progress NONE = (done, total) -> {};

  /**
   * Some images are done.
   *
   * @param done number of images so far
   * @param total number of images
   */
  void update(long done, long total);
}
