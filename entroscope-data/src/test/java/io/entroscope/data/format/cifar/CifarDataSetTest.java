package io.entroscope.data.format.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.TestData;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarDataSetTest {
  private static final ImageShape SHAPE = new ImageShape(3, 32, 32);

  @TempDir Path folder;

  /** Writes images in records: the labels, the three planes. */
  private static void write(Path file, List<PixelImage> images, int[]... labels)
      throws IOException {
    int record = labels.length + SHAPE.elements();
    byte[] bytes = new byte[images.size() * record];
    for (int i = 0; i < images.size(); i++) {
      for (int k = 0; k < labels.length; k++) {
        bytes[i * record + k] = (byte) labels[k][i];
      }
      System.arraycopy(
          images.get(i).values(), 0, bytes, i * record + labels.length, SHAPE.elements());
    }
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  @Test
  void readsCifar10() throws IOException {
    Path inner = folder.resolve("cifar-10-batches-bin");
    List<PixelImage> images = TestData.images(new Random(2), 48, SHAPE);
    for (int b = 1; b <= 5; b++) {
      List<PixelImage> part = images.subList(8 * b - 8, 8 * b);
      write(inner.resolve("data_batch_" + b + ".bin"), part, TestData.labels(8, 10));
    }
    write(inner.resolve("test_batch.bin"), images.subList(40, 48), TestData.labels(8, 8));
    Files.writeString(inner.resolve("batches.meta.txt"), "p\nq\nr\ns\nt\nu\nv\nw\nx\ny\n\n");
    for (Path path : List.of(folder, inner)) {
      try (ImageDataSet train = DataSets.open(DataSpec.of(path).withSplit(Split.TRAIN));
          ImageDataSet test = DataSets.open(DataSpec.of(path))) {
        assertThat(train.format()).isEqualTo(Format.CIFAR);
        assertThat(train.size()).isEqualTo(40);
        assertThat(train.shape()).isEqualTo(SHAPE);
        assertThat(train.notes()).isEmpty();
        assertThat(test.size()).isEqualTo(8);
        assertThat(test.classNames()).startsWith("p", "q").hasSize(10);
        for (int i = 0; i < 40; i++) {
          assertThat(train.label(i)).isEqualTo(i % 8);
          assertThat(train.image(i).values()).isEqualTo(images.get(i).values());
        }
        assertThat(test.image(7).values()).isEqualTo(images.get(47).values());
      }
    }
    Files.delete(inner.resolve("data_batch_3.bin"));
    Files.delete(inner.resolve("batches.meta.txt"));
    try (ImageDataSet train = DataSets.open(DataSpec.of(inner).withSplit(Split.TRAIN))) {
      assertThat(train.size()).isEqualTo(32);
      assertThat(train.image(16).values()).isEqualTo(images.get(24).values());
      assertThat(train.notes())
          .containsExactly("only 4 of the 5 training files of CIFAR-10 are there");
      assertThat(train.classNames()).startsWith("airplane", "automobile");
    }
  }

  @Test
  void readsCifar100WithFineOrCoarseClasses() throws IOException {
    List<PixelImage> images = TestData.images(new Random(2), 11, SHAPE);
    int[] fine = IntStream.range(0, 11).map(i -> 9 * i).toArray();
    int[] coarse = IntStream.range(0, 11).map(i -> 19 - i).toArray();
    write(folder.resolve("test.bin"), images, coarse, fine);
    String names = String.join("\n", IntStream.range(0, 100).mapToObj(i -> "fine" + i).toList());
    Files.writeString(folder.resolve("fine_label_names.txt"), names);
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder));
        ImageDataSet wide = DataSets.open(DataSpec.of(folder).withCoarseLabels(true))) {
      assertThat(data.classNames()).hasSize(100).contains("fine90");
      assertThat(wide.classNames()).hasSize(20).contains("19");
      for (int i = 0; i < 11; i++) {
        assertThat(data.label(i)).isEqualTo(fine[i]);
        assertThat(wide.label(i)).isEqualTo(coarse[i]);
        assertThat(data.image(i).values()).isEqualTo(images.get(i).values());
      }
      assertThatThrownBy(() -> data.requireLabelsBelow(new int[] {2, 3}, 20))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("label 27 ('fine27')", "image 3 of", "20 outputs", "`coarse`");
    }
  }

  @Test
  void readsOneFile() throws IOException {
    List<PixelImage> images = TestData.images(new Random(2), 5, SHAPE);
    write(folder.resolve("some.dat"), images, TestData.labels(5, 5));
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder.resolve("some.dat")))) {
      assertThat(data.format()).isEqualTo(Format.CIFAR);
      assertThat(data.image(4).values()).isEqualTo(images.get(4).values());
      float[] values = TestData.read(data, new InputShape(Layout.NHWC, SHAPE)).get(0);
      InputShape row = new InputShape(Layout.FLAT, SHAPE).flattened(FlatOrder.HWC);
      assertThat(TestData.read(data, row).get(0)).isEqualTo(values);
      for (int c = 0; c < 3; c++) {
        float expected = (float) (images.get(2).value(c, 1, 5) / 255.0);
        assertThat(values[2 * 3072 + (32 + 5) * 3 + c]).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesFilesThatAreNotWhole() throws IOException {
    List<PixelImage> images = TestData.images(new Random(2), 3, SHAPE);
    Path file = folder.resolve("test_batch.bin");
    write(file, images, new int[] {1, 2, 3});
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 1000));
    assertRefused(Optional.empty(), "8219 bytes", "3073", "cut off");
    whole[3073] = 10;
    Files.write(file, whole);
    assertRefused(Optional.empty(), "label 10 of image 1", "not below 10");
    Files.write(file, new byte[0]);
    assertRefused(Optional.empty(), "0 bytes");
    assertRefused(Optional.of(Split.TRAIN), "no train split", "it has test");
  }

  @Test
  void refusesCoarseLabelsWhereThereAreNone() throws IOException {
    write(folder.resolve("test_batch.bin"), TestData.images(new Random(2), 3, SHAPE), new int[3]);
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(folder).withCoarseLabels(true)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("only CIFAR-100");
  }

  private void assertRefused(Optional<Split> split, String... parts) {
    DataSpec spec = DataSpec.of(folder).withSplit(split.orElse(Split.TEST));
    assertThatThrownBy(() -> DataSets.open(spec))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }
}
