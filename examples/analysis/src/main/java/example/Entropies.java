package example;

import io.entroscope.core.Analyzer;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Path;

/** Prints the normalised pattern entropy of each layer: {@code Entropies model.onnx folder}. */
public final class Entropies {
  private Entropies() {}

  static AnalysisResult analyze(Path model, Path data) {
    try (ImageDataSet images = DataSets.open(DataSpec.of(data))) {
      AnalysisOptions options = AnalysisOptions.builder().layers("fc").build();
      return Analyzer.analyze(OnnxModel.read(model), images, options);
    }
  }

  /** Prints one line for each layer. */
  public static void main(String[] args) {
    for (LayerResult layer : analyze(Path.of(args[0]), Path.of(args[1])).layers()) {
      System.out.printf("%-10s %.3f%n", layer.facts().name(), layer.mean().pattern().value());
    }
  }
}
