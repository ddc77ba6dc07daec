package io.entroscope.core.prune.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.ort.OrtProducts;
import io.entroscope.core.prune.block.HeadFit.Example;
import io.entroscope.core.prune.block.HeadFit.Target;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A head that names the third class always, on features that tell the class. */
class HeadFitTest {
  private static final int EXAMPLES = 60;

  private static OnnxModel model() {
    GraphBuilder graph = new GraphBuilder("head");
    String x = graph.node("Relu", List.of(graph.input("x", TensorType.floats(-1, 3))));
    String w = graph.floats("head.weight", new long[] {3, 3}, 1, 0, 0, 0, 1, 0, 0, 0, 1);
    String scores = graph.node("Gemm", List.of(x, w), Attributes.of("transB", 1L));
    return graph.output(scores, TensorType.floats(-1, 3)).build(13);
  }

  /** Examples of so many classes; the third's score is too high by 9. */
  private static List<Example> examples(int classes) {
    Random random = new Random(5);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < EXAMPLES; i++) {
      int label = i % classes;
      float[] features = new float[3];
      for (int unit = 0; unit < features.length; unit++) {
        features[unit] = (unit == label ? 2 : 0) + (float) random.nextGaussian() / 10;
      }
      float[] scores = {features[0], features[1], features[2] + 9};
      examples.add(new Example(i % 5 < 2, label, features, scores, scores));
    }
    return examples;
  }

  private static Target best(int classes) {
    Layer layer = Layers.find(model()).get(0);
    try (OrtProducts products = new OrtProducts()) {
      HeadFit fit = new HeadFit(layer, examples(classes), true, products);
      return fit.best();
    }
  }

  @Test
  void labelsAreFittedWhereThatNamesMoreExamplesRightly() {
    assertThat(best(3)).isEqualTo(Target.LABELS);
    assertThat(best(2)).isEqualTo(Target.LABELS);
  }

  @Test
  void oneClassAloneIsNotFitted() {
    assertThat(best(1)).isEqualTo(Target.OLD);
  }
}
