package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.data.image.PixelImage;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels that count from 1, for a model whose outputs count from 0. */
class LabelsFromOneTest {
  private static final int IMAGES = 120;
  private static final int OUTPUTS = 3;
  private static final AnalysisOptions DEFAULT = AnalysisOptions.builder().build();

  @TempDir private Path folder;

  private final Random random = new Random(31);
  private final Network network = Network.random(random, 2, Fixtures.PIXELS, 5, OUTPUTS);
  private final List<PixelImage> images = Fixtures.images(random, IMAGES);

  /** What the model says of the images, so that right labels have an accuracy of 1. */
  private final int[] right = network.labels(images);

  private int[] fromOne() {
    return Arrays.stream(right).map(label -> label + 1).toArray();
  }

  private AnalysisResult analyze(DataSpec spec) {
    try (DataSet data = DataSets.openAny(spec)) {
      return Analyzer.analyze(network.model(), data, DEFAULT);
    }
  }

  private void assertShifted(DataSpec spec, String... names) {
    AnalysisResult result = analyze(spec);
    assertThat(result.accuracy()).isEqualTo(1);
    assertThat(result.data().classes()).containsExactly(names);
    assertThat(result.settings().options().at("/read/labelsFromOne").asBoolean()).isTrue();
    assertThat(result.caveats()).anyMatch(caveat -> caveat.text().contains("count from 1"));
  }

  @Test
  void countFromOneInIdxFiles() {
    Fixtures.write(folder, images, fromOne());
    assertShifted(DataSpec.of(folder), "1", "2", "3");
  }

  @Test
  void countFromOneInAnalysesOfOutputsAlone() {
    Fixtures.write(folder, images, fromOne());
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      OutputPlan.of(network.model(), data, DEFAULT, true);
      assertThat(IntStream.range(0, IMAGES).map(data::label).toArray()).containsExactly(right);
    }
  }

  @Test
  void countFromOneInArraysThatAreImages() {
    byte[] pixels = new byte[IMAGES * Fixtures.PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i % Fixtures.PIXELS;
      pixels[i] =
          (byte)
              images
                  .get(i / Fixtures.PIXELS)
                  .value(0, pixel / Fixtures.SIDE, pixel % Fixtures.SIDE);
    }
    int[] shape = {IMAGES, Fixtures.SIDE, Fixtures.SIDE};
    NpyWriter.bytes(folder.resolve("x.npy"), shape, pixels);
    NpyWriter.longs(folder.resolve("labels.npy"), fromOne());
    assertShifted(DataSpec.of(folder), "1", "2", "3");
  }

  @Test
  void countFromOneInTables() throws IOException {
    StringBuilder table = new StringBuilder("label");
    IntStream.range(0, Fixtures.PIXELS).forEach(i -> table.append(",pixel").append(i));
    for (int i = 0; i < IMAGES; i++) {
      table.append('\n').append(fromOne()[i]);
      for (int pixel = 0; pixel < Fixtures.PIXELS; pixel++) {
        PixelImage image = images.get(i);
        table.append(',').append(image.value(0, pixel / Fixtures.SIDE, pixel % Fixtures.SIDE));
      }
    }
    Path file = folder.resolve("digits.csv");
    Files.writeString(file, table);
    assertShifted(DataSpec.of(file), "1", "2", "3");
  }

  @Test
  void areNamedByAListOfAsMany() throws IOException {
    Fixtures.write(folder, images, fromOne());
    Files.writeString(folder.resolve("classes.txt"), "a\nb\nc\n");
    assertShifted(DataSpec.of(folder), "a", "b", "c");
  }

  @Test
  void areAskedAboutWhereBothIsPossible() {
    int[] twoOfThree = Arrays.stream(right).map(label -> label == 0 ? 1 : label).toArray();
    Fixtures.write(folder, images, twoOfThree);
    AnalysisResult result = analyze(DataSpec.of(folder));
    assertThat(result.caveats())
        .anyMatch(caveat -> caveat.text().contains("no label is 0"))
        .anyMatch(caveat -> caveat.text().contains("`firstLabel` 1"));
    assertThat(result.data().classes()).containsExactly("1", "2");
    double asTheyAre = result.accuracy();
    assertThat(asTheyAre).isGreaterThan(analyze(shifted(folder)).accuracy());
  }

  private static DataSpec shifted(Path folder) {
    return DataSpec.of(folder).withLabelsFromOne(true);
  }

  @Test
  void stayWhereZeroIsThere() {
    Fixtures.write(folder, images, right);
    AnalysisResult result = analyze(DataSpec.of(folder));
    assertThat(result.accuracy()).isEqualTo(1);
    assertThat(result.settings().options().at("/read").has("labelsFromOne")).isFalse();
    assertThatThrownBy(() -> analyze(shifted(folder)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is 0, but labels were said to count from 1");
  }
}
