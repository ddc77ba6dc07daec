package io.entroscope.study.judge;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerRemovalsTest {
  @TempDir private Path folder;

  /** Blocks y = x + relu(x W), and a head of two classes. */
  private static OnnxModel network(int blocks) {
    GraphBuilder graph = new GraphBuilder("net");
    String x = graph.input("x", TensorType.floats(-1, 2));
    for (int block = 0; block < blocks; block++) {
      String w = graph.floats("blocks." + block + ".weight", new long[] {2, 2}, 1, 2, -1, 1);
      String branch = graph.node("Relu", List.of(graph.node("MatMul", List.of(x, w))));
      x = graph.node("Add", List.of(x, branch));
    }
    String head = graph.floats("head.weight", new long[] {2, 2}, 1, 0, 0, 1);
    String scores = graph.node("MatMul", List.of(x, head));
    return graph.output(scores, TensorType.floats(-1, 2)).build(13);
  }

  @Test
  void aCurveOfBlocksIsNotJudgedByLayers() {
    NpyWriter.floats(folder.resolve("x.npy"), new int[] {4, 2}, 1, 2, 3, 4, -1, 1, 2, -2);
    NpyWriter.longs(folder.resolve("labels.npy"), 0, 1, 0, 1);
    OnnxModel model = network(3);
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      AnalysisOptions options = AnalysisOptions.builder().threads(1).build();
      AnalysisResult result = Analyzer.run(Planner.plan(model, data, options), Progress.NONE);
      assertThatThrownBy(() -> LayerRemovals.of("net", model, result, note -> {}))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("that of its residual blocks");
    }
  }
}
