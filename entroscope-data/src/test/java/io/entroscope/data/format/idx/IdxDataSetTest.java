package io.entroscope.data.format.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Split;
import io.entroscope.data.TestData;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.InputShape;
import io.entroscope.data.image.Layout;
import io.entroscope.data.image.PixelImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxDataSetTest {
  private static final ImageShape SHAPE = new ImageShape(1, 5, 3);
  private static final int COUNT = 37;
  private static final String IMAGES = "t10k-images-idx3-ubyte";
  private static final String LABELS = "t10k-labels-idx1-ubyte";

  @TempDir Path folder;

  private final List<PixelImage> images = TestData.images(new Random(8), COUNT, SHAPE);
  private final int[] labels = TestData.labels(COUNT, 10);

  private void write(String imageFile, String labelFile) throws IOException {
    Files.createDirectories(folder.resolve(imageFile).getParent());
    Files.createDirectories(folder.resolve(labelFile).getParent());
    IdxWriter.writeImages(folder.resolve(imageFile), images);
    IdxWriter.writeLabels(folder.resolve(labelFile), labels);
  }

  private void assertWhole(ImageDataSet data) {
    assertThat(data.format()).isEqualTo(Format.IDX);
    assertThat(data.size()).isEqualTo(COUNT);
    assertThat(data.shape()).isEqualTo(SHAPE);
    // Forwards, then backwards, which starts a compressed file anew.
    for (int position : new int[] {0, 1, 17, 36, 36, 5}) {
      assertThat(data.label(position)).isEqualTo(labels[position]);
      assertThat(data.image(position).values()).isEqualTo(images.get(position).values());
      assertThat(data.name(position)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz",
    "t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte",
    "t10k-images.idx3-ubyte, t10k-labels.idx1-ubyte",
    "emnist-digits-test-images-idx3-ubyte.gz, emnist-digits-test-labels-idx1-ubyte.gz",
    "test_images, test_labels",
    "images-idx3-ubyte, labels-idx1-ubyte",
    "MNIST/raw/t10k-images-idx3-ubyte, MNIST/raw/t10k-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte/t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte/t10k-labels-idx1-ubyte"
  })
  void findsThePairUnderItsUsualNames(String imageFile, String labelFile) throws IOException {
    write(imageFile, labelFile);
    for (Path path : List.of(folder, folder.resolve(imageFile), folder.resolve(labelFile))) {
      for (DataSpec spec : List.of(DataSpec.of(path), DataSpec.of(path).withFormat(Format.IDX))) {
        try (ImageDataSet data = DataSets.open(spec)) {
          if (imageFile.startsWith("emnist")) {
            assertThat(data.image(3).values()).isEqualTo(images.get(3).transposed().values());
            assertThat(data.notes()).hasSize(1);
          } else {
            assertWhole(data);
            assertThat(data.notes()).isEmpty();
          }
        }
      }
    }
  }

  @Test
  void imagesWithoutLabelsAreOfOneClass() throws IOException {
    write(IMAGES, LABELS);
    Path alone = folder.resolve("new-images-idx3-ubyte");
    IdxWriter.writeImages(alone, images.subList(0, 9));
    try (ImageDataSet data = DataSets.openUnlabelledImages(DataSpec.of(alone));
        ImageDataSet pair = DataSets.openUnlabelledImages(DataSpec.of(folder.resolve(IMAGES)));
        ImageDataSet said = DataSets.open(DataSpec.of(alone).withUnlabelled(true))) {
      assertThat(data.isLabelled()).isFalse();
      assertThat(data.classNames()).containsExactly("all");
      assertThat(data.size()).isEqualTo(9);
      assertThat(data.label(8)).isZero();
      assertThat(data.image(8).values()).isEqualTo(images.get(8).values());
      assertThat(said.size()).isEqualTo(9);
      assertThat(pair.isLabelled()).isTrue();
    }
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(alone)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no file of labels belongs to");
  }

  @Test
  void labelsThatBelongToNoImagesAreNotPassedOver() throws IOException {
    IdxWriter.writeImages(folder.resolve("digits-idx3-ubyte"), images);
    IdxWriter.writeLabels(folder.resolve("numbers-idx1-ubyte"), labels);
    assertThatThrownBy(() -> DataSets.openUnlabelledImages(DataSpec.of(folder)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no file of labels belongs to");
  }

  @Test
  void choosesTheSplitByName() throws IOException {
    write(IMAGES, LABELS);
    IdxWriter.writeImages(folder.resolve("train-images-idx3-ubyte"), images.subList(0, 9));
    IdxWriter.writeLabels(folder.resolve("train-labels-idx1-ubyte"), Arrays.copyOf(labels, 9));
    try (ImageDataSet test = DataSets.open(DataSpec.of(folder));
        ImageDataSet train = DataSets.open(DataSpec.of(folder).withSplit(Split.TRAIN));
        ImageDataSet file = DataSets.open(DataSpec.of(folder.resolve("train-images-idx3-ubyte")))) {
      assertThat(test.size()).isEqualTo(COUNT);
      assertThat(train.size()).isEqualTo(9);
      assertThat(file.size()).isEqualTo(9);
      assertThat(file.split()).isEqualTo(Split.TRAIN);
    }
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(folder).withSplit(Split.VAL)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("no val split", "it has test, train");
  }

  @Test
  void asksWhichIfThereAreSeveral() throws IOException {
    write("emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte");
    write("emnist-digits-test-images-idx3-ubyte", "emnist-digits-test-labels-idx1-ubyte");
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(folder)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("emnist-letters", "emnist-digits", "name the one");
  }

  @Test
  void knowsTheNamesOfClasses() throws IOException {
    write("fashion-mnist/" + IMAGES, "fashion-mnist/" + LABELS);
    write("mnist/" + IMAGES, "mnist/" + LABELS);
    write("own/" + IMAGES, "own/" + LABELS);
    Files.writeString(folder.resolve("own/classes.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
    try (ImageDataSet fashion = DataSets.open(DataSpec.of(folder.resolve("fashion-mnist")));
        ImageDataSet mnist = DataSets.open(DataSpec.of(folder.resolve("mnist")));
        ImageDataSet own = DataSets.open(DataSpec.of(folder.resolve("own")))) {
      assertThat(fashion.classNames()).hasSize(10).contains("Ankle boot", "T-shirt/top");
      assertThat(fashion.namesClasses()).isTrue();
      assertThat(mnist.classNames())
          .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
      assertThat(mnist.namesClasses()).isFalse();
      assertThat(own.classNames()).startsWith("a", "b").endsWith("j").hasSize(10);
    }
    Files.writeString(folder.resolve("own/classes.txt"), "a\nb\n");
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(folder.resolve("own"))))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("label 9", "2 classes");
  }

  @Test
  void showsEmnistUprightAndFeedsItAsStoredUnlessAskedOtherwise() throws IOException {
    write("emnist-letters-test-images-idx3-ubyte.gz", "emnist-letters-test-labels-idx1-ubyte.gz");
    try (ImageDataSet stored = DataSets.open(DataSpec.of(folder));
        ImageDataSet upright = DataSets.open(DataSpec.of(folder).withTranspose(true))) {
      assertThat(stored.shape()).isEqualTo(SHAPE);
      assertThat(upright.shape()).isEqualTo(new ImageShape(1, 3, 5));
      assertThat(stored.notes().get(0)).contains("as they are stored");
      assertThat(upright.notes().get(0)).contains("upright");
      for (int position = 0; position < COUNT; position++) {
        byte[] seen = images.get(position).transposed().values();
        assertThat(stored.image(position).values()).isEqualTo(seen);
        assertThat(upright.image(position).values()).isEqualTo(seen);
      }
      InputShape input = new InputShape(Layout.FLAT, SHAPE);
      float[] asStored = TestData.read(stored, input).get(0);
      assertThat(asStored[1]).isEqualTo((float) (images.get(0).value(0, 0, 1) / 255.0));
      InputShape turned = new InputShape(Layout.FLAT, SHAPE.transposed());
      float[] asUpright = TestData.read(upright, turned).get(0);
      assertThat(asUpright[1]).isEqualTo((float) (images.get(0).value(0, 1, 0) / 255.0));
      // The labels of the letters start at 1: what is called 0 is not a class.
      assertThat(stored.classNames()).startsWith("N/A", "A", "B").hasSize(27);
      assertThatThrownBy(() -> stored.requireLabelsBelow(new int[] {0, 9}, 9))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("label 9 ('I')", "image 9 of", "9 outputs", "from 1");
    }
  }

  @Test
  void refusesFilesThatDoNotBelongTogether() throws IOException {
    write(IMAGES, LABELS);
    IdxWriter.writeLabels(folder.resolve(LABELS), Arrays.copyOf(labels, 36));
    assertRefused("37 images", "36 labels");
    Files.delete(folder.resolve(LABELS));
    assertRefused("no file of labels");
    IdxWriter.writeLabels(folder.resolve("other-labels-idx1-ubyte"), labels);
    assertRefused("no file of labels");
  }

  private void assertRefused(String... parts) {
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(folder)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesAPlainFileOfTheWrongLength() throws IOException {
    write(IMAGES, LABELS);
    byte[] whole = Files.readAllBytes(folder.resolve(IMAGES));
    Files.write(folder.resolve(IMAGES), Arrays.copyOf(whole, whole.length - 1));
    assertRefused("cut off", "570 of 571 bytes");
    Files.write(folder.resolve(IMAGES), Arrays.copyOf(whole, 10));
    assertRefused("cut off", "header");
    Files.write(folder.resolve(IMAGES), Arrays.copyOf(whole, whole.length + 1));
    assertRefused("holds more than the 37 records");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.5, 0.9, 0.999})
  void refusesATruncatedGzip(double part) throws IOException {
    write(IMAGES + ".gz", LABELS + ".gz");
    for (String name : List.of(IMAGES + ".gz", LABELS + ".gz")) {
      Path file = folder.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, (int) (whole.length * part)));
      assertThatThrownBy(() -> DataSets.open(DataSpec.of(file)))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("cut off", "download or copy it again");
      Files.write(file, whole);
    }
  }

  @Test
  void refusesADamagedGzipAtTheLatestWhenItIsRead() throws IOException {
    write(IMAGES + ".gz", LABELS + ".gz");
    Path file = folder.resolve(IMAGES + ".gz");
    byte[] whole = Files.readAllBytes(file);
    // In the checksum, which only the end of reading can compare.
    whole[whole.length - 6] ^= 1;
    Files.write(file, whole);
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      assertThatThrownBy(() -> TestData.read(data, new InputShape(Layout.NHW, SHAPE)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("damaged");
    }
  }

  @Test
  void readsAGzipOfSeveralMembers() throws IOException {
    write(IMAGES, LABELS);
    byte[] whole = Files.readAllBytes(folder.resolve(IMAGES));
    Files.delete(folder.resolve(IMAGES));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream first = new GZIPOutputStream(bytes)) {
      first.write(whole, 0, 200);
    }
    try (GZIPOutputStream second = new GZIPOutputStream(bytes)) {
      second.write(whole, 200, whole.length - 200);
    }
    Files.write(folder.resolve(IMAGES + ".gz"), bytes.toByteArray());
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      assertWhole(data);
    }
  }

  @Test
  void refusesAHeaderOfImpossibleNumbers() throws IOException {
    write(IMAGES, LABELS);
    byte[] whole = Files.readAllBytes(folder.resolve(IMAGES));
    for (int at : new int[] {4, 8, 12}) {
      byte[] damaged = whole.clone();
      damaged[at] = 0x7F;
      Files.write(folder.resolve(IMAGES), damaged);
      assertRefused(IMAGES);
      damaged[at] = (byte) 0x80;
      Files.write(folder.resolve(IMAGES), damaged);
      assertRefused("which cannot be");
    }
  }

  @Test
  void refusesOtherTypesOfValues() throws IOException {
    write(IMAGES, LABELS);
    byte[] whole = Files.readAllBytes(folder.resolve(IMAGES));
    whole[2] = 13;
    Files.write(folder.resolve(IMAGES), whole);
    assertRefused("type 13", "unsigned bytes");
  }

  @Test
  void writesOnlyWhatTheFormatHolds() {
    Path file = folder.resolve("x");
    assertThatThrownBy(() -> IdxWriter.writeLabels(file, new int[] {256}))
        .isInstanceOf(DataException.class);
    List<PixelImage> colour = TestData.images(new Random(1), 1, new ImageShape(3, 2, 2));
    assertThatThrownBy(() -> IdxWriter.writeImages(file, colour)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> IdxWriter.writeLabels(folder, labels))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cannot write");
    assertThat(folder).isEmptyDirectory();
  }
}
