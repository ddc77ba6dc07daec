package io.entroscope.data.format.table;

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
import io.entroscope.data.image.PixelImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelTableDataSetTest {
  private static final ImageShape SHAPE = new ImageShape(1, 3, 3);
  private static final List<PixelImage> IMAGES = TestData.images(new Random(4), 5, SHAPE);

  @TempDir Path folder;

  private static String table(String pattern, int first, String end) {
    StringBuilder text = new StringBuilder("label");
    for (int k = 0; k < 9; k++) {
      text.append(',').append(String.format(pattern, k + first, k % 3 + 1));
    }
    for (int i = 0; i < IMAGES.size(); i++) {
      text.append(end).append(2 * i);
      for (byte value : IMAGES.get(i).values()) {
        text.append(',').append(value & 0xFF);
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({"pixel%d, 0, unix", "pixel%d, 1, windows", "%dx%d, 1, unix", "\"pixel%d\", 0, unix"})
  void readsTablesAsKaggleHasThem(String pattern, int first, String system) throws IOException {
    String end = system.equals("unix") ? "\n" : "\r\n";
    Path file = folder.resolve("mnist_test.csv");
    Files.writeString(file, table(pattern, first, end) + end);
    Files.writeString(folder.resolve("sample_submission.csv"), "ImageId,Label\n1,0\n");
    for (Path path : List.of(folder, file)) {
      try (ImageDataSet data = DataSets.open(DataSpec.of(path))) {
        assertThat(data.format()).isEqualTo(Format.CSV);
        assertThat(data.shape()).isEqualTo(SHAPE);
        assertThat(data.size()).isEqualTo(5);
        assertThat(data.classNames()).hasSize(9);
        for (int i = 0; i < 5; i++) {
          assertThat(data.label(i)).isEqualTo(2 * i);
          assertThat(data.image(i).values()).isEqualTo(IMAGES.get(i).values());
        }
      }
    }
    assertRefused(folder, Split.TRAIN, "no train split", "it has test");
  }

  @Test
  void knowsTheClassesOfFashionMnist() throws IOException {
    Path file = folder.resolve("fashion-mnist_train.csv");
    Files.writeString(file, table("pixel%d", 1, "\n"));
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder).withSplit(Split.TRAIN))) {
      assertThat(data.classNames()).hasSize(10).contains("Trouser");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7,1,2,3",
        "7,1,2,3,4,5",
        "7,1,2,3,256",
        "7,1,,3,4",
        "7,1,-2,3,4",
        "7,1.5,2,3,4",
        "x,1,2,3,4",
        "99999999999,1,2,3,4"
      })
  void namesTheLineThatIsNone(String row) throws IOException {
    Path file = folder.resolve("train.csv");
    Files.writeString(file, "label,pixel0,pixel1,pixel2,pixel3\n1,2,3,4,5\n" + row + "\n");
    assertRefused(file, Split.TRAIN, "line 3 of " + file);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pixel0,pixel1,pixel2,pixel3|no labels",
        "label,pixel0,pixel1,pixel2|no square image",
        "label,pixel0,pixel1,pixel2,pixel3|names of columns alone",
        "label,id,pixel0,pixel1,pixel2,pixel3|leave 'id' out"
      })
  void refusesOtherTables(String head, String part) throws IOException {
    Path file = folder.resolve("train.csv");
    Files.writeString(file, head + "\n");
    assertRefused(file, Split.TRAIN, part);
  }

  private static void assertRefused(Path path, Split split, String... parts) {
    assertThatThrownBy(() -> DataSets.open(DataSpec.of(path).withSplit(split)))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .message()
        .doesNotContain("\n");
  }
}
