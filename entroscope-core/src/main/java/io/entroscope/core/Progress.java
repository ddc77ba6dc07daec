package io.entroscope.core;

/** Hears how far an analysis is; called from several threads, often. */
@FunctionalInterface
public interface Progress {
  /** Hears nothing. */
  Progress NONE = (done, total) -> {};

  /**
   * So many images are done.
   *
   * @param done images
   * @param total images that there are
   */
  void update(long done, long total);
}
