package io.entroscope.onnx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplaceHeadTest {
  private static final double[] WEIGHTS = {1, 2, 3, 4, 5, 6};
  private static final double[] BIAS = {0.5, -1};

  /** Three inputs to two scores, as a Gemm with the units first, or as a product and a sum. */
  private static OnnxModel model(boolean gemm) {
    GraphBuilder graph = new GraphBuilder("head");
    String x = graph.input("x", TensorType.floats(-1, 3));
    String bias = graph.floats("fc.bias", new long[] {2}, 7, 8);
    String scores;
    if (gemm) {
      String weight = graph.floats("fc.weight", new long[] {2, 3}, new float[6]);
      scores = graph.node("Gemm", List.of(x, weight, bias), Attributes.of("transB", 1));
    } else {
      String weight = graph.floats("fc.weight", new long[] {3, 2}, new float[6]);
      scores = graph.node("Add", List.of(bias, graph.node("MatMul", List.of(x, weight))));
    }
    return graph.output(scores, TensorType.floats(-1, 2)).build(17);
  }

  @Test
  void theScoresAreThoseOfTheNewWeights() {
    for (boolean gemm : new boolean[] {true, false}) {
      OnnxModel model = model(gemm);
      Layer head = Layers.find(model).get(0);
      OnnxModel replaced = new ReplaceHead(head, WEIGHTS, BIAS).apply(model);
      assertThat(replaced.graph().outputs()).isEqualTo(model.graph().outputs());
      assertThat(new RemoveUnused().apply(replaced)).isSameAs(replaced);
      assertThat(replaced.graph().initializers()).hasSize(2);
      Map<String, Ort.Value> inputs = Map.of("x", Ort.Value.of(new long[] {1, 3}, 1, 10, 100));
      float[] scores = Ort.run(replaced, inputs).values().iterator().next().data();
      assertThat(scores).containsExactly(new float[] {531.5f, 641}, within(1e-3f));
      assertThat(Layers.find(replaced).get(0).units()).isEqualTo(2);
    }
  }

  @Test
  void whatIsAddedChangesTheScoresByItsOwn() {
    for (boolean gemm : new boolean[] {true, false}) {
      OnnxModel model = model(gemm);
      Layer head = Layers.find(model).get(0);
      OnnxModel once = new ReplaceHead(head, WEIGHTS, BIAS).apply(model);
      OnnxModel twice =
          ReplaceHead.adding(Layers.find(once).get(0), WEIGHTS, new double[2]).apply(once);
      Map<String, Ort.Value> inputs = Map.of("x", Ort.Value.of(new long[] {1, 3}, 1, 10, 100));
      assertThat(Ort.run(twice, inputs).values().iterator().next().data())
          .containsExactly(new float[] {1062.5f, 1283}, within(1e-3f));
      OnnxModel biased = ReplaceHead.adding(head, new double[6], BIAS).apply(model);
      assertThat(Ort.run(biased, inputs).values().iterator().next().data())
          .containsExactly(new float[] {7.5f, 7}, within(1e-3f));
    }
  }

  @Test
  void weightsThatDoNotFitAreRefused() {
    Layer head = Layers.find(model(true)).get(0);
    assertThatThrownBy(() -> new ReplaceHead(head, new double[5], BIAS))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("3 inputs and 2 units, which 5 weights and 2 biases do not fit");
  }
}
