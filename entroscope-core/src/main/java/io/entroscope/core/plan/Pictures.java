package io.entroscope.core.plan;

import io.entroscope.core.Parallel;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.PixelImage;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * Which pictures are wanted.
   *
   * @param positions of the images in the data
   * @param most {@link #LARGE} or {@link #SMALL}: how many values a picture may have
   */
  public record Wanted(int[] positions, int most) {}

  /**
   * The pictures as base64 PNG, of the size that the model sees or smaller, and without
   * normalisation; null where they are too many, and for arrays. All are read in one pass, which
   * for compressed files takes most of the time.
   *
   * @return one list for each that is wanted, in the order of its positions
   */
  public static List<String[]> of(AnalysisPlan plan, List<Wanted> wanted) {
    List<String[]> pictures =
        wanted.stream().map(one -> new String[one.positions().length]).toList();
    List<Place> places = new ArrayList<>();
    for (int list = 0; list < wanted.size(); list++) {
      if (fit(plan, pictures.get(list).length)) {
        for (int i = 0; i < pictures.get(list).length; i++) {
          places.add(new Place(list, i, wanted.get(list).positions()[i]));
        }
      }
    }
    if (!places.isEmpty()) {
      ModelInput.Images images = plan.images();
      InOrder order = new InOrder(images.data(), places);
      Parallel.map(
          plan.options().threads(),
          places.size(),
          n -> {
            Taken taken = order.next();
            Place place = taken.place();
            byte[] png = taken.image().as(shape(images, wanted.get(place.list()).most())).png();
            pictures.get(place.list())[place.index()] = Base64.getEncoder().encodeToString(png);
            return n;
          });
    }
    return pictures;
  }

  /** Where a picture goes, and the position of its image. */
  private record Place(int list, int index, int position) {}

  private record Taken(Place place, PixelImage image) {}

  /** Reads images by their positions, so that compressed files are read in one pass. */
  private static final class InOrder {
    private final ImageDataSet data;
    private final List<Place> order;
    private int next;
    private @Nullable Taken last;

    InOrder(ImageDataSet data, List<Place> places) {
      this.data = data;
      this.order = places.stream().sorted(Comparator.comparingInt(Place::position)).toList();
    }

    synchronized Taken next() {
      Place place = order.get(next++);
      Taken before = last;
      PixelImage image =
          before != null && before.place().position() == place.position()
              ? before.image()
              : data.image(place.position());
      last = new Taken(place, image);
      return last;
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
