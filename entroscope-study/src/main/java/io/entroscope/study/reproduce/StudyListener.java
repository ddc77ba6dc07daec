package io.entroscope.study.reproduce;

import io.entroscope.torch.train.TrainingListener;

/** Is told how a study goes on, on its thread. */
public interface StudyListener {
  /** A listener that does nothing. */
  StudyListener NONE = new StudyListener() {};

  /**
   * An experiment begins.
   *
   * @param id its folder
   * @param what it is, in words
   * @param number its place among all, from 1
   * @param total how many there are
   * @param secondsLeft of the whole study, as far as can be told
   */
  default void begins(String id, String what, int number, int total, double secondsLeft) {}

  /** Hears of the training of the experiment that began last. */
  default TrainingListener training(int epochs) {
    return TrainingListener.NONE;
  }

  /** An experiment is done and its files are written. */
  default void done(ExperimentRecord made, double seconds) {}

  /** All is done, or all of a seed for now; {@code study} is all that there is so far. */
  default void partDone(Reproduction study) {}
}
