package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.entroscope.core.Analyzer;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ActiveShareTest {
  private static final Path DEMO = Path.of(System.getProperty("demo"));

  @Test
  void isInTheResultAsTheActivationsThemselvesSay() {
    AnalysisOptions options =
        AnalysisOptions.builder()
            .layers("fc")
            .indicators(IndicatorScope.LAYERS)
            .samplesPerClass(1000)
            .build();
    AnalysisResult result;
    try (ImageDataSet images = DataSets.open(DataSpec.of(DEMO.resolve("mnist-sample")))) {
      result = Analyzer.analyze(OnnxModel.read(DEMO.resolve("mnist-3fc.onnx")), images, options);
    }
    for (LayerResult layer : result.layers()) {
      assertEquals(1000, layer.samples().length);
      long active = 0;
      for (float[] image : layer.samples()) {
        for (float x : image) {
          active += x > 0 ? 1 : 0;
        }
      }
      assertEquals(
          (double) active / (1000 * layer.facts().units()),
          layer.indicators().statistics().get("activeShare").value(),
          1e-12,
          layer.facts().name());
    }
  }
}
