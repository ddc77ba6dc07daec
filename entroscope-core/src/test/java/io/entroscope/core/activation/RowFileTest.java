package io.entroscope.core.activation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
  @TempDir private Path folder;

  @Test
  void rowsStandWhereTheyBelongInWhateverOrderTheyCome() throws IOException {
    try (RowFile file = RowFile.create(folder.resolve("rows"), 2)) {
      file.write(new int[] {2, 3}, new float[] {5, 6, 7, 8}, i -> 2 * i);
      // The first is of no use; it must not take the next ones with it.
      file.write(new int[] {-1, 0, 1}, new float[] {0, 0, 1, 2, 3, 4}, i -> 2 * i);

      assertThat(rows(file, true, true, true, true)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(rows(file, true, false, false, true)).containsExactly(1, 2, 7, 8);
    }
  }

  private static float[] rows(RowFile file, boolean... wanted) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    file.copyTo(out, wanted);
    float[] values = new float[out.size() / Float.BYTES];
    ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }
}
