package io.entroscope.data.format.slice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.ReadOptions;
import io.entroscope.data.Split;
import io.entroscope.data.TestData;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.batch.BatchReader;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.cifar.CifarFiles;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.PixelImage;
import io.entroscope.data.image.Preprocessing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices of datasets, sent through serialization, against the datasets they are of. */
class DataSliceTest {
  private static final ImageShape GREY = new ImageShape(1, 5, 7);
  private static final BatchReader.Ahead AHEAD = new BatchReader.Ahead(2, 3);

  @TempDir private Path folder;

  private final Random random = new Random(20260107);

  @SuppressWarnings("unchecked")
  private static <T> T sent(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }

  /** Three slices of the images at every other position give the batches that the whole gives. */
  private static void assertSlicesEqualTheWhole(DataSpec spec) throws Exception {
    try (ImageDataSet whole = DataSets.open(spec)) {
      int[] positions = IntStream.range(0, whole.size()).filter(i -> i % 2 == 0).toArray();
      InputShape input = new InputShape(Layout.NCHW, whole.shape());
      BatchPlan plan = BatchPlan.of(positions, 4);
      List<float[]> expected;
      try (BatchReader reader =
          BatchReader.open(whole, plan, Preprocessing.DEFAULT, input, AHEAD)) {
        expected = TestData.readAll(reader);
      }
      List<float[]> found = new ArrayList<>();
      for (int part = 0; part < 3; part++) {
        int from = plan.batches() * part / 3;
        int to = plan.batches() * (part + 1) / 3;
        int[] own =
            IntStream.range(from, to).flatMap(b -> IntStream.of(plan.positions(b))).toArray();
        DataFacts facts = sent(DataFacts.of(whole));
        try (ImageDataSet slice = sent(DataSlice.of(whole, own)).open(facts, Path::of);
            BatchReader reader =
                BatchReader.open(
                    slice,
                    BatchPlan.part(plan.images(), 4, 4 * from, own),
                    from,
                    to,
                    Preprocessing.DEFAULT,
                    input,
                    AHEAD)) {
          found.addAll(TestData.readAll(reader).subList(from, to));
          for (int position : own) {
            assertThat(slice.label(position)).isEqualTo(whole.label(position));
            assertThat(slice.describe(position)).isEqualTo(whole.describe(position));
            assertThat(slice.name(position)).isEqualTo(whole.name(position));
          }
          assertThat(slice.classNames()).isEqualTo(whole.classNames());
        }
      }
      assertThat(found).hasSameSizeAs(expected);
      for (int batch = 0; batch < expected.size(); batch++) {
        assertThat(found.get(batch)).as("batch %d", batch).isEqualTo(expected.get(batch));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void ofIdx(String suffix) throws Exception {
    List<PixelImage> images = TestData.images(random, 61, GREY);
    TestData.writeIdx(folder, images, TestData.labels(61, 3), suffix);
    assertSlicesEqualTheWhole(DataSpec.of(folder));
    assertSlicesEqualTheWhole(DataSpec.of(folder).withTranspose(true));
  }

  @Test
  void ofCifar() throws Exception {
    for (int file = 1; file <= 3; file++) {
      byte[] records = new byte[9 * (1 + CifarFiles.PIXELS)];
      random.nextBytes(records);
      for (int i = 0; i < 9; i++) {
        records[i * (1 + CifarFiles.PIXELS)] = (byte) i;
      }
      Files.write(folder.resolve("data_batch_" + file + ".bin"), records);
    }
    assertSlicesEqualTheWhole(DataSpec.of(folder).withSplit(Split.TRAIN));
  }

  @Test
  void ofFolders() throws Exception {
    Path set = folder.resolve("a set");
    TestData.writeFolder(
        set.resolve("test"), TestData.images(random, 43, GREY), List.of("cat", "Hündchen", "x y"));
    assertSlicesEqualTheWhole(DataSpec.of(set));
  }

  @Test
  void namesTheCorruptImageAsTheWholeDoes() throws Exception {
    TestData.writeFolder(folder, TestData.images(random, 6, GREY), List.of("a", "b"));
    Files.writeString(folder.resolve("b/0003.png"), "no image");
    try (ImageDataSet whole = DataSets.open(DataSpec.of(folder))) {
      int[] all = IntStream.range(0, 6).toArray();
      ImageDataSet slice = DataSlice.of(whole, all).open(DataFacts.of(whole), Path::of);
      assertThatThrownBy(() -> slice.image(4))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(folder.resolve("b/0003.png").toString());
      assertThatThrownBy(() -> whole.image(4))
          .hasMessage(
              org.assertj.core.api.Assertions.catchThrowable(() -> slice.image(4)).getMessage());
    }
  }

  @Test
  void refusesArchives() throws IOException {
    Path zip = folder.resolve("set.zip");
    try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
      for (String name : List.of("a/1.png", "b/1.png")) {
        out.putNextEntry(new java.util.zip.ZipEntry(name));
        out.write(TestData.images(random, 1, GREY).get(0).png());
      }
    }
    try (ImageDataSet data = DataSets.open(DataSpec.of(zip))) {
      assertThatThrownBy(() -> DataSlice.of(data, new int[] {0}))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("unpack it");
    }
  }

  @Test
  void suppliedImagesAreDecodedAsFilesAre() throws Exception {
    List<PixelImage> images = TestData.images(random, 5, GREY);
    DataFacts facts =
        sent(
            new DataFacts(
                Format.PARQUET, Split.TEST, List.of("a", "b"), true, null, ReadOptions.DEFAULT));
    ImageSupply supply =
        new ImageSupply() {
          @Override
          public int size() {
            return 5;
          }

          @Override
          public int label(int position) {
            return position % 2;
          }

          @Override
          public Optional<String> name(int position) {
            return Optional.empty();
          }

          @Override
          public String describe(int position) {
            return "row " + position;
          }

          @Override
          public boolean concurrent() {
            return true;
          }

          @Override
          public byte[] read(int position) throws IOException {
            if (position == 3) {
              throw new IOException("the row has no bytes");
            }
            return images.get(position).png();
          }
        };
    try (ImageDataSet data = DataSets.supplied(folder, facts, supply)) {
      assertThat(data.shape()).isEqualTo(GREY);
      assertThat(data.image(2).values()).isEqualTo(images.get(2).values());
      assertThat(data.classCounts()).containsExactly(3, 2);
      assertThatThrownBy(() -> data.image(3))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("row 3 cannot be decoded")
          .hasMessageContaining("no bytes");
    }
  }
}
