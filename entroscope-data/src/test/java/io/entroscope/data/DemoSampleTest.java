package io.entroscope.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.ImageShape;
import io.entroscope.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoSampleTest {
  private static final Path SHIPPED = Path.of("..", "demo", "mnist-sample");

  @TempDir Path folder;

  @Test
  void holdsAHundredImagesOfEachDigit() {
    try (ImageDataSet data = DataSets.open(DataSpec.of(SHIPPED))) {
      assertThat(data.size()).isEqualTo(1000);
      assertThat(data.shape()).isEqualTo(new ImageShape(1, 28, 28));
      assertThat(data.classCounts()).containsOnly(100).hasSize(10);
    }
  }

  @Test
  void isTheChoiceFromMnistThatItsDescriptionSays() throws IOException {
    DemoSample.write(SharedFiles.of("data/mnist"), folder);
    try (ImageDataSet shipped = DataSets.open(DataSpec.of(SHIPPED));
        ImageDataSet again = DataSets.open(DataSpec.of(folder))) {
      assertThat(again.size()).isEqualTo(shipped.size());
      for (int position = 0; position < shipped.size(); position++) {
        assertThat(again.label(position)).isEqualTo(shipped.label(position));
        assertThat(again.image(position).values()).isEqualTo(shipped.image(position).values());
      }
    }
  }

  @Test
  void doesNotFavourAnyPartOfMnist() {
    try (ImageDataSet mnist = DataSets.open(DataSpec.of(SharedFiles.of("data/mnist")))) {
      int[] positions = DemoSample.CHOICE.positions(mnist);
      int[] fifths = new int[5];
      for (int position : positions) {
        fifths[position / 2000]++;
      }
      // 200 are expected of each, with a standard deviation of 12.6.
      for (int count : fifths) {
        assertThat(count).isBetween(150, 250);
      }
    }
  }
}
