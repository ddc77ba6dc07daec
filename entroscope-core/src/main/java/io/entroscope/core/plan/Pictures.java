package io.entroscope.core.plan;

import io.entroscope.core.Parallel;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.PixelImage;
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
    InOrder order = new InOrder(images.data(), positions);
    Parallel.map(
        plan.options().threads(),
        positions.length,
        n -> {
          Taken taken = order.next();
          byte[] png = taken.image().as(shape).png();
          pictures[taken.index()] = Base64.getEncoder().encodeToString(png);
          return n;
        });
    return pictures;
  }

  private record Taken(int index, PixelImage image) {}

  /** Reads images by their positions, so that compressed files are read in one pass. */
  private static final class InOrder {
    private final ImageDataSet data;
    private final int[] positions;
    private final int[] order;
    private int next;

    InOrder(ImageDataSet data, int[] positions) {
      this.data = data;
      this.positions = positions;
      this.order =
          IntStream.range(0, positions.length)
              .boxed()
              .sorted(Comparator.comparingInt(i -> positions[i]))
              .mapToInt(Integer::intValue)
              .toArray();
    }

    synchronized Taken next() {
      int index = order[next++];
      return new Taken(index, data.image(positions[index]));
    }
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
