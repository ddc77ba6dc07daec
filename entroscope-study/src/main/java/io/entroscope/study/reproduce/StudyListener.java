package io.entroscope.study.reproduce;

import io.entroscope.study.reproduce.experiment.ExperimentRecord;
import io.entroscope.study.reproduce.page.Reproduction;
import io.entroscope.torch.train.TrainingListener;

/** Receives the progress of a study, on the thread that runs it. */
public interface StudyListener {
  /** A listener that does nothing. */
  StudyListener NONE = new StudyListener() {};

  /**
   * An experiment begins.
   *
   * @param id its folder
   * @param what it is, in words
   * @param number of the experiment, from 1
   * @param total number of experiments
   * @param secondsLeft estimate for the rest of the study
   */
  default void begins(String id, String what, int number, int total, double secondsLeft) {}

  /** The listener for the training of the experiment that began last. */
  default TrainingListener training(int epochs) {
    return TrainingListener.NONE;
  }

  /** An experiment is done and its files are written. */
  default void done(ExperimentRecord experiment, double seconds) {}

  /**
   * All experiments of one seed, or of the whole study, are done; {@code study} is the state so
   * far.
   */
  default void partDone(Reproduction study) {}
}
