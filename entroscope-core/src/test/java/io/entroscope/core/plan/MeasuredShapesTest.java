package io.entroscope.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.Fixtures;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.cost.Cost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredShapesTest {
  /**
   * A convolution of 3 x 3 with 2 filters, and a fully connected layer over the mean of its maps.
   */
  private static OnnxModel convolution(long... input) {
    GraphBuilder b = new GraphBuilder("net");
    String x = b.input("x", TensorType.floats(input));
    String kernel = b.floats("conv.weight", new long[] {2, 1, 3, 3}, new float[18]);
    String maps =
        b.node("Conv", List.of(x, kernel), Attributes.of("pads", new long[] {1, 1, 1, 1}));
    String pooled = b.node("GlobalAveragePool", List.of(b.node("Relu", List.of(maps))));
    String flat = b.node("Flatten", List.of(pooled));
    String weight = b.floats("fc.weight", new long[] {3, 2}, new float[6]);
    String y = b.node("Gemm", List.of(flat, weight), Attributes.of("transB", 1L));
    return b.output(y, TensorType.floats(-1, 3)).build(13);
  }

  @Test
  void onlyTheNumberOfExamplesMayBeOpen() {
    OptionalLong cost = OptionalLong.of(5 * 4 * 2 * 9 + 6);
    assertThat(MeasuredShapes.cost(convolution(-1, 1, 5, 4))).isEqualTo(new Cost(24, cost));
    assertThat(MeasuredShapes.cost(convolution(7, 1, 5, 4)))
        .as("of one example where seven are run")
        .isEqualTo(new Cost(24, cost));
    assertThat(MeasuredShapes.cost(convolution(-1, 1, -1, -1)).multiplyAdds()).isEmpty();
  }

  @Test
  void aPlanKnowsWhatTheModelLeavesOpen(@TempDir Path folder) {
    Fixtures.write(folder, Fixtures.images(new Random(1), 6), new int[] {0, 1, 2, 0, 1, 2});
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisPlan plan =
          Planner.plan(convolution(-1, 1, -1, -1), data, AnalysisOptions.builder().build());
      assertThat(MeasuredShapes.cost(plan).multiplyAdds()).hasValue(Fixtures.PIXELS * 2 * 9 + 6);
    }
  }

  @Test
  void whatDoesNotRunOnBlankExamplesIsInferred() {
    GraphBuilder b = new GraphBuilder("net");
    String x = b.input("x", TensorType.floats(-1, 4));
    String zero = b.node("Cast", List.of(b.node("ReduceSum", List.of(x))), Attributes.of("to", 7L));
    String table = b.floats("table", new long[] {1, 4}, 1, 2, 3, 4);
    String flat = b.node("Reshape", List.of(zero, b.longs("one", new long[] {1}, 1)));
    String outside =
        b.node(
            "Gather",
            List.of(table, b.node("Sub", List.of(flat, b.longs("s", new long[] {1}, 5)))));
    String y = b.node("Add", List.of(x, outside));
    OnnxModel model = b.output(y, TensorType.floats(-1, 4)).build(13);
    Map<String, long[]> shapes = MeasuredShapes.of(model, Set.of(outside, y)).shapes();
    assertThat(shapes.get(outside)).containsExactly(1, 4);
    assertThat(shapes.get(y)).containsExactly(-1, 4);
  }
}
