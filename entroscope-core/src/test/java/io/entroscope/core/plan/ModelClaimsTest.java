package io.entroscope.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Fixtures;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What models may say of themselves that no run can follow, or only by a detour. */
class ModelClaimsTest {
  private static final int IMAGES = 12;

  @TempDir private Path folder;

  @BeforeEach
  void images() {
    Random random = new Random(6);
    Fixtures.write(folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 0, 3).toArray());
  }

  private static OnnxModel model(int batch, String layer, String tensor) {
    GraphBuilder graph = new GraphBuilder("g");
    String x = graph.input("x", TensorType.floats(batch, Fixtures.PIXELS));
    float[] values = new float[3 * Fixtures.PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 7 - 3;
    }
    String w = graph.floats("w", new long[] {Fixtures.PIXELS, 3}, values);
    graph.step("MatMul").named(layer).inputs(x, w).outputs(tensor).add();
    return graph.output(tensor, TensorType.floats(batch, 3)).build(13);
  }

  private AnalysisResult analyzed(OnnxModel model) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      return Analyzer.analyze(model, data, AnalysisOptions.builder().build());
    }
  }

  @Test
  void layersMayBeCalledWhateverTheyLike() {
    for (String name : new String[] {"fc\ud83d\ude00", "a\0b", "\u5c42", "a\nb"}) {
      assertThat(analyzed(model(-1, name, "y")).layers().get(0).name()).isEqualTo(name);
    }
  }

  @Test
  void aTensorThatCannotBeAskedForIsNamed() {
    assertThatThrownBy(() -> analyzed(model(-1, "fc", "y\ud83d\ude00")))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("'y\ud83d\ude00' has a character in its name")
        .hasMessageContaining("give it another name");
  }

  @Test
  void aBatchBeyondMemoryIsRefused() {
    assertThatThrownBy(() -> analyzed(model(1_000_000_000, "fc", "y")))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("a batch of 1,000,000,000 examples")
        .hasMessageContaining("export the model for any number of examples");
  }
}
