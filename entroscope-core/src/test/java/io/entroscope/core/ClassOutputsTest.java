package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data with fewer classes than a model has outputs. */
class ClassOutputsTest {
  private static final int IMAGES = 200;
  private static final int OUTPUTS = 5;

  @TempDir private Path folder;

  private final Random random = new Random(12);
  private final Network network =
      new Network(
          new float[][][] {picking(Fixtures.PIXELS), picking(OUTPUTS)},
          new float[][] {new float[Fixtures.PIXELS], new float[OUTPUTS]});

  /** Weights that make unit i of input i, so that the brightest of five pixels is the class. */
  private static float[][] picking(int units) {
    float[][] weights = new float[units][Fixtures.PIXELS];
    for (int unit = 0; unit < units; unit++) {
      weights[unit][unit] = 1;
    }
    return weights;
  }

  /** Of 200 images those that the network takes for one of two outputs, which are labelled 0, 1. */
  private void write(int zero, int one) {
    List<PixelImage> all = Fixtures.images(random, IMAGES);
    int[] outputs = network.labels(all);
    List<PixelImage> images =
        java.util.stream.IntStream.range(0, IMAGES)
            .filter(i -> outputs[i] == zero || outputs[i] == one)
            .mapToObj(all::get)
            .toList();
    int[] labels =
        Arrays.stream(network.labels(images)).map(output -> output == zero ? 0 : 1).toArray();
    Fixtures.write(folder, images, labels);
  }

  private AnalysisResult analyze(DataSpec spec) {
    try (ImageDataSet data = DataSets.open(spec)) {
      return Analyzer.analyze(network.model(), data, AnalysisOptions.builder().build());
    }
  }

  @Test
  void aMapMendsWhatIsWarnedOf() {
    int[] outputs = {4, 2};
    write(4, 2);
    AnalysisResult plain = analyze(DataSpec.of(folder));
    Caveat first = plain.caveats().get(0);
    assertThat(first.code()).isEqualTo(Caveat.FEWER_CLASSES);
    assertThat(first.text()).contains("2 classes", "5 outputs", "outputs 0 to 1", "`classMap`");

    AnalysisResult mapped =
        analyze(DataSpec.of(folder).withClassMap(Map.of("0", outputs[0], "1", outputs[1])));
    assertThat(mapped.accuracy()).isEqualTo(1);
    assertThat(mapped.caveats()).extracting(Caveat::code).doesNotContain(Caveat.FEWER_CLASSES);
    assertThat(mapped.data().classes()).containsExactlyInAnyOrder("0", "1");
    assertThat(mapped.settings().options().at("/read/classMap/1").asInt()).isEqualTo(outputs[1]);
    AnalysisResult swapped =
        analyze(DataSpec.of(folder).withClassMap(Map.of("0", outputs[1], "1", outputs[0])));
    assertThat(swapped.accuracy()).isZero();
  }

  /** All images are taken for outputs that no class has, or none is. */
  @Test
  void scoresThatAreNoneAreSuspected() {
    write(4, 2);
    assertThat(analyze(DataSpec.of(folder)).caveats().get(0).text())
        .contains("100% are predicted to be none of them", "may be features", "`output`");
    write(1, 0);
    assertThat(analyze(DataSpec.of(folder)).caveats().get(0).text()).doesNotContain("features");
  }

  @Test
  void asManyClassesAsOutputsNeedNoWarning() {
    List<PixelImage> images = Fixtures.images(random, IMAGES);
    int[] labels = random.ints(IMAGES, 0, OUTPUTS).toArray();
    Fixtures.write(folder, images, labels);
    assertThat(analyze(DataSpec.of(folder)).caveats())
        .extracting(Caveat::code)
        .doesNotContain(Caveat.FEWER_CLASSES);
  }

  @Test
  void anOutputThatTheModelLacksIsRefused() {
    write(0, 1);
    DataSpec spec = DataSpec.of(folder).withClassMap(Map.of("0", 0, "1", 9));
    assertThatThrownBy(() -> analyze(spec))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "`classMap` says that class '1' is output 9, but the model has 5 (0 to 4); correct it"
                + " there");
  }
}
