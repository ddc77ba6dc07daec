package io.entroscope.study.reproduce.experiment;

import io.entroscope.setting.Setting;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must be the same for a study to be resumed.
 *
 * @param quick whether it is only a demonstration, with few images and epochs
 * @param threads that compute; the numbers depend on it
 * @param data the name of each dataset's folder or file
 * @param jpeg whether the photographs are JPEG files, which the published ones are not
 */
public record StudyFacts(boolean quick, int threads, Map<PaperDataset, String> data, boolean jpeg) {
  public StudyFacts {
    data = Collections.unmodifiableMap(new TreeMap<>(data));
  }

  /** The options that make it so. */
  String describe() {
    return (quick ? Setting.QUICK + ", " : "not " + Setting.QUICK + ", ")
        + Setting.THREADS
        + " "
        + threads
        + ", data in "
        + String.join(" and ", data.values().stream().sorted().toList());
  }
}
