package io.entroscope.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.testing.SharedFiles;
import org.junit.jupiter.api.Test;

/** The real datasets against what others say of them. */
class FullDataSetsTest {
  private static final double PIXELS = 60_000 * 28 * 28;

  @Test
  void mnistHasItsKnownMeanAndStandardDeviation() {
    DataSpec spec = DataSpec.of(SharedFiles.of("data/mnist")).withSplit(Split.TRAIN);
    try (ImageDataSet data = DataSets.open(spec)) {
      assertThat(data.classCounts())
          .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
      double sum = 0;
      double squares = 0;
      for (float[] batch : TestData.read(data, new InputShape(Layout.FLAT, data.shape()))) {
        for (float value : batch) {
          sum += value;
          squares += value * value;
        }
      }
      double mean = sum / PIXELS;
      // The numbers that everyone normalises MNIST with.
      assertThat(mean).isCloseTo(0.1307, within(5e-5));
      assertThat(Math.sqrt(squares / PIXELS - mean * mean)).isCloseTo(0.3081, within(5e-5));
    }
  }

  @Test
  void jpegsOfCifarHaveThePixelsThatPillowReads() {
    DataSpec spec = DataSpec.of(SharedFiles.of("data/cifar10-jpeg.tar"));
    try (ImageDataSet data = DataSets.open(spec)) {
      assertThat(data.format()).isEqualTo(Format.TAR);
      assertThat(data.classCounts()).containsOnly(1000).hasSize(10);
      assertThat(data.name(9_999)).contains("cifar10/test/truck/0999.jpg");
      BatchPlan plan = BatchPlan.of(Selection.ALL.positions(data), 100);
      Preprocessing raw = Preprocessing.DEFAULT.withScale(1);
      InputShape input = new InputShape(Layout.NCHW, data.shape());
      long[] sums = new long[3];
      long squares = 0;
      try (BatchReader reader =
          BatchReader.open(data, plan, raw, input, new BatchReader.Ahead(2, 3))) {
        for (float[] batch : TestData.readAll(reader)) {
          for (int i = 0; i < batch.length; i++) {
            long value = (long) batch[i];
            sums[i / 1024 % 3] += value;
            squares += value * value;
          }
        }
      }
      assertThat(sums).containsExactly(1_290_104_439L, 1_266_598_065L, 1_176_037_503L);
      assertThat(squares).isEqualTo(578_458_123_471L);
    }
  }
}
