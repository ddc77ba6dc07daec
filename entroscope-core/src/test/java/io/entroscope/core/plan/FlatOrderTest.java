package io.entroscope.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.Analyzer;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.AnalysisOptions.Pixels;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of rows whose classes are the first three values, on images of one colour each. */
class FlatOrderTest {
  private static final int SIDE = 4;
  private static final int VALUES = 3 * SIDE * SIDE;

  @TempDir private Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    for (int colour = 0; colour < 3; colour++) {
      Path one = Files.createDirectories(folder.resolve("colour-" + colour));
      for (int i = 0; i < 4; i++) {
        byte[] values = new byte[VALUES];
        Arrays.fill(values, colour * SIDE * SIDE, (colour + 1) * SIDE * SIDE, (byte) (100 + i));
        Files.write(
            one.resolve(i + ".png"), new PixelImage(new ImageShape(3, SIDE, SIDE), values).png());
      }
    }
  }

  private AnalysisResult analyse(Optional<FlatOrder> order) {
    GraphBuilder graph = new GraphBuilder("rows");
    float[] first = new float[3 * VALUES];
    for (int i = 0; i < 3; i++) {
      first[i * VALUES + i] = 1;
    }
    String row = graph.input("x", TensorType.floats(-1, VALUES));
    String weight = graph.floats("w", new long[] {3, VALUES}, first);
    String logits =
        graph.node(
            "Gemm",
            List.of(row, weight, graph.floats("b", new long[] {3}, new float[3])),
            Attributes.of("transB", 1L));
    OnnxModel model = graph.output(logits, TensorType.floats(-1, 3)).build(13);
    Pixels pixels = new Pixels(null, null, null, null, order.orElse(null));
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      return Analyzer.analyze(model, data, AnalysisOptions.builder().pixels(pixels).build());
    }
  }

  @Test
  void pixelByPixelTheFirstThreeValuesAreTheColour() {
    AnalysisResult result = analyse(Optional.of(FlatOrder.HWC));
    assertThat(result.accuracy()).isEqualTo(1);
    assertThat(result.settings().preprocessing().layout()).isEqualTo("flat HWC");
    assertThat(result.caveats()).extracting(Caveat::code).doesNotContain("order-of-values");
  }

  @Test
  void channelByChannelTheyAreAllRedAndTheResultSaysSo() {
    AnalysisResult result = analyse(Optional.empty());
    assertThat(result.accuracy()).isEqualTo(1.0 / 3);
    assertThat(result.settings().preprocessing().layout()).isEqualTo("flat CHW");
    assertThat(result.caveats()).extracting(Caveat::code).contains("order-of-values");
    assertThat(analyse(Optional.of(FlatOrder.CHW)).caveats())
        .extracting(Caveat::code)
        .doesNotContain("order-of-values");
  }
}
