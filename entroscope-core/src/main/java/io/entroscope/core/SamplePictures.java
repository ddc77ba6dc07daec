package io.entroscope.core;

import java.util.Base64;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The shown sample images as pictures for the report. */
final class SamplePictures {
  /** Larger images would make the result heavy; their files are named instead. */
  private static final int MOST_VALUES = 3 * 160 * 160;

  private static final int MOST_VALUES_IN_ALL = 40_000_000;

  private SamplePictures() {}

  /** Whether so many pictures are small enough to be kept. */
  static boolean fit(AnalysisPlan plan, int count) {
    int values = plan.inputShape().image().elements();
    return values <= MOST_VALUES && (long) values * count <= MOST_VALUES_IN_ALL;
  }

  /**
   * The pictures as base64 PNG, as the model sees the images before normalisation; null for those
   * of images too large to keep.
   *
   * @param shown places in the plan's samples
   */
  static String[] of(AnalysisPlan plan, int[] shown) {
    String[] pictures = new String[shown.length];
    if (!fit(plan, shown.length)) {
      return pictures;
    }
    int[] positions = plan.samples().positions();
    // By position, so that compressed files are read in one pass.
    IntStream.range(0, shown.length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> positions[shown[i]]))
        .forEach(
            i ->
                pictures[i] =
                    Base64.getEncoder()
                        .encodeToString(
                            plan.data().image(positions[shown[i]]).as(plan.inputShape()).png()));
    return pictures;
  }
}
