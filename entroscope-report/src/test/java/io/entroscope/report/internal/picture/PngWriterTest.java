package io.entroscope.report.internal.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngWriterTest {
  /** Where the pixels per metre stand: behind signature, header and the chunk's own head. */
  private static final int RESOLUTION = 8 + 25 + 8;

  @ParameterizedTest
  @CsvSource({"1, 1, 96, 3780", "13, 7, 192, 7559", "300, 500, 300, 11811"})
  void javaReadsWhatIsWritten(int width, int height, int dpi, int perMetre) throws IOException {
    Random random = new Random(7);
    int[] pixels = IntStream.range(0, width * height).map(i -> random.nextInt(1 << 24)).toArray();

    byte[] file = PngWriter.write(pixels, width, height, dpi);

    BufferedImage read = ImageIO.read(new ByteArrayInputStream(file));
    int[] colours = read.getRGB(0, 0, width, height, null, 0, width);
    assertThat(IntStream.of(colours).map(colour -> colour & 0xFFFFFF).toArray()).isEqualTo(pixels);
    assertThat(ByteBuffer.wrap(file).getInt(RESOLUTION)).isEqualTo(perMetre);
    assertThat(ByteBuffer.wrap(file).getInt(RESOLUTION + 4)).isEqualTo(perMetre);
  }
}
