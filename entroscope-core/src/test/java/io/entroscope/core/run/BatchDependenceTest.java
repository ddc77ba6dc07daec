package io.entroscope.core.run;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.entroscope.onnx.proto.AttributeProto;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image's numbers must not depend on its neighbours, and where they do it is said. */
class BatchDependenceTest {
  private static final int IMAGES = 64;
  private static final AttributeProto TRANSPOSED = Attributes.of("transB", 1L);

  @TempDir private Path folder;

  /** A layer whose input is quantised by its range, or its bias, whose range is always the same. */
  private static OnnxModel model(boolean input) {
    Random random = new Random(5);
    GraphBuilder graph = new GraphBuilder("quantised");
    String x = graph.input("x", TensorType.floats(-1, Fixtures.PIXELS));
    float[] values = new float[3 * Fixtures.PIXELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = 3 * (float) random.nextGaussian();
    }
    String w = graph.floats("w", new long[] {3, Fixtures.PIXELS}, values);
    String layer = graph.node("Gemm", List.of(input ? quantised(graph, x) : x, w), TRANSPOSED);
    String shift = graph.floats("shift", new long[] {3}, 0.1f, 0.2f, 0.3f);
    String out = graph.node("Add", List.of(layer, input ? shift : quantised(graph, shift)));
    return graph.output(out, TensorType.floats(-1, 3)).build(13);
  }

  private static String quantised(GraphBuilder graph, String tensor) {
    graph.step("DynamicQuantizeLinear").inputs(tensor).outputs("quantised", "scale", "zero").add();
    return graph.node("DequantizeLinear", List.of("quantised", "scale", "zero"));
  }

  private List<Caveat> caveats(OnnxModel model, int batch) {
    Random random = new Random(6);
    Fixtures.write(folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 0, 3).toArray());
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisOptions options = AnalysisOptions.builder().layers("all").batch(batch).build();
      AnalysisResult result = Analyzer.analyze(model, data, options);
      return result.caveats();
    }
  }

  @Test
  void quantisationByTheRangeOfABatchIsNoticed() {
    Caveat first = caveats(model(true), 32).get(0);
    assertThat(first.code()).isEqualTo(Caveat.DEPENDS_ON_BATCH);
    assertThat(first.isWarning()).isTrue();
    assertThat(first.text()).contains("1 DynamicQuantizeLinear", "16 images", "`batch` 1");
  }

  @Test
  void imagesThatAreAloneAlreadyHaveNoNeighbours() {
    assertThat(caveats(model(true), 1)).extracting(Caveat::code).doesNotContain("depends-on-batch");
  }

  /** The operator is there, but running shows that nothing depends on it. */
  @Test
  void whatRunningDoesNotConfirmIsNotSaid() {
    assertThat(caveats(model(false), 32))
        .extracting(Caveat::code)
        .doesNotContain("depends-on-batch");
  }
}
