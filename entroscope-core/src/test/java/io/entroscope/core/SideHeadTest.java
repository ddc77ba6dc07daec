package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two heads side by side: the curve goes to the one that predictions are read from. */
class SideHeadTest {
  private static final int IMAGES = 200;
  private static final int WIDE = 7;

  @TempDir private Path folder;

  private final Random random = new Random(20261130);

  private String dense(GraphBuilder graph, String name, String x, int inputs, int units) {
    float[] weights = new float[inputs * units];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    String w = graph.floats(name + ".weight", new long[] {inputs, units}, weights);
    String b = graph.floats(name + ".bias", new long[] {units}, new float[units]);
    return graph
        .step("Gemm")
        .named("/" + name + "/Gemm")
        .inputs(x, w, b)
        .outputs(name + "_out")
        .add();
  }

  private OnnxModel model() {
    GraphBuilder graph = new GraphBuilder("heads");
    String x = graph.input("x", TensorType.floats(-1, Fixtures.PIXELS));
    String one = graph.node("Relu", List.of(dense(graph, "trunk", x, Fixtures.PIXELS, WIDE)));
    String side = dense(graph, "side", one, WIDE, 2);
    String two = graph.node("Relu", List.of(dense(graph, "neck", one, WIDE, WIDE)));
    String scores = dense(graph, "head", two, WIDE, 2);
    graph.output(side, TensorType.floats(-1, 2));
    graph.output(scores, TensorType.floats(-1, 2));
    return graph.build(13);
  }

  private List<String> curve(AnalysisOptions.Builder options) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisResult result =
          Analyzer.run(Planner.plan(model(), data, options.batch(64).build()), Progress.NONE);
      assertThat(result.layers()).hasSize(4);
      return result.layers().stream()
          .filter(LayerResult::inVerdict)
          .map(LayerResult::name)
          .toList();
    }
  }

  @Test
  void theCurveLeadsToThePredictions() {
    int[] labels = random.ints(IMAGES, 0, 2).toArray();
    Fixtures.write(folder, Fixtures.images(random, IMAGES), labels);

    assertThat(curve(AnalysisOptions.builder())).containsExactly("trunk", "neck", "head");
    assertThat(curve(AnalysisOptions.builder().output("side_out")))
        .containsExactly("trunk", "side");
    assertThat(curve(AnalysisOptions.builder().output(AnalysisOptions.NO_OUTPUT)))
        .containsExactly("trunk", "side", "neck", "head");
  }
}
