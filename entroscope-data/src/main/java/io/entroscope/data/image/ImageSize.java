package io.entroscope.data.image;

import io.entroscope.data.DataException;
import java.io.Serializable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Height and width in pixels.
 *
 * @param height 1 to 65,535
 * @param width 1 to 65,535
 */
public record ImageSize(int height, int width) implements Serializable {
  private static final int LARGEST = 65_535;
  private static final Pattern TEXT =
      Pattern.compile("\\s*(\\d{1,5})(?:\\s*[xX×,]\\s*(\\d{1,5}))?\\s*");

  /**
   * Checks the sides.
   *
   * @throws DataException if a side is not between 1 and 65,535
   */
  public ImageSize {
    if (height < 1 || width < 1 || height > LARGEST || width > LARGEST) {
      throw new DataException(
          "a size of " + height + "x" + width + " pixels; each side must be 1 to " + LARGEST);
    }
  }

  /**
   * Reads {@code 32x48} (height first), or {@code 32} for 32x32.
   *
   * @throws DataException if the text is neither
   */
  public static ImageSize parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new DataException(
          "'" + text + "' is no image size; give height x width, as 32x32, or one number");
    }
    int height = Integer.parseInt(matcher.group(1));
    String second = matcher.group(2);
    return new ImageSize(height, second == null ? height : Integer.parseInt(second));
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
