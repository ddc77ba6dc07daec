package io.entroscope.data.format.array;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in Fortran order: pixel p of image i is 20 · p + i. */
class ExampleBlocksTest {
  private static final int IMAGES = 11;
  private static final int ROWS = 4;
  private static final int COLUMNS = 3;
  private static final int PIXELS = ROWS * COLUMNS;

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String header = "{'descr': '|u1', 'fortran_order': True, 'shape': (11, 4, 3), }\n";
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.writeBytes(new byte[] {(byte) header.length(), 0});
    bytes.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
    for (int column = 0; column < COLUMNS; column++) {
      for (int row = 0; row < ROWS; row++) {
        for (int i = 0; i < IMAGES; i++) {
          bytes.write(20 * (row * COLUMNS + column) + i);
        }
      }
    }
    file = Files.write(folder.resolve("x.npy"), bytes.toByteArray());
    NpyWriter.longs(folder.resolve("labels.npy"), new int[IMAGES]);
  }

  private static byte[] expected(int image) {
    byte[] values = new byte[PIXELS];
    for (int p = 0; p < PIXELS; p++) {
      values[p] = (byte) (20 * p + image);
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, PIXELS, 3 * PIXELS + 1, 4 * PIXELS, 100 * PIXELS})
  void blocksOfAnySizeGiveTheSame(int blockBytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      NpyFile array = NpyFile.read(channel, 0, channel.size(), "x", "x.npy");
      ExampleBlocks blocks = new ExampleBlocks(array, PIXELS, blockBytes);
      for (int image : new int[] {0, 1, 2, 5, 3, 6, 10, 9, 0, 4}) {
        byte[] values = new byte[PIXELS];
        blocks.read(image, ByteBuffer.wrap(values));
        assertThat(values).as("image %d", image).isEqualTo(expected(image));
      }
      ByteBuffer several = ByteBuffer.allocate(4 * PIXELS);
      blocks.read(6, several);
      for (int i = 0; i < 4; i++) {
        byte[] values = Arrays.copyOfRange(several.array(), i * PIXELS, (i + 1) * PIXELS);
        assertThat(values).as("image %d of several", 6 + i).isEqualTo(expected(6 + i));
      }
    }
  }

  @Test
  void imagesAreReadThroughThem() throws IOException {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      assertThat(data.size()).isEqualTo(IMAGES);
      assertThat(data.image(7).values()).isEqualTo(expected(7));
    }
  }
}
