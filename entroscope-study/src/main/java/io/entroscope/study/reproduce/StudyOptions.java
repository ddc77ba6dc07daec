package io.entroscope.study.reproduce;

import io.entroscope.core.PlanException;
import io.entroscope.setting.Setting;
import java.nio.file.Path;

/**
 * What a study is asked for.
 *
 * @param dataRoot the folder with MNIST and CIFAR-10
 * @param out the folder to write to; a study in it is resumed
 * @param seeds number of trainings of every network, with the seeds 1, 2, ...
 * @param quick whether it is only a demonstration, with few images and epochs
 * @param threads that compute
 */
public record StudyOptions(Path dataRoot, Path out, int seeds, boolean quick, int threads) {
  /**
   * Checks the numbers.
   *
   * @throws PlanException if a number is out of range
   */
  public StudyOptions {
    if (seeds < 1) {
      throw new PlanException(Setting.SEEDS + " is " + seeds + "; give 1 or more");
    }
    if (threads < 1) {
      throw new PlanException(Setting.THREADS + " is " + threads + "; give 1 or more");
    }
  }
}
