package io.entroscope.core.ort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products against three nested loops, for widths around those of a block. */
class OrtProductsTest {
  private static final long SEED = Seeds.seed(20260101L);

  private static float[] gaussian(int count) {
    Random random = new Random(SEED);
    float[] x = new float[count];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static double[] upper(OrtProducts products, float[] x, int height, int width) {
    double[] upper = new double[width * (width + 1) / 2];
    products.addUpper(x, height, width, upper);
    return upper;
  }

  private static float[] transposed(float[] x, int height, int width) {
    float[] transposed = new float[x.length];
    for (int b = 0; b < height; b++) {
      for (int i = 0; i < width; i++) {
        transposed[i * height + b] = x[b * width + i];
      }
    }
    return transposed;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "7, 3", "40, 127", "40, 128", "40, 129", "300, 300"})
  void agreesWithThePlainProduct(int height, int width) {
    float[] x = gaussian(height * width);
    double[] expected = plain(x, height, width);
    try (OrtProducts products = new OrtProducts()) {
      assertThat(upper(products, x, height, width))
          .as("seed " + SEED)
          .containsExactly(expected, within(1e-3));
      assertThat(products.ofRows(transposed(x, height, width), width, height))
          .as("seed " + SEED)
          .containsExactly(expected, within(1e-3));
      // Buffers are used again: a smaller block must not see what was left of a larger one.
      assertThat(upper(products, x, 1, width)).containsExactly(plain(x, 1, width), within(1e-5));
    }
  }

  @Test
  void addsToWhatIsThere() {
    float[] x = gaussian(20 * 5);
    double[] total = plain(x, 20, 5);
    try (OrtProducts products = new OrtProducts()) {
      products.addUpper(x, 20, 5, total);
    }
    double[] twice = Arrays.stream(plain(x, 20, 5)).map(of -> 2 * of).toArray();
    assertThat(total).containsExactly(twice, within(1e-3));
  }

  @Test
  void severalThreadsGetTheSameBits() {
    int width = 200;
    float[] x = gaussian(64 * width);
    try (OrtProducts products = new OrtProducts()) {
      double[] alone = upper(products, x, 64, width);
      assertThat(IntStream.range(0, 32).parallel().mapToObj(i -> upper(products, x, 64, width)))
          .allSatisfy(upper -> assertThat(upper).containsExactly(alone));
    }
  }

  private static double[] plain(float[] x, int height, int width) {
    double[] upper = new double[width * (width + 1) / 2];
    int at = 0;
    for (int i = 0; i < width; i++) {
      for (int j = i; j < width; j++, at++) {
        for (int b = 0; b < height; b++) {
          upper[at] += (double) x[b * width + i] * x[b * width + j];
        }
      }
    }
    return upper;
  }
}
