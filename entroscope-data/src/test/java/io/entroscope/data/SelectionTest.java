package io.entroscope.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectionTest {
  private static final int IMAGES = 103;

  @TempDir Path folder;
  private ImageDataSet data;

  /** 103 images of the classes 0 to 4, of which 0, 1 and 2 have 21 and 3 and 4 have 20. */
  @BeforeEach
  void write() throws IOException {
    List<PixelImage> images = TestData.images(new Random(3), IMAGES, new ImageShape(1, 2, 2));
    TestData.writeIdx(folder, images, TestData.labels(IMAGES, 5), "");
    Files.writeString(folder.resolve("classes.txt"), "ant\nbee\ncat\ndog\n7\nempty\n");
    data = DataSets.open(DataSpec.of(folder));
  }

  @AfterEach
  void close() {
    data.close();
  }

  private static long order(long seed, int position) {
    return PositionHash.hash(seed, position) + Long.MIN_VALUE;
  }

  @Test
  void takesClassesByNameOrIndex() {
    for (String name : List.of("bee", "BEE", "1", " bee ")) {
      int[] chosen = Selection.ALL.withClasses(List.of(name)).positions(data);
      assertThat(chosen).isEqualTo(IntStream.range(0, IMAGES).filter(i -> i % 5 == 1).toArray());
    }
    // A name comes before an index.
    assertThat(Selection.ALL.withClasses(List.of("7")).positions(data))
        .isEqualTo(IntStream.range(0, IMAGES).filter(i -> i % 5 == 4).toArray());
    assertThat(Selection.ALL.withClasses(List.of("ant", "dog")).positions(data))
        .hasSize(41)
        .isSorted();
  }

  @Test
  void refusesUnknownAndEmptyClasses() {
    assertThatThrownBy(() -> Selection.ALL.withClasses(List.of("bea")).positions(data))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'bea'", "bee");
    assertThatThrownBy(() -> Selection.ALL.withClasses(List.of("6")).positions(data))
        .isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Selection.ALL.withClasses(List.of("empty")).positions(data))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'empty'", "no images");
    assertThatThrownBy(() -> Selection.ALL.positions(data))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'empty'", "`classes`");
  }

  @Test
  void takesEqualNumbersOfTheSmallestHashes() {
    List<String> classes = List.of("ant", "cat", "7");
    int[] chosen = Selection.ALL.withClasses(classes).withPerClass(6).withSeed(17).positions(data);
    assertThat(chosen).hasSize(18).isSorted();
    for (int label : new int[] {0, 2, 4}) {
      int[] expected =
          IntStream.range(0, IMAGES)
              .filter(i -> data.label(i) == label)
              .boxed()
              .sorted(Comparator.comparingLong(i -> order(17, i)))
              .limit(6)
              .mapToInt(Integer::intValue)
              .sorted()
              .toArray();
      assertThat(Arrays.stream(chosen).filter(i -> data.label(i) == label).toArray())
          .isEqualTo(expected);
    }
  }

  @Test
  void refusesMoreThanAClassHas() {
    Selection five = Selection.ALL.withClasses(List.of("0", "1", "2", "3", "4"));
    assertThat(five.withPerClass(20).positions(data)).hasSize(100);
    assertThatThrownBy(() -> five.withPerClass(21).positions(data))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("'dog'", "only 20");
  }

  @Test
  void limitsByHashSoThatMoreImagesIncludeTheFewer() {
    Selection all = Selection.ALL.withClasses(List.of("0", "1", "2", "3", "4")).withSeed(5);
    int[] ten = all.withLimit(10).positions(data);
    int[] thirty = all.withLimit(30).positions(data);
    assertThat(ten).hasSize(10).isSorted();
    assertThat(thirty).hasSize(30).isSorted().contains(ten);
    assertThat(all.withLimit(1000).positions(data)).hasSize(IMAGES);
    assertThat(all.withSeed(6).withLimit(10).positions(data)).isNotEqualTo(ten);
    assertThat(all.withPerClass(3).withLimit(4).positions(data)).hasSize(4);
  }

  @Test
  void refusesNumbersThatLeaveNothing() {
    assertThatThrownBy(() -> Selection.ALL.withLimit(0)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> Selection.ALL.withPerClass(-1)).isInstanceOf(DataException.class);
  }
}
