package io.entroscope.core.run;

/** Sees what a run would forget: the activations of every image, as soon as they are there. */
@FunctionalInterface
public interface Witness {
  /** Sees nothing. */
  Witness NONE = images -> {};

  /**
   * Looks at some images; every image of a run comes once, in no certain order. Several threads may
   * call this at a time, and wait for it.
   *
   * @throws io.entroscope.core.AnalysisException to stop the run
   */
  void see(SeenImages images);
}
