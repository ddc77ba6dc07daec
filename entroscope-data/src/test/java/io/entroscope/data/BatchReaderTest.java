package io.entroscope.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchReaderTest {
  private static final long SEED = 20_240_501;
  private static final ImageShape SHAPE = new ImageShape(1, 7, 5);
  private static final Preprocessing HOW =
      Preprocessing.DEFAULT.withMean(List.of(0.1307)).withStd(List.of(0.3081));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void givesTheSameBatchesForAnyNumberOfThreads(String suffix) {
    List<PixelImage> images = TestData.images(new Random(SEED), 207, SHAPE);
    TestData.writeIdx(folder, images, TestData.labels(207, 10), suffix);
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      BatchPlan plan = BatchPlan.of(Selection.ALL.positions(data), 13);
      InputShape input = InputFit.fit(new long[] {-1, 1, 7, 5}, data.shape(), Optional.empty());
      for (int threads : new int[] {1, 2, 4}) {
        BatchReader.Ahead ahead = new BatchReader.Ahead(threads, threads + 2);
        try (BatchReader reader = BatchReader.open(data, plan, HOW, input, ahead)) {
          List<float[]> batches = TestData.readAll(reader);
          assertThat(batches).hasSize(16);
          int position = 0;
          for (float[] batch : batches) {
            for (int i = 0; i < batch.length; i += SHAPE.elements(), position++) {
              for (int p = 0; p < SHAPE.elements(); p++) {
                int pixel = images.get(position).value(0, p / 5, p % 5);
                assertThat(batch[i + p]).isEqualTo((float) ((pixel / 255.0 - 0.1307) / 0.3081));
              }
            }
          }
          assertThat(position).isEqualTo(207);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void readsFoldersOfImages(int threads) throws IOException {
    List<PixelImage> images = TestData.images(new Random(SEED), 31, new ImageShape(3, 6, 4));
    TestData.writeFolder(folder.resolve("test"), images, List.of("cat", "dog", "emu"));
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      assertThat(data.classNames()).containsExactly("cat", "dog", "emu");
      assertThat(data.size()).isEqualTo(31);
      assertThat(data.image(0).values()).isEqualTo(images.get(0).values());
      assertThat(data.image(11).values()).isEqualTo(images.get(1).values());
      BatchPlan plan = BatchPlan.of(Selection.ALL.positions(data), 8);
      InputShape input = InputFit.fit(new long[] {-1, 6, 4, 3}, data.shape(), Optional.empty());
      BatchReader.Ahead ahead = new BatchReader.Ahead(threads, threads + 1);
      try (BatchReader reader = BatchReader.open(data, plan, Preprocessing.DEFAULT, input, ahead)) {
        float[] first = TestData.readAll(reader).get(0);
        assertThat(first[0]).isEqualTo((float) (images.get(0).value(0, 0, 0) / 255.0));
        assertThat(first[1]).isEqualTo((float) (images.get(0).value(1, 0, 0) / 255.0));
      }
    }
  }
}
