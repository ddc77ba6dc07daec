package io.entroscope.data.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileDecoderTest {
  private static final int HEIGHT = 13;
  private static final int WIDTH = 17;

  private final ImageFileDecoder decoder = new ImageFileDecoder();

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ImageFileDecoderTest.class.getResourceAsStream("images/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  private PixelImage decode(byte[] file) throws CorruptImageException {
    RecordBatch records = new RecordBatch();
    // Another record before it, so that it does not start at 0.
    records.add(5);
    int start = records.add(file.length);
    System.arraycopy(file, 0, records.bytes(), start, file.length);
    Pixels pixels = new Pixels();
    decoder.decode(records, 1, pixels);
    return PixelImage.of(pixels);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subsampled.jpg",
        "full.jpg",
        "progressive.jpg",
        "grey.jpg",
        "profile.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "rgb.png",
        "rgba.png",
        "greyalpha.png",
        "grey.png",
        "bits.png",
        "palette.png",
        "rgb.bmp",
        "palette.gif",
        "lzw.tif",
        "lossy.webp",
        "lossless.webp",
        "alpha.webp",
        "animated.webp",
        "rgb.ppm",
        "grey.pgm"
      })
  void readsThePixelsThatPillowReads(String name) throws Exception {
    byte[] expected = resource(name + ".values");
    PixelImage image = decode(resource(name));
    int channels = image.shape().channels();
    assertThat(image.shape()).isEqualTo(new ImageShape(channels, HEIGHT, WIDTH));
    assertThat(expected).hasSize(channels * HEIGHT * WIDTH);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < channels; c++) {
          int value = expected[(y * WIDTH + x) * channels + c] & 0xFF;
          assertThat(image.value(c, y, x)).as("%s at %d, %d, %d", name, c, y, x).isEqualTo(value);
        }
      }
    }
  }

  @Test
  void readsAnyKindAfterAnyOther() throws Exception {
    byte[] bmp = resource("rgb.bmp");
    byte[] png = resource("rgb.png");
    byte[] tiff = resource("lzw.tif");
    PixelImage expected = decode(png);
    for (byte[] other : new byte[][] {bmp, tiff, resource("full.jpg"), resource("palette.gif")}) {
      decode(other);
      assertThat(decode(png).values()).isEqualTo(expected.values());
      assertThat(decode(bmp).values()).isEqualTo(expected.values());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "subsampled.jpg",
        "progressive.jpg",
        "rgb.png",
        "rgb.bmp",
        "palette.gif",
        "rgb.ppm"
      })
  void refusesAFileThatIsCutOffAnywhere(String name) throws Exception {
    byte[] file = resource(name);
    PixelImage whole = decode(file);
    for (int length : new int[] {0, 1, 3, 20, file.length / 2, file.length - 30, file.length - 2}) {
      assertThatThrownBy(() -> decode(Arrays.copyOf(file, length)))
          .as("%s cut to %d of %d bytes", name, length, file.length)
          .isInstanceOf(CorruptImageException.class)
          .message()
          .isNotEmpty()
          .doesNotContain("\n");
      assertThat(decode(file).values()).isEqualTo(whole.values());
    }
  }

  @Test
  void refusesPngsWithAnyBitChanged() throws Exception {
    byte[] file = resource("rgb.png");
    long seed = 99;
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = file.clone();
      int at = 8 + random.nextInt(file.length - 8);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      assertThatThrownBy(() -> decode(damaged))
          .as("seed %d, byte %d", seed, at)
          .isInstanceOf(CorruptImageException.class);
    }
  }

  @Test
  void survivesRandomDamage() throws Exception {
    long seed = 1234;
    Random random = new Random(seed);
    for (String name :
        new String[] {
          "subsampled.jpg", "ycck.jpg", "palette.gif", "rgb.bmp", "lzw.tif", "rgb.ppm"
        }) {
      byte[] file = resource(name);
      for (int i = 0; i < 100; i++) {
        byte[] damaged = file.clone();
        for (int k = 0; k < 4; k++) {
          // Sizes are left alone, or a bit may ask for gigabytes.
          damaged[60 + random.nextInt(file.length - 60)] = (byte) random.nextInt();
        }
        try {
          assertThat(decode(damaged).shape().channels()).isIn(1, 3);
        } catch (CorruptImageException e) {
          assertThat(e.getMessage()).as("%s, seed %d", name, seed).isNotBlank();
        }
      }
    }
  }

  @Test
  void refusesAnAnimationWhoseFirstFrameIsAPart() throws IOException {
    byte[] file = resource("animated.webp");
    int frame = new String(file, StandardCharsets.ISO_8859_1).indexOf("ANMF");
    file[frame + 8] = 1;
    assertThatThrownBy(() -> decode(file))
        .isInstanceOf(CorruptImageException.class)
        .hasMessageContaining("does not fill it; convert it to PNG");
  }

  @Test
  void refusesAWebpThatIsCutOff() throws IOException {
    byte[] file = resource("lossy.webp");
    assertThatThrownBy(() -> decode(Arrays.copyOf(file, file.length - 40)))
        .isInstanceOf(CorruptImageException.class)
        .hasMessageContaining("cut off");
  }

  /** A row of a hundred million pixels takes the decoder seconds, and none of them is there. */
  @Test
  void refusesAPngThatCannotHoldItsPixels() throws IOException {
    byte[] png = resource("grey.png");
    ByteBuffer.wrap(png).putInt(16, 100_000_000).putInt(20, 1);
    CRC32 sum = new CRC32();
    sum.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
    assertThatThrownBy(() -> decode(png))
        .isInstanceOf(CorruptImageException.class)
        .hasMessage("it claims 100000000 x 1 pixels in " + png.length + " bytes");
  }

  @Test
  void refusesWhatIsNoImage() {
    assertThatThrownBy(() -> decode("hello, I am text".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(CorruptImageException.class)
        .hasMessageContaining("known kind");
  }
}
