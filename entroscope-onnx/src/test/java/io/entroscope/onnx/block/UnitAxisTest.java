package io.entroscope.onnx.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Streams [N, 4, 6] of series and [N, 6, 4] of tokens: the same rank, the units elsewhere. */
class UnitAxisTest {
  private static final int UNITS = 4;
  private static final int PLACES = 6;

  private final TestGraph g = new TestGraph();

  private String convolution(String x, int kernel) {
    return g.node(
        "",
        "Conv",
        List.of(x, g.weights(UNITS * kernel, UNITS, UNITS, kernel), g.vector(UNITS)),
        Attributes.of("pads", new long[] {kernel / 2, kernel / 2}));
  }

  /** The axis of the only block of a stream: x + branch(x). */
  private int axis(UnaryOperator<String> branch, long... rest) {
    long[] shape = {-1, rest[0], rest[1]};
    String x = g.builder.input("x", TensorType.floats(shape));
    String sum = g.node("", "Add", List.of(x, branch.apply(x)));
    OnnxModel model = g.builder.output(sum, TensorType.floats(shape)).build(17);
    List<Block> blocks = Blocks.find(model);
    assertThat(blocks).hasSize(1);
    return Spans.unitAxis(model, blocks.get(0), shape.length);
  }

  @Test
  void seriesHaveTheirChannelsFirst() {
    assertThat(axis(x -> convolution(g.node("", "Relu", List.of(x)), 3), UNITS, PLACES))
        .isEqualTo(1);
  }

  @Test
  void soTheyHaveWhereEachPlaceIsTakenByItself() {
    assertThat(axis(x -> convolution(x, 1), UNITS, PLACES)).isEqualTo(1);
  }

  @Test
  void tokensThatAreTurnedToBeConvolvedHaveTheirUnitsLast() {
    assertThat(
            axis(
                x -> g.transposed(convolution(g.transposed(x, 0, 2, 1), 3), 0, 2, 1),
                PLACES,
                UNITS))
        .isEqualTo(-1);
  }

  @Test
  void normalisingInAnotherOrderOrFormChangesNothing() {
    assertThat(
            axis(
                x -> {
                  String last = g.normalized("", g.transposed(x, 0, 2, 1), UNITS);
                  return convolution(g.transposed(last, 0, 2, 1), 3);
                },
                UNITS,
                PLACES))
        .isEqualTo(1);
  }

  @Test
  void groupsOfChannelsAreChannels() {
    assertThat(
            axis(
                x -> {
                  String groups = g.reshaped(x, 0, 2, -1);
                  return convolution(g.reshaped(groups, 0, UNITS, PLACES), 3);
                },
                UNITS,
                PLACES))
        .isEqualTo(1);
  }

  @Test
  void tokensWithoutConvolutionsHaveTheirUnitsLast() {
    assertThat(axis(x -> g.linear("", x, UNITS, UNITS), PLACES, UNITS)).isEqualTo(-1);
  }
}
