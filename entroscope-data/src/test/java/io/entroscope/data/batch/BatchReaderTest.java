package io.entroscope.data.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.TestData;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputFit;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.PixelImage;
import io.entroscope.data.image.Preprocessing;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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

  private ImageDataSet open(int count) {
    List<PixelImage> images = TestData.images(new Random(SEED), count, SHAPE);
    TestData.writeIdx(folder, images, TestData.labels(count, 10), ".gz");
    return DataSets.open(DataSpec.of(folder));
  }

  private static BatchReader start(ImageDataSet data, int batchSize, int threads, int buffers) {
    BatchPlan plan = BatchPlan.of(Selection.ALL.positions(data), batchSize);
    InputShape input = new InputShape(Layout.NCHW, SHAPE);
    return BatchReader.open(data, plan, HOW, input, new BatchReader.Ahead(threads, buffers));
  }

  private static List<String> decodingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("entroscope-decode"))
        .toList();
  }

  @Test
  void leavesNoThreadBehindWhenClosedEarly() {
    try (ImageDataSet data = open(500)) {
      for (int taken = 0; taken < 4; taken++) {
        BatchReader reader = start(data, 10, 3, 5);
        List<Batch> held = new ArrayList<>();
        for (int i = 0; i < taken; i++) {
          held.add(reader.next());
        }
        reader.close();
        assertThat(decodingThreads()).isEmpty();
        assertThatThrownBy(reader::next).isInstanceOf(CancellationException.class);
        // Giving back late, or closing again, does no harm.
        held.forEach(Batch::close);
        reader.close();
      }
      try (BatchReader reader = start(data, 10, 1, 1)) {
        assertThat(TestData.readAll(reader)).hasSize(50);
      }
    }
    assertThat(decodingThreads()).isEmpty();
  }

  @Test
  void wakesThoseWhoWaitWhenItIsClosed() throws Exception {
    try (ImageDataSet data = open(100)) {
      BatchReader reader = start(data, 10, 1, 1);
      Batch held = reader.next();
      FutureTask<Batch> waiting = new FutureTask<>(reader::next);
      Thread thread = new Thread(waiting);
      thread.start();
      reader.close();
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(CancellationException.class);
      thread.join();
      held.close();
    }
  }

  @Test
  void runsAheadNoFurtherThanItsBuffers() throws Exception {
    try (ImageDataSet data = open(200);
        BatchReader reader = start(data, 10, 2, 3)) {
      List<Batch> held = List.of(reader.next(), reader.next(), reader.next());
      FutureTask<Batch> fourth = new FutureTask<>(reader::next);
      Thread thread = new Thread(fourth);
      thread.start();
      // All three buffers are out: the fourth batch can only come in one of them.
      FloatBuffer first = held.get(0).inputs();
      float before = first.get(0);
      assertThat(fourth.isDone()).isFalse();
      assertThat(first.get(0)).isEqualTo(before);
      held.get(0).close();
      Batch batch = fourth.get();
      assertThat(batch.index()).isEqualTo(3);
      assertThat(batch.inputs().get(0)).isEqualTo(first.get(0));
      batch.close();
      held.forEach(Batch::close);
    }
  }

  @Test
  void givesEachBatchOnceToWhoeverAsks() throws Exception {
    try (ImageDataSet data = open(403);
        BatchReader reader = start(data, 8, 2, 8)) {
      Set<Integer> indices = ConcurrentHashMap.newKeySet();
      AtomicInteger images = new AtomicInteger();
      List<FutureTask<Void>> takers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        FutureTask<Void> taker =
            new FutureTask<>(
                () -> {
                  while (true) {
                    Batch batch = reader.next();
                    if (batch == null) {
                      return null;
                    }
                    try (batch) {
                      assertThat(indices.add(batch.index())).isTrue();
                      for (int k = 0; k < batch.count(); k++) {
                        assertThat(batch.position(k)).isEqualTo(8 * batch.index() + k);
                        assertThat(batch.label(k)).isEqualTo(batch.position(k) % 10);
                      }
                      images.addAndGet(batch.count());
                    }
                  }
                });
        takers.add(taker);
        new Thread(taker).start();
      }
      for (FutureTask<Void> taker : takers) {
        taker.get();
      }
      assertThat(indices).hasSize(51);
      assertThat(images).hasValue(403);
    }
  }

  @Test
  void fillsUpTheLastBatchWithZeros() {
    try (ImageDataSet data = open(13);
        BatchReader reader = start(data, 5, 1, 1)) {
      for (int i = 0; i < 3; i++) {
        Batch batch = reader.next();
        assertThat(batch.count()).isEqualTo(i < 2 ? 5 : 3);
        assertThat(batch.inputs().isDirect()).isTrue();
        assertThat(batch.inputs().order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(batch.inputs().remaining()).isEqualTo(batch.count() * SHAPE.elements());
        assertThat(batch.tensors().get(0).asFloatBuffer().remaining())
            .isEqualTo(5 * SHAPE.elements());
        for (int k = batch.count() * SHAPE.elements(); k < 5 * SHAPE.elements(); k++) {
          assertThat(batch.tensors().get(0).asFloatBuffer().get(k)).isZero();
        }
        batch.close();
        assertThatThrownBy(batch::inputs).isInstanceOf(IllegalStateException.class);
      }
      assertThat(reader.next()).isNull();
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void readsAnyStretchOfAPlan() {
    try (ImageDataSet data = open(100)) {
      BatchPlan plan = BatchPlan.of(Selection.ALL.positions(data), 7);
      InputShape input = new InputShape(Layout.NCHW, SHAPE);
      BatchReader.Ahead ahead = new BatchReader.Ahead(2, 3);
      List<float[]> all;
      try (BatchReader reader = BatchReader.open(data, plan, HOW, input, ahead)) {
        all = TestData.readAll(reader);
      }
      try (BatchReader reader = BatchReader.open(data, plan, 4, 9, HOW, input, ahead)) {
        List<float[]> some = TestData.readAll(reader);
        assertThat(some).hasSize(9);
        for (int b = 4; b < 9; b++) {
          assertThat(some.get(b)).isEqualTo(all.get(b));
        }
      }
      try (BatchReader reader = BatchReader.open(data, plan, 3, 3, HOW, input, ahead)) {
        assertThat(reader.next()).isNull();
      }
    }
  }

  @Test
  void tellsOfAFileThatGotShorterWhileItWasRead() throws IOException {
    List<PixelImage> images = TestData.images(new Random(SEED), 300, SHAPE);
    TestData.writeIdx(folder, images, TestData.labels(300, 10), "");
    Path file = folder.resolve("t10k-images-idx3-ubyte");
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 4000));
      try (BatchReader reader = start(data, 10, 2, 3)) {
        assertThatThrownBy(() -> TestData.readAll(reader))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("was changed while it was in use");
        assertThatThrownBy(reader::next).isInstanceOf(DataException.class);
      }
    }
    assertThat(decodingThreads()).isEmpty();
  }

  @Test
  void refusesWhatCannotBeRead() {
    try (ImageDataSet data = open(10)) {
      assertThatThrownBy(() -> start(data, 10, 0, 1)).isInstanceOf(DataException.class);
      assertThatThrownBy(() -> start(data, 100_000_000, 1, 1))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("smaller `batch`");
      BatchPlan plan = BatchPlan.of(new int[] {1, 2}, 2);
      InputShape input = new InputShape(Layout.NCHW, SHAPE);
      Preprocessing three = HOW.withMean(List.of(0.1, 0.2, 0.3));
      assertThatThrownBy(
              () -> BatchReader.open(data, plan, three, input, new BatchReader.Ahead(1, 1)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("3 values for the mean");
      assertThat(decodingThreads()).isEmpty();
    }
  }
}
