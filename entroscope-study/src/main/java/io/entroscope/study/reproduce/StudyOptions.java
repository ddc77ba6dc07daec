package io.entroscope.study.reproduce;

import io.entroscope.core.plan.PlanException;
import io.entroscope.setting.Setting;
import java.nio.file.Path;

/**
 * What a study is asked for.
 *
 * @param dataRoot the folder that MNIST and CIFAR-10 lie in
 * @param out the folder to write to; a study that lies there is gone on with
 * @param seeds how many trainings of everything, with the seeds 1, 2, ...
 * @param quick whether only the way is shown: few images, few epochs
 * @param threads that compute
 */
public record StudyOptions(Path dataRoot, Path out, int seeds, boolean quick, int threads) {
  /**
   * Checks the numbers.
   *
   * @throws PlanException if one makes no sense
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
