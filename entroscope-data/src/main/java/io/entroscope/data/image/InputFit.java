package io.entroscope.data.image;

import io.entroscope.data.DataException;
import io.entroscope.setting.Setting;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds out how images go into a model, from the shape of its input; or says why they do not. */
public final class InputFit {
  private static final int GREY = 1;
  private static final int RGB = 3;

  private InputFit() {}

  /**
   * How images go into a model's input.
   *
   * <p>An input of four axes is [N, C, H, W] or [N, H, W, C], whichever has 1 or 3 channels; if
   * both have, or neither axis is fixed, [N, C, H, W]. Three axes are [N, H, W] (grey) and two are
   * [N, C·H·W], channel by channel ({@link InputShape#flattened} changes that). Free axes take what
   * the images have.
   *
   * @param modelShape the model's input shape with the axis of the batch first; −1 where it is free
   * @param images the shape of the dataset's images
   * @param resize what they are resized to, if they are
   * @throws DataException if the images do not fit; the message says what the model takes, what the
   *     images are, and what to do
   */
  public static InputShape fit(long[] modelShape, ImageShape images, Optional<ImageSize> resize) {
    ImageSize size = resize.orElse(images.size());
    ImageShape given = new ImageShape(images.channels(), size.height(), size.width());
    return switch (modelShape.length) {
      case 4 -> fitFour(modelShape, given, resize.isPresent());
      case 3 -> {
        if (!matches(modelShape[1], given.height()) || !matches(modelShape[2], given.width())) {
          throw misfit(modelShape, given, resize.isPresent(), modelShape[1], modelShape[2]);
        }
        yield new InputShape(Layout.NHW, new ImageShape(GREY, given.height(), given.width()));
      }
      case 2 -> fitFlat(modelShape, given, resize.isPresent());
      default ->
          throw new DataException(
              "the model's input has shape "
                  + text(modelShape)
                  + ", which images do not fit: it must be [N, C, H, W], [N, H, W, C], [N, H, W] or"
                  + " [N, C*H*W]");
    };
  }

  private static InputShape fitFour(long[] shape, ImageShape given, boolean resized) {
    boolean first = isChannels(shape[1]);
    boolean last = isChannels(shape[3]);
    if (!first && !last && shape[1] >= 0 && shape[3] >= 0) {
      throw new DataException(
          "the model's input has shape "
              + text(shape)
              + ": neither its second nor its last axis is the 1 or 3 channels that images have");
    }
    boolean onlyLastFits = fits(shape[1], shape[2], given) && !fits(shape[2], shape[3], given);
    boolean channelsLast = first ? last && onlyLastFits : last || shape[1] >= 0;
    long channels = channelsLast ? shape[3] : shape[1];
    long height = channelsLast ? shape[1] : shape[2];
    long width = channelsLast ? shape[2] : shape[3];
    if (!fits(height, width, given)) {
      throw misfit(shape, given, resized, height, width);
    }
    int taken = channels < 0 ? given.channels() : Math.toIntExact(channels);
    return new InputShape(
        channelsLast ? Layout.NHWC : Layout.NCHW,
        new ImageShape(taken, given.height(), given.width()));
  }

  private static InputShape fitFlat(long[] shape, ImageShape given, boolean resized) {
    long pixels = (long) given.height() * given.width();
    long row = shape[1];
    int channels;
    if (row < 0 || row == pixels * given.channels()) {
      channels = given.channels();
    } else if (row == pixels) {
      channels = GREY;
    } else if (row == pixels * RGB) {
      channels = RGB;
    } else {
      long colored = row % RGB == 0 ? root(row / RGB) : -1;
      long root = colored > 0 ? colored : root(row);
      throw misfit(shape, given, resized, root, root);
    }
    return new InputShape(Layout.FLAT, new ImageShape(channels, given.height(), given.width()));
  }

  private static DataException misfit(
      long[] shape, ImageShape given, boolean resized, long height, long width) {
    String cure =
        height > 0 && width > 0
            ? "; use " + Setting.RESIZE + " " + height + "x" + width
            : "; use " + Setting.RESIZE + " HxW with a size that the model takes";
    return new DataException(
        "the model takes images of shape "
            + text(shape)
            + ", but the dataset's are "
            + given
            + (resized ? " after resizing" : "")
            + cure);
  }

  private static boolean isChannels(long axis) {
    return axis == GREY || axis == RGB;
  }

  private static boolean fits(long height, long width, ImageShape given) {
    return matches(height, given.height()) && matches(width, given.width());
  }

  private static boolean matches(long axis, int side) {
    return axis < 0 || axis == side;
  }

  /** The side of a square of so many pixels; −1 if there is none. */
  private static long root(long pixels) {
    long root = Math.round(Math.sqrt((double) pixels));
    return root * root == pixels ? root : -1;
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape)
        .mapToObj(axis -> axis < 0 ? "any" : Long.toString(axis))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
