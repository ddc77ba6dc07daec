package io.entroscope.core.plan;

import java.util.Base64;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The sampled images of the report, as pictures. */
public final class SamplePictures {
  /** Larger images would make the result large; their files are named instead. */
  private static final int MOST_VALUES = 3 * 160 * 160;

  private static final int MOST_VALUES_IN_ALL = 40_000_000;

  private SamplePictures() {}

  /** Whether this many pictures are small enough to be kept. */
  static boolean fit(AnalysisPlan plan, int count) {
    if (!(plan.input() instanceof ModelInput.Images images)) {
      return false;
    }
    int values = images.shape().image().elements();
    return values <= MOST_VALUES && (long) values * count <= MOST_VALUES_IN_ALL;
  }

  /**
   * The pictures as base64 PNG, with the size that the model sees but without normalisation; null
   * for images that are too large, and for arrays.
   *
   * @param shown indices in the plan's sample
   */
  public static String[] of(AnalysisPlan plan, int[] shown) {
    String[] pictures = new String[shown.length];
    if (!fit(plan, shown.length)) {
      return pictures;
    }
    ModelInput.Images images = plan.images();
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
                            images.data().image(positions[shown[i]]).as(images.shape()).png()));
    return pictures;
  }
}
