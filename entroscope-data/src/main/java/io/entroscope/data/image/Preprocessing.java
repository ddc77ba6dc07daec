package io.entroscope.data.image;

import io.entroscope.data.DataException;
import java.util.List;
import java.util.Optional;

/**
 * How pixels become a model's input: {@code (pixel · scale − mean) / std}, with pixels of 0 to 255
 * and mean and std after scaling, one for all channels or one for each.
 *
 * <p>Before that, an image is brought to the channels that the model takes (grey is repeated for
 * RGB; RGB becomes grey by ITU-R 601 luma, as Pillow's {@code convert("L")} does it) and, if a size
 * is given, resized to exactly that height and width without keeping the aspect ratio, bilinearly
 * with antialiasing, as Pillow's {@code resize(..., BILINEAR)} does it.
 *
 * @param scale what pixels are multiplied by
 * @param mean one value or three
 * @param std one value or three, none of them zero
 * @param resize the size to resize images to; empty: they keep theirs
 */
public record Preprocessing(
    double scale, List<Double> mean, List<Double> std, Optional<ImageSize> resize) {

  /** Maps 0..255 to [0, 1] and no more. */
  public static final Preprocessing DEFAULT =
      new Preprocessing(1.0 / 255, List.of(0.0), List.of(1.0), Optional.empty());

  /**
   * Checks the numbers.
   *
   * @throws DataException if one is not finite, the scale is zero, a std is not positive, or there
   *     is another number of them than one or three
   */
  public Preprocessing {
    if (!Double.isFinite(scale) || scale == 0) {
      throw new DataException("a scale of " + scale + "; give a number other than zero, as 1/255");
    }
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    checkCount("mean", mean);
    checkCount("std", std);
    for (double value : mean) {
      if (!Double.isFinite(value)) {
        throw new DataException("a mean of " + value + "; give finite numbers");
      }
    }
    for (double value : std) {
      if (!Double.isFinite(value) || value <= 0) {
        throw new DataException(
            "a std of " + value + ", which pixels are divided by; give numbers above zero");
      }
    }
  }

  private static void checkCount(String what, List<Double> values) {
    if (values.size() != 1 && values.size() != 3) {
      throw new DataException(
          values.size() + " values for the " + what + "; give one, or one per channel (3 for RGB)");
    }
  }

  /** The same with another scale. */
  public Preprocessing withScale(double other) {
    return new Preprocessing(other, mean, std, resize);
  }

  /** The same with another mean: one value, or one per channel. */
  public Preprocessing withMean(List<Double> other) {
    return new Preprocessing(scale, other, std, resize);
  }

  /** The same with another standard deviation: one value, or one per channel. */
  public Preprocessing withStd(List<Double> other) {
    return new Preprocessing(scale, mean, other, resize);
  }

  /** The same with images resized to this. */
  public Preprocessing withResize(ImageSize size) {
    return new Preprocessing(scale, mean, std, Optional.of(size));
  }

  /**
   * Checks that mean and std have one value, or one for each of the model's channels.
   *
   * @throws DataException if they do not
   */
  public void requireChannels(int channels) {
    requireChannels("mean", mean, channels);
    requireChannels("std", std, channels);
  }

  private static void requireChannels(String what, List<Double> values, int channels) {
    if (values.size() != 1 && values.size() != channels) {
      throw new DataException(
          values.size()
              + " values for the "
              + what
              + ", but the model takes images of "
              + (channels == 1
                  ? "1 channel; give one value"
                  : channels + " channels; give one value or " + channels));
    }
  }

  /** What a pixel of 0..255 in a channel becomes, rounded once, to float. */
  public float apply(int pixel, int channel) {
    double m = mean.get(mean.size() == 1 ? 0 : channel);
    double s = std.get(std.size() == 1 ? 0 : channel);
    return (float) ((pixel * scale - m) / s);
  }
}
