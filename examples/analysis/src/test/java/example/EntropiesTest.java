package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.entroscope.result.AnalysisResult;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EntropiesTest {
  private static final Path DEMO = Path.of(System.getProperty("demo"));

  @Test
  void entropyFallsOverTheDemosLayers() {
    AnalysisResult result =
        Entropies.analyze(DEMO.resolve("mnist-3fc.onnx"), DEMO.resolve("mnist-sample"));
    double[] curve =
        result.layers().stream().mapToDouble(layer -> layer.mean().pattern().value()).toArray();
    assertEquals(3, curve.length);
    assertTrue(curve[0] > curve[1] && curve[1] > curve[2]);
  }
}
