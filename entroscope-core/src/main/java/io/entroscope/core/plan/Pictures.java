package io.entroscope.core.plan;

import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import java.util.Base64;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Images of the data, as pictures in a result. */
public final class Pictures {
  /** Larger images are made smaller: a result is to be opened on a phone as well. */
  public static final int LARGE = 3 * 160 * 160;

  /** The values of a picture that is one of many. */
  public static final int SMALL = 3 * 96 * 96;

  private static final int MOST_VALUES_IN_ALL = 40_000_000;

  private Pictures() {}

  /** Whether this many pictures are small enough to be kept. */
  static boolean fit(AnalysisPlan plan, int count) {
    return plan.input() instanceof ModelInput.Images images
        && (long) shape(images, LARGE).elements() * count <= MOST_VALUES_IN_ALL;
  }

  /**
   * The pictures as base64 PNG, of the size that the model sees or smaller, and without
   * normalisation; null where they are too many, and for arrays.
   *
   * @param positions of the images in the data
   * @param most {@link #LARGE} or {@link #SMALL}: how many values a picture may have
   */
  public static String[] of(AnalysisPlan plan, int[] positions, int most) {
    String[] pictures = new String[positions.length];
    if (!fit(plan, positions.length)) {
      return pictures;
    }
    ModelInput.Images images = plan.images();
    InputShape shape = shape(images, most);
    // By position, so that compressed files are read in one pass.
    IntStream.range(0, positions.length)
        .boxed()
        .sorted(Comparator.comparingInt(i -> positions[i]))
        .forEach(
            i ->
                pictures[i] =
                    Base64.getEncoder()
                        .encodeToString(images.data().image(positions[i]).as(shape).png()));
    return pictures;
  }

  /** What the model takes, or that with the same proportions and no more values than are kept. */
  private static InputShape shape(ModelInput.Images images, int most) {
    ImageShape full = images.shape().image();
    double shrunk = Math.min(1, Math.sqrt((double) most / full.elements()));
    return new InputShape(
        images.shape().layout(),
        new ImageShape(full.channels(), side(full.height(), shrunk), side(full.width(), shrunk)));
  }

  private static int side(int pixels, double shrunk) {
    return Math.max(1, (int) (pixels * shrunk));
  }
}
