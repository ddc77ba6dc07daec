package io.entroscope.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.files.PngWriter.Colours;
import io.entroscope.files.PngWriter.Filter;
import io.entroscope.files.PngWriter.Picture;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngWriterTest {
  /** Where the pixels per metre stand: behind signature, header and the chunk's own head. */
  private static final int RESOLUTION = 8 + 25 + 8;

  private static byte[] file(byte[] values, int width, Colours colours, Filter filter, int dpi) {
    int row = width * (colours == Colours.RGB ? 3 : 1);
    return PngWriter.write(
        new Picture(
            (y, into, at) -> System.arraycopy(values, y * row, into, at, row),
            width,
            values.length / row,
            colours,
            filter,
            dpi > 0 ? OptionalInt.of(dpi) : OptionalInt.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, RGB, NONE", "13, 7, RGB, PAETH", "300, 500, RGB, PAETH",
    "1, 1, GREY, PAETH", "28, 28, GREY, PAETH", "7, 90, GREY, NONE"
  })
  void javaReadsWhatIsWritten(int width, int height, Colours colours, Filter filter)
      throws IOException {
    byte[] values = new byte[width * height * (colours == Colours.RGB ? 3 : 1)];
    new Random(7).nextBytes(values);

    byte[] file = file(values, width, colours, filter, 0);

    Raster read = ImageIO.read(new ByteArrayInputStream(file)).getRaster();
    int[] found = read.getPixels(0, 0, width, height, (int[]) null);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isEqualTo(values[i] & 0xFF);
    }
    assertThat(found).hasSameSizeAs(values);
  }

  @ParameterizedTest
  @CsvSource({"96, 3780", "192, 7559", "300, 11811"})
  void theFileSaysHowLargeItIsMeant(int dpi, int perMetre) {
    byte[] file = file(new byte[4 * 3], 2, Colours.RGB, Filter.NONE, dpi);

    assertThat(ByteBuffer.wrap(file).getInt(RESOLUTION)).isEqualTo(perMetre);
    assertThat(ByteBuffer.wrap(file).getInt(RESOLUTION + 4)).isEqualTo(perMetre);
  }
}
