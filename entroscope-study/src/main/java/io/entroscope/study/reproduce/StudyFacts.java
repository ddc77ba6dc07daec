package io.entroscope.study.reproduce;

import io.entroscope.setting.Setting;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must be the same for a study to be gone on with.
 *
 * @param quick whether it only shows the way
 * @param threads that compute, which the numbers depend on
 * @param data the name of each data set's folder or file
 * @param jpeg whether the photographs are JPEG files, which the published ones are not
 */
public record StudyFacts(boolean quick, int threads, Map<Subject, String> data, boolean jpeg) {
  public StudyFacts {
    data = Collections.unmodifiableMap(new TreeMap<>(data));
  }

  /** What a person gave for it to be so. */
  String describe() {
    return (quick ? Setting.QUICK + ", " : "not " + Setting.QUICK + ", ")
        + Setting.THREADS
        + " "
        + threads
        + ", data in "
        + String.join(" and ", data.values().stream().sorted().toList());
  }
}
