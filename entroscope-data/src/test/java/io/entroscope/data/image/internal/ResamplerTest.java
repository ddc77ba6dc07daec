package io.entroscope.data.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.data.TestData;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.ImageSize;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.PixelFitter;
import io.entroscope.data.image.PixelImage;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers are Pillow 9.4's. */
class ResamplerTest {
  private static final ImageShape SHAPE = new ImageShape(1, 7, 5);

  private static PixelImage pattern() {
    byte[] values = new byte[35];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i * 37 + 11);
    }
    return new PixelImage(SHAPE, values);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3x4 | 124, 121, 101, 103, 123, 115, 141, 133, 153, 155, 135, 132",
        "7x2 | 48, 122, 163, 63, 162, 155, 91, 165, 101, 94, 193, 93, 134, 208",
        "1x1 | 128",
        "14x5 | 11, 48, 85, 122, 159, 57, 94, 67, 104, 141, 150, 187, 32, 69, 106, 178, 215, 60,"
            + " 97, 70, 143, 180, 153, 190, 35, 107, 144, 181, 218, 63, 72, 109, 146, 183, 156,"
            + " 100, 73, 110, 147, 184, 193, 38, 75, 112, 149, 221, 66, 103, 76, 113, 186, 159,"
            + " 196, 41, 78, 150, 187, 224, 69, 106, 115, 152, 189, 162, 199, 97, 134, 171, 208,"
            + " 245"
      })
  void givesPillowsPixels(String size, String expected) {
    PixelImage image = resize(pattern(), ImageSize.parse(size));
    assertThat(image.shape().size()).isEqualTo(ImageSize.parse(size));
    assertThat(unsigned(image)).isEqualTo(expected);
  }

  @Test
  void leavesAnImageOfTheRightSizeAsItIs() {
    assertThat(resize(pattern(), SHAPE.size()).values()).isEqualTo(pattern().values());
  }

  @Test
  void treatsEveryChannelAlike() {
    Random random = new Random(11);
    PixelImage colour = TestData.images(random, 1, new ImageShape(3, 9, 6)).get(0);
    PixelImage resized = resize(colour, new ImageSize(4, 11));
    for (int c = 0; c < 3; c++) {
      byte[] plane = new byte[54];
      System.arraycopy(colour.values(), c * 54, plane, 0, 54);
      PixelImage grey =
          resize(new PixelImage(new ImageShape(1, 9, 6), plane), new ImageSize(4, 11));
      for (int y = 0; y < 4; y++) {
        for (int x = 0; x < 11; x++) {
          assertThat(resized.value(c, y, x)).isEqualTo(grey.value(0, y, x));
        }
      }
    }
  }

  @Test
  void becomesGreyAsPillowDoes() {
    byte[] values = new byte[36];
    for (int i = 0; i < 12; i++) {
      values[i] = (byte) (3 * i * i + 7);
      values[12 + i] = (byte) (5 * i + 1);
      values[24 + i] = (byte) (251 - 11 * i);
    }
    PixelImage colour = new PixelImage(new ImageShape(3, 1, 12), values);
    PixelImage grey = colour.as(new InputShape(Layout.NCHW, new ImageShape(1, 1, 12)));
    assertThat(unsigned(grey)).isEqualTo("31, 34, 38, 44, 52, 62, 74, 87, 102, 119, 61, 82");
  }

  private static PixelImage resize(PixelImage image, ImageSize size) {
    Pixels pixels = new Pixels();
    pixels.planar(image.values(), 0, image.shape());
    return PixelImage.of(new PixelFitter(3, Optional.of(size)).fit(pixels));
  }

  private static String unsigned(PixelImage image) {
    StringBuilder text = new StringBuilder();
    for (byte value : image.values()) {
      text.append(text.isEmpty() ? "" : ", ").append(value & 0xFF);
    }
    return text.toString();
  }
}
