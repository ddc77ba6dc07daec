package io.entroscope.core.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products against three nested loops, for widths around those of a block. */
class OrtProductsTest {
  private static final long SEED = Long.getLong("entroscope.seed", 20260101L);

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 3", "40, 127", "40, 128", "40, 129", "300, 300"})
  void agreesWithThePlainProduct(int height, int width) {
    Random random = new Random(SEED);
    float[] x = new float[height * width];
    double[] wide = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
      wide[i] = x[i];
    }
    double[] expected = plain(wide, height, width);
    try (OrtProducts products = new OrtProducts()) {
      assertThat(products.upper(wide, height, width))
          .as("seed " + SEED)
          .containsExactly(expected, within(1e-11));
      assertThat(products.upper(x, height, width))
          .as("seed " + SEED)
          .containsExactly(expected, within(1e-3));
      // Buffers are used again: a smaller block must not see what was left of a larger one.
      assertThat(products.upper(wide, 1, width))
          .containsExactly(plain(wide, 1, width), within(1e-11));
    }
  }

  @Test
  void severalThreadsGetTheSameBits() {
    int width = 200;
    float[] x = new float[64 * width];
    Random random = new Random(SEED);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    try (OrtProducts products = new OrtProducts()) {
      double[] alone = products.upper(x, 64, width);
      assertThat(IntStream.range(0, 32).parallel().mapToObj(i -> products.upper(x, 64, width)))
          .allSatisfy(upper -> assertThat(upper).containsExactly(alone));
    }
  }

  private static double[] plain(double[] x, int height, int width) {
    double[] upper = new double[width * (width + 1) / 2];
    int at = 0;
    for (int i = 0; i < width; i++) {
      for (int j = i; j < width; j++, at++) {
        for (int b = 0; b < height; b++) {
          upper[at] += x[b * width + i] * x[b * width + j];
        }
      }
    }
    return upper;
  }
}
