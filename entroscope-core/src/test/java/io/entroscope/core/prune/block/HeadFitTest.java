package io.entroscope.core.prune.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import java.util.OptionalDouble;
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
      HeadFit fit = new HeadFit(layer, examples(classes), true, OptionalDouble.empty(), products);
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

  /**
   * Examples that the old head, fitted on them, names rightly all but one; new ones it would not.
   */
  private static Target bestOfFitted(OptionalDouble known) {
    List<Example> examples = new ArrayList<>();
    for (Example of : examples(3)) {
      int named = examples.isEmpty() ? (of.label() + 1) % 3 : of.label();
      float[] scores = new float[3];
      scores[named] = 50;
      float[] whole = new float[3];
      whole[of.label()] = 50;
      float[] features = of.features().clone();
      if (examples.size() % 20 == 7) {
        features = new float[] {features[1], features[2], features[0]};
      }
      examples.add(new Example(of.heldOut(), of.label(), features, scores, whole));
    }
    Layer layer = Layers.find(model()).get(0);
    try (OrtProducts products = new OrtProducts()) {
      HeadFit fit = new HeadFit(layer, examples, true, known, products);
      double whole = fit.judged().orElseThrow().whole();
      assertThat(whole).isCloseTo(known.orElse(1), within(0.01));
      return fit.best();
    }
  }

  @Test
  void whatAHeadWasFittedOnDoesNotSpeakForIt() {
    assertThat(bestOfFitted(OptionalDouble.empty())).isNotEqualTo(Target.ANEW);
    assertThat(bestOfFitted(OptionalDouble.of(0.8))).isEqualTo(Target.ANEW);
  }
}
