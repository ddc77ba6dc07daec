package io.entroscope.torch.maximize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Progress;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.maximize.ActivationMaximizer.Excited;
import io.entroscope.torch.maximize.ActivationMaximizer.Search;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a model whose best images are known: each unit sums one quarter of the picture. */
class ActivationMaximizerTest {
  private static final ImageShape SHAPE = new ImageShape(1, 8, 10);
  private static final MaximizationOptions OPTIONS =
      new MaximizationOptions(120, 2, 0.1, 0, 0.001, 1.0, 5);

  /** Unit 0 wants light above and dark below; unit 1 the other way round. */
  private static OnnxModel halves(float bias0, float bias1) {
    float[] weights = new float[2 * 80];
    for (int i = 0; i < 80; i++) {
      weights[i] = i < 40 ? 0.1f : -0.1f;
      weights[80 + i] = -weights[i];
    }
    GraphBuilder graph = new GraphBuilder("halves");
    graph.input("x", TensorType.floats(-1, 1, 8, 10));
    String flat = graph.node("Flatten", List.of("x"));
    graph.floats("w", new long[] {2, 80}, weights);
    graph.floats("b", new long[] {2}, bias0, bias1);
    String h = graph.node("Gemm", List.of(flat, "w", "b"), Attributes.of("transB", 1L));
    String y = graph.node("Relu", List.of(h));
    graph.floats("v", new long[] {2, 2}, 1, 0, 0, 1);
    graph.step("MatMul").inputs(y, "v").outputs("logits").add();
    graph.output("logits", TensorType.floats(-1, 2));
    return graph.build(17);
  }

  private static Search search(OnnxModel model, int... units) {
    Layer layer = Layers.find(model).get(0);
    return ActivationMaximizer.run(
        model, layer, units, SHAPE, Preprocessing.DEFAULT, OPTIONS, Progress.NONE);
  }

  private static List<Excited> run(int... units) {
    return search(halves(-3, -3), units).excited();
  }

  private static double mean(PixelImage image, int from, int to) {
    double sum = 0;
    for (int y = from; y < to; y++) {
      for (int x = 0; x < 10; x++) {
        sum += image.value(0, y, x);
      }
    }
    return sum / (10 * (to - from));
  }

  @Test
  void theImageOfAUnitIsWhatItWants() {
    List<Excited> found = run(1, 0);
    assertThat(found).extracting(Excited::unit).containsExactly(1, 0);
    assertThat(mean(found.get(0).image(), 4, 8)).isGreaterThan(200);
    assertThat(mean(found.get(0).image(), 0, 4)).isLessThan(55);
    assertThat(mean(found.get(1).image(), 0, 4)).isGreaterThan(200);
    // 40 pixels of 0.1 and a bias of -3 allow 1 at most.
    assertThat(found.get(0).activation()).isBetween(0.3, 1.0);
  }

  @Test
  void theSameSeedGivesTheSameImages() {
    Excited first = run(0).get(0);
    for (int again = 0; again < 5; again++) {
      Excited next = run(0).get(0);
      assertThat(next.activation()).isEqualTo(first.activation());
      assertThat(next.image().values()).isEqualTo(first.image().values());
    }
  }

  @Test
  void aUnitsImageDoesNotDependOnTheOtherUnitsAskedFor() {
    Excited alone = run(1).get(0);
    for (Excited among : List.of(run(0, 1).get(1), run(1, 0).get(0))) {
      assertThat(among.unit()).isEqualTo(1);
      assertThat(among.activation()).isEqualTo(alone.activation());
      assertThat(among.image().values()).isEqualTo(alone.image().values());
    }
  }

  @Test
  void aUnitThatGivesNoNumberIsNamedAndSpoilsNoOther() {
    Search search = search(halves(Float.NaN, -3), 0, 1);
    assertThat(search.failed()).containsExactly(0);
    assertThat(search.excited()).extracting(Excited::unit).containsExactly(1);
    assertThat(search.excited().get(0).activation()).isEqualTo(run(1).get(0).activation());
  }

  @Test
  void aUnitThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> run(2))
        .isInstanceOf(TorchException.class)
        .hasMessageContaining("has no unit 2; it has 0 to 1");
  }

  @Test
  void picturesAreDrawnSideBySide() {
    PixelImage dark = new PixelImage(new ImageShape(1, 2, 3), new byte[6]);
    PixelImage grid = PictureGrid.of(List.of(dark, dark, dark), 2, 2);
    assertThat(grid.shape()).isEqualTo(new ImageShape(1, 11, 15));
    assertThat(grid.value(0, 0, 0)).isEqualTo(255);
    assertThat(grid.value(0, 1, 1)).isZero();
    assertThat(grid.value(0, 1, 7)).isEqualTo(255);
    assertThat(grid.value(0, 9, 6)).isZero();
    assertThat(grid.value(0, 9, 9)).isEqualTo(255);
  }
}
