package io.entroscope.onnx.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.Ort;
import io.entroscope.onnx.RandomValues;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.Tensors;
import io.entroscope.onnx.layer.Layer;
import io.entroscope.onnx.layer.Layers;
import io.entroscope.onnx.layer.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Observed models run in ONNX Runtime and give what a computation in float64 gives. */
class ObserveLayersTest {
  private static final int BATCH = 5;

  static IntStream opsets() {
    return IntStream.of(7, 9, 10, 11, 12, 13, 14, 17, 18, 20, 21, Ort.newestOpset());
  }

  @ParameterizedTest
  @MethodSource("opsets")
  void aMultilayerPerceptronIsObservedInEveryOpset(int opset) {
    for (double gain : new double[] {1, 1e4}) {
      RandomValues values = new RandomValues(opset);
      OnnxModel model = perceptron(values, opset, gain, 13, 1, 207, 13);
      check(model, Map.of("input", values.input(BATCH, 13)), 2, "output");
    }
  }

  @ParameterizedTest
  @MethodSource("opsets")
  void convolutionsAreObservedByTheirChannelMeansInEveryOpset(int opset) {
    for (int spatial = 1; spatial <= 3; spatial++) {
      RandomValues values = new RandomValues(opset);
      OnnxModel model = convolutions(values, opset, spatial);
      long[] shape = new long[spatial + 2];
      Arrays.fill(shape, 7);
      shape[0] = BATCH;
      shape[1] = 3;
      check(model, Map.of("input", values.input(shape)), spatial + 2, "output");
    }
  }

  @ParameterizedTest
  @MethodSource("opsets")
  void tokensAreAveragedInEveryOpset(int opset) {
    RandomValues values = new RandomValues(opset);
    OnnxModel model = tokens(values, opset);
    check(model, Map.of("input", values.input(BATCH, 4, 13)), 3, "output");
  }

  @ParameterizedTest
  @MethodSource("opsets")
  void paddingIsLeftOutOfTheMeanOverTokensInEveryOpset(int opset) {
    for (int tokenAxis = 0; tokenAxis <= 2; tokenAxis++) {
      RandomValues values = new RandomValues(opset);
      OnnxModel model = tokenAxis == 2 ? sequence(values, opset) : tokens(values, opset);
      Ort.Value mask =
          Ort.Value.of(new long[] {2, 4}, 1, 1, 1, 1, /* and one of two tokens */ 1, 0, 1, 0);
      Map<String, Ort.Value> inputs = new LinkedHashMap<>();
      inputs.put(
          "input",
          switch (tokenAxis) {
            case 0 -> values.input(4, 2, 13);
            case 1 -> values.input(2, 4, 13);
            default -> values.input(2, 13, 4);
          });
      inputs.put("attention_mask", mask);

      Layer layer = Layers.find(model).get(0);
      Observation observation =
          observe(model, layer, new Reduction.MaskedMean("attention_mask", tokenAxis));
      OnnxModel exposed = new ExposeTensors(List.of(layer.output())).apply(observation.model());
      Map<String, Ort.Value> outputs = Ort.run(exposed, inputs);

      float[] raw = outputs.get(layer.output()).data();
      Ort.Value pooled = outputs.get(observation.taps().get(0).pooled());
      int n = layer.units();
      assertThat(pooled.shape()).containsExactly(2, n);
      for (int image = 0; image < 2; image++) {
        for (int unit = 0; unit < n; unit++) {
          double sum = 0;
          double count = 0;
          for (int token = 0; token < 4; token++) {
            int place =
                switch (tokenAxis) {
                  case 0 -> (token * 2 + image) * n + unit;
                  case 1 -> (image * 4 + token) * n + unit;
                  default -> (image * n + unit) * 4 + token;
                };
            sum += mask.at(image, token) * raw[place];
            count += mask.at(image, token);
          }
          assertThat((double) pooled.at(image, unit))
              .as("tokens on axis %d", tokenAxis)
              .isCloseTo(sum / count, within(1e-6));
        }
      }
      checkStatistics(outputs, observation.taps().get(0));
    }
  }

  @Test
  void withoutATokenTheMeanIsNotANumber() {
    RandomValues values = new RandomValues(7);
    OnnxModel model = tokens(values, 17);
    Map<String, Ort.Value> inputs = new LinkedHashMap<>();
    inputs.put("input", values.input(1, 2, 13));
    inputs.put("attention_mask", Ort.Value.of(new long[] {1, 2}, 0, 0));
    Observation observation =
        observe(model, Layers.find(model).get(0), Reduction.maskedMean("attention_mask"));
    Map<String, Ort.Value> outputs = Ort.run(observation.model(), inputs);
    assertThat(outputs.get(observation.taps().get(0).statistics()).at(0, TapOutputs.ENTROPY))
        .isNaN();
    assertThatThrownBy(() -> new Reduction.MaskedMean("attention_mask", 3))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("not 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT16", "DOUBLE"})
  void otherNumberTypesComeOutAsFloat(String name) {
    ElementType type = ElementType.valueOf(name);
    RandomValues values = new RandomValues(3);
    GraphBuilder builder = new GraphBuilder("typed");
    String x = builder.input("input", TensorType.of(type, -1, 4));
    String weight =
        builder.initializer(
            Tensors.of("fc1.weight", type, new long[] {4, 13}, doubles(values, 52)));
    String hidden = builder.node("Relu", List.of(builder.node("MatMul", List.of(x, weight))));
    String second =
        builder.initializer(
            Tensors.of("fc2.weight", type, new long[] {13, 3}, doubles(values, 39)));
    String y = builder.step("MatMul").inputs(hidden, second).outputs("output").add();
    builder.output(y, TensorType.of(type, -1, 3));

    check(builder.build(13), Map.of("input", values.input(BATCH, 4)), 2, "output");
  }

  @Test
  void anActivationThatIsNotFiniteGivesNoEntropy() {
    GraphBuilder builder = new GraphBuilder("raw");
    String x = builder.input("input", TensorType.floats(-1, 3));
    float[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    String y = builder.node("Gemm", List.of(x, builder.floats("w", new long[] {3, 3}, identity)));
    String bias = builder.floats("b", new long[] {3}, 0, 0, 0);
    builder.output(builder.node("Add", List.of(y, bias)), TensorType.floats(-1, 3));
    OnnxModel model = builder.build(13);
    Observation observation = observe(model, Layers.find(model).get(0), Reduction.none());

    float huge = 3e38f;
    float nan = Float.NaN;
    float inf = Float.POSITIVE_INFINITY;
    Ort.Value input =
        Ort.Value.of(
            new long[] {6, 3},
            1,
            nan,
            2,
            1,
            inf,
            2,
            1,
            -inf,
            2,
            inf,
            inf,
            inf,
            nan,
            nan,
            nan,
            0,
            0,
            huge);
    Map<String, Ort.Value> outputs = Ort.run(observation.model(), Map.of("input", input));
    Ort.Value statistics = outputs.get(observation.taps().get(0).statistics());
    for (int image = 0; image < 5; image++) {
      assertThat(statistics.at(image, TapOutputs.ENTROPY)).as("image %d", image).isNaN();
    }
    assertThat(statistics.at(5, TapOutputs.ENTROPY)).isZero();
  }

  @Test
  void whatIsAnOutputAlreadyKeepsItsName() {
    RandomValues values = new RandomValues(1);
    OnnxModel model = perceptron(values, 17, 1, 4, 6, 3);
    List<Layer> layers = Layers.find(model);
    List<TapPoint> points = new ArrayList<>();
    for (Position position : Position.values()) {
      points.add(new TapPoint(layers.get(1), position, Reduction.none()));
    }
    Observation observation = new ObserveLayers(points).observe(model);

    assertThat(observation.taps()).extracting(TapOutputs::pooled).containsOnly("output");
    assertThat(observation.taps().get(0).statistics())
        .isEqualTo(observation.taps().get(1).statistics());
    assertThat(observation.model().graph().outputs()).hasSize(2);
    Ort.run(observation.model(), Map.of("input", values.input(2, 4)));
  }

  @Test
  void observingTwiceGivesTwoSetsOfOutputs() {
    RandomValues values = new RandomValues(1);
    OnnxModel model = perceptron(values, 17, 1, 4, 6, 3);
    Observation once = observe(model, Layers.find(model).get(0), Reduction.none());
    Observation twice = observe(once.model(), Layers.find(model).get(0), Reduction.none());
    Map<String, Ort.Value> outputs = Ort.run(twice.model(), Map.of("input", values.input(2, 4)));
    assertThat(outputs.get(once.taps().get(0).statistics()).data())
        .isEqualTo(outputs.get(twice.taps().get(0).statistics()).data());
    assertThat(once.taps().get(0).statistics()).isNotEqualTo(twice.taps().get(0).statistics());
  }

  @Test
  void noTapPointsChangeNothing() {
    OnnxModel model = perceptron(new RandomValues(1), 17, 1, 4, 6, 3);
    assertThat(new ObserveLayers(List.of()).apply(model)).isSameAs(model);
    assertThat(new ExposeTensors(List.of("output")).apply(model)).isSameAs(model);
  }

  @Test
  void theBytesOfTheModelStayInFront() {
    OnnxModel model = perceptron(new RandomValues(1), 17, 1, 4, 6, 3);
    OnnxModel observed = observe(model, Layers.find(model).get(0), Reduction.none()).model();
    assertThat(observed.bytes()).startsWith(model.bytes());
    assertThat(OnnxModel.parse(observed.bytes()).proto()).isEqualTo(observed.proto());
  }

  @Test
  void whatTheModelLacksIsNamed() {
    OnnxModel model = perceptron(new RandomValues(1), 17, 1, 4, 6, 3);
    Layer layer = Layers.find(model).get(0);
    OnnxModel other = tokens(new RandomValues(1), 17);
    assertThatThrownBy(() -> observe(other, layer, Reduction.none()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(layer.output());
    assertThatThrownBy(() -> observe(model, layer, Reduction.maskedMean("mask")))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'mask'");
    assertThatThrownBy(() -> new ExposeTensors(List.of("nothing")).apply(model))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("'nothing'");
    assertThatThrownBy(() -> Reduction.of(layer, 1)).isInstanceOf(OnnxException.class);
  }

  /** Observes every layer before and after its activation and holds all numbers against float64. */
  private static void check(
      OnnxModel model, Map<String, Ort.Value> inputs, int rank, String mainOutput) {
    List<TapPoint> points = new ArrayList<>();
    for (Layer layer : Layers.find(model)) {
      for (Position position : Position.values()) {
        points.add(new TapPoint(layer, position, Reduction.of(layer, rank)));
      }
    }
    assertThat(points).hasSizeGreaterThan(2);
    Observation observation = new ObserveLayers(points).observe(model);
    Map<String, Ort.Value> bare = Ort.run(model, inputs);
    Map<String, Ort.Value> outputs =
        Ort.run(
            new ExposeTensors(points.stream().map(TapPoint::tensor).toList())
                .apply(observation.model()),
            inputs);
    Map<String, Ort.Value> observed = Ort.run(observation.model(), inputs);
    assertThat(observed.get(mainOutput).data()).isEqualTo(bare.get(mainOutput).data());
    assertThat(observed.keySet()).startsWith(bare.keySet().toArray(String[]::new));
    for (TapOutputs tap : observation.taps()) {
      checkPooled(outputs.get(tap.point().tensor()), outputs.get(tap.pooled()), tap.point());
      checkStatistics(outputs, tap);
      checkStatistics(observed, tap);
    }
  }

  private static void checkPooled(Ort.Value raw, Ort.Value pooled, TapPoint point) {
    int units = point.layer().units();
    assertThat(pooled.shape()).containsExactly(raw.shape()[0], units);
    boolean last = point.layer().unitAxis(raw.shape().length) == raw.shape().length - 1;
    int places = raw.data().length / pooled.data().length;
    for (int image = 0; image < raw.shape()[0]; image++) {
      for (int unit = 0; unit < units; unit++) {
        double sum = 0;
        double largest = 1;
        for (int place = 0; place < places; place++) {
          int within = last ? place * units + unit : unit * places + place;
          double value = raw.data()[image * places * units + within];
          sum += value;
          largest = Math.max(largest, Math.abs(value));
        }
        assertThat((double) pooled.at(image, unit)).isCloseTo(sum / places, within(1e-6 * largest));
      }
    }
  }

  private static void checkStatistics(Map<String, Ort.Value> outputs, TapOutputs tap) {
    Ort.Value pooled = outputs.get(tap.pooled());
    Ort.Value statistics = outputs.get(tap.statistics());
    assertThat(statistics.shape()).containsExactly(pooled.shape()[0], TapOutputs.COLUMNS);
    int units = tap.point().layer().units();
    for (int image = 0; image < pooled.shape()[0]; image++) {
      double max = Double.NEGATIVE_INFINITY;
      double squares = 0;
      for (int unit = 0; unit < units; unit++) {
        double x = pooled.at(image, unit);
        max = Math.max(max, x);
        squares += x * x;
      }
      double sum = 0;
      double weighted = 0;
      for (int unit = 0; unit < units; unit++) {
        double z = pooled.at(image, unit) - max;
        sum += Math.exp(z);
        weighted += Math.exp(z) * z;
      }
      String where = tap.point().layer().name() + " " + tap.point().position() + " image " + image;
      double logSumExp = max + Math.log(sum);
      assertThat((double) statistics.at(image, TapOutputs.MAXIMUM)).as(where).isEqualTo(max);
      assertThat((double) statistics.at(image, TapOutputs.LOG_SUM_EXP))
          .as(where)
          .isCloseTo(logSumExp, within(1e-6 * Math.max(1, Math.abs(logSumExp))));
      assertThat((double) statistics.at(image, TapOutputs.ENTROPY))
          .as(where)
          .isCloseTo(Math.log(sum) - weighted / sum, within(1e-6));
      assertThat((double) statistics.at(image, TapOutputs.SUM_OF_SQUARES))
          .as(where)
          .isCloseTo(squares, within(1e-6 * Math.max(1, squares)));
    }
  }

  private static Observation observe(OnnxModel model, Layer layer, Reduction reduction) {
    return new ObserveLayers(List.of(new TapPoint(layer, Position.OUTPUT, reduction)))
        .observe(model);
  }

  private static double[] doubles(RandomValues values, int count) {
    float[] floats = values.gaussian(count, 0.5);
    return IntStream.range(0, count).mapToDouble(i -> floats[i]).toArray();
  }

  private static OnnxModel perceptron(RandomValues values, int opset, double gain, int... sizes) {
    GraphBuilder builder = new GraphBuilder("perceptron");
    String x = builder.input("input", TensorType.floats(-1, sizes[0]));
    for (int i = 1; i < sizes.length; i++) {
      float[] weights = values.gaussian(sizes[i - 1] * sizes[i], gain / Math.sqrt(sizes[i - 1]));
      String w = builder.floats("fc" + i + ".weight", new long[] {sizes[i - 1], sizes[i]}, weights);
      String b = values.bias(builder, "fc" + i + ".bias", sizes[i]);
      boolean last = i == sizes.length - 1;
      String y = builder.step("Gemm").inputs(x, w, b).outputs(last ? "output" : "hidden" + i).add();
      x = last ? y : builder.node("Relu", List.of(y));
    }
    builder.output(x, TensorType.floats(-1, sizes[sizes.length - 1]));
    return builder.build(opset);
  }

  private static OnnxModel convolutions(RandomValues values, int opset, int spatial) {
    GraphBuilder builder = new GraphBuilder("convolutions");
    long[] shape = new long[spatial + 2];
    long[] kernel = new long[spatial + 2];
    Arrays.fill(shape, -1);
    Arrays.fill(kernel, 3);
    shape[1] = 3;
    String x = builder.input("input", TensorType.floats(shape));
    int[] channels = {3, 13, 5};
    for (int i = 1; i < channels.length; i++) {
      kernel[0] = channels[i];
      kernel[1] = channels[i - 1];
      String w = values.weights(builder, "conv" + i + ".weight", channels[i - 1] * 9, kernel);
      String b = values.bias(builder, "conv" + i + ".bias", channels[i]);
      x = builder.node("Relu", List.of(builder.node("Conv", List.of(x, w, b))));
    }
    builder.step("GlobalAveragePool").inputs(x).outputs("output").add();
    builder.output("output", TensorType.floats(shape.clone()));
    return builder.build(opset);
  }

  private static OnnxModel tokens(RandomValues values, int opset) {
    GraphBuilder builder = new GraphBuilder("tokens");
    String x = builder.input("input", TensorType.floats(-1, -1, 13));
    builder.input("attention_mask", TensorType.longs(-1, -1));
    String w = values.weights(builder, "fc1.weight", 13, 13, 9);
    String b = values.bias(builder, "fc1.bias", 9);
    String h = builder.node("Add", List.of(builder.node("MatMul", List.of(x, w)), b));
    h = builder.node("Tanh", List.of(h));
    String last = values.weights(builder, "fc2.weight", 9, 9, 7);
    builder.step("MatMul").inputs(h, last).outputs("output").add();
    builder.output("output", TensorType.floats(-1, -1, 7));
    return builder.build(opset);
  }

  /** A convolution along [B, 13, T], with a mask beside it. */
  private static OnnxModel sequence(RandomValues values, int opset) {
    GraphBuilder builder = new GraphBuilder("sequence");
    String x = builder.input("input", TensorType.floats(-1, 13, -1));
    builder.input("attention_mask", TensorType.longs(-1, -1));
    String w = values.weights(builder, "conv1.weight", 13, new long[] {9, 13, 1});
    String b = values.bias(builder, "conv1.bias", 9);
    String h = builder.node("Tanh", List.of(builder.node("Conv", List.of(x, w, b))));
    builder.step("GlobalAveragePool").inputs(h).outputs("output").add();
    builder.output("output", TensorType.floats(-1, 9, 1));
    return builder.build(opset);
  }
}
