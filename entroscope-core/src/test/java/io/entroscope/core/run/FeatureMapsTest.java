package io.entroscope.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.Analyzer;
import io.entroscope.core.Fixtures;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.FeatureMap;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureMapsTest {
  @TempDir private Path folder;

  /** A 1x1 convolution of two channels, x and 1 − 2x, so that the maps are the image itself. */
  private static OnnxModel model() {
    GraphBuilder graph = new GraphBuilder("maps");
    String x = graph.input("x", TensorType.floats(-1, 1, Fixtures.SIDE, Fixtures.SIDE));
    String w = graph.floats("conv.weight", new long[] {2, 1, 1, 1}, 1, -2);
    String b = graph.floats("conv.bias", new long[] {2}, 0, 1);
    String y = graph.node("Conv", List.of(x, w, b));
    float[] weights = new float[2 * 2 * Fixtures.PIXELS];
    weights[0] = 1;
    String fw = graph.floats("fc.weight", new long[] {2, 2 * Fixtures.PIXELS}, weights);
    String fb = graph.floats("fc.bias", new long[] {2}, 0, 0.5f);
    String z =
        graph.node(
            "Gemm",
            List.of(graph.node("Flatten", List.of(y)), fw, fb),
            Attributes.of("transB", 1L));
    return graph.output(z, TensorType.floats(-1, 2)).build(13);
  }

  @Test
  void keepsWhatTheChannelsMakeOfTheSampledImages() {
    var images = Fixtures.images(new Random(3), 30);
    Fixtures.write(folder, images, IntStream.range(0, 30).map(i -> i % 2).toArray());
    AnalysisResult result;
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      result = Analyzer.analyze(model(), data, AnalysisOptions.builder().featureMaps(2).build());
    }

    List<FeatureMap> maps = Objects.requireNonNull(result.layers().get(0).featureMaps());
    assertThat(maps).hasSize(4).isSortedAccordingTo((a, b) -> a.sample() - b.sample());
    assertThat(result.layers().get(1).featureMaps()).isNull();
    for (FeatureMap map : maps) {
      int position = Math.toIntExact(result.samples().get(map.sample()).position());
      byte[] pixels = Base64.getDecoder().decode(map.pixels());
      for (int y = 0; y < Fixtures.SIDE; y++) {
        for (int x = 0; x < Fixtures.SIDE; x++) {
          double value = images.get(position).value(0, y, x) / 255.0;
          assertThat(value(map, pixels, 0, y, x)).isEqualTo(value, within(0.005));
          assertThat(value(map, pixels, 1, y, x)).isEqualTo(1 - 2 * value, within(0.01));
        }
      }
    }
  }

  private static double value(FeatureMap map, byte[] pixels, int channel, int y, int x) {
    int pixel = pixels[(channel * map.height() + y) * map.width() + x] & 0xFF;
    return map.low()[channel] + (map.high()[channel] - map.low()[channel]) * pixel / 255.0;
  }

  @Test
  void largeMapsAreAveragedDown() {
    float[] values = new float[97 * 50];
    java.util.Arrays.fill(values, 2);
    values[0] = 11;
    FeatureMap map = FeatureMaps.map(0, values, 1, 97, 50);

    assertThat(map.height()).isEqualTo(33);
    assertThat(map.width()).isEqualTo(17);
    assertThat(map.high()[0]).isEqualTo(3);
    assertThat(map.low()[0]).isEqualTo(2);
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    assertThatThrownBy(() -> FeatureMaps.map(0, new float[] {0, Float.NaN}, 1, 1, 2))
        .isInstanceOf(AnalysisException.class);
  }
}
