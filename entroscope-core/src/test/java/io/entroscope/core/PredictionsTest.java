package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ImageTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Predictions in the forms that exporters give them. The network compares the first pixel with a
 * half, so that the label is known.
 */
class PredictionsTest {
  private static final int IMAGES = 101;

  @TempDir private Path folder;

  private final List<PixelImage> images = Fixtures.images(new Random(5), IMAGES);
  private final int[] labels =
      images.stream().mapToInt(image -> image.value(0, 0, 0) > 127 ? 1 : 0).toArray();

  @BeforeEach
  void writeImages() {
    labels[7] = 1 - labels[7];
    Fixtures.write(folder, images, labels);
  }

  private void assertOneWrong(OnnxModel model) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisResult result =
          Analyzer.analyze(model, data, AnalysisOptions.builder().batch(16).build());
      assertThat(result.accuracy()).isEqualTo((IMAGES - 1.0) / IMAGES);
    }
  }

  /** The image in, one logit per class out: the scores are {@code first pixel} against 0.5. */
  private static String scores(GraphBuilder graph) {
    String x = graph.input("x", TensorType.floats(-1, Fixtures.PIXELS));
    float[] weights = new float[Fixtures.PIXELS * 2];
    weights[1] = 1;
    String w = graph.floats("coefficient", new long[] {Fixtures.PIXELS, 2}, weights);
    String b = graph.floats("intercept", new long[] {2}, 0.5f, 0);
    return graph.node("Add", List.of(graph.node("MatMul", List.of(x, w)), b));
  }

  @Test
  void probabilitiesBehindAZipMap() {
    GraphBuilder graph = new GraphBuilder("zipmap").domain("ai.onnx.ml", 1);
    String p = graph.node("Softmax", List.of(scores(graph)));
    String label =
        graph.node("ArgMax", List.of(p), Attributes.of("axis", 1L), Attributes.of("keepdims", 0L));
    graph
        .step("ZipMap")
        .domain("ai.onnx.ml")
        .inputs(p)
        .attribute(Attributes.of("classlabels_int64s", new long[] {0, 1}))
        .outputs("probabilities")
        .add();

    assertOneWrong(graph.output(label, TensorType.longs(-1)).build(13));
  }

  @Test
  void labelsAlone() {
    GraphBuilder graph = new GraphBuilder("labels");
    String label =
        graph.node(
            "ArgMax",
            List.of(scores(graph)),
            Attributes.of("axis", 1L),
            Attributes.of("keepdims", 0L));

    OnnxModel model = graph.output(label, TensorType.longs(-1)).build(13);
    assertOneWrong(model);
    assertThat(confidences(model)).containsOnly(Float.NaN);
  }

  @Test
  void oneProbability() {
    GraphBuilder graph = new GraphBuilder("binary");
    String x = graph.input("x", TensorType.floats(-1, Fixtures.PIXELS));
    float[] weights = new float[Fixtures.PIXELS];
    weights[0] = 1;
    String w = graph.floats("fc.weight", new long[] {1, Fixtures.PIXELS}, weights);
    String b = graph.floats("fc.bias", new long[] {1}, -0.5f);
    String logit = graph.node("Gemm", List.of(x, w, b), Attributes.of("transB", 1L));

    assertOneWrong(
        graph.output(graph.node("Sigmoid", List.of(logit)), TensorType.floats(-1, 1)).build(13));
  }

  @Test
  void oneLogit() {
    GraphBuilder graph = new GraphBuilder("binary");
    String x = graph.input("x", TensorType.floats(-1, Fixtures.PIXELS));
    float[] weights = new float[Fixtures.PIXELS];
    weights[0] = 1;
    String w = graph.floats("fc.weight", new long[] {1, Fixtures.PIXELS}, weights);
    String b = graph.floats("fc.bias", new long[] {1}, -0.5f);
    String logit = graph.node("Gemm", List.of(x, w, b), Attributes.of("transB", 1L));

    assertOneWrong(graph.output(logit, TensorType.floats(-1, 1)).build(13));
  }

  private List<Float> confidences(OnnxModel model) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      ImageTable table =
          Analyzer.analyze(model, data, AnalysisOptions.builder().batch(16).build()).images();
      return IntStream.range(0, IMAGES).mapToObj(table::confidenceOf).toList();
    }
  }

  /** One logit l is as sure as the two scores 0 and l, and as the sigmoid and softmax of them. */
  @Test
  void sameConfidenceInEveryForm() {
    List<Float> sure = new ArrayList<>();
    for (PixelImage image : images) {
      double logit = image.value(0, 0, 0) / 255.0 - 0.5;
      sure.add((float) (1 / (1 + Math.exp(-Math.abs(logit)))));
    }
    for (String form : new String[] {"scores", "softmax", "logit", "sigmoid", "log-softmax"}) {
      GraphBuilder graph = new GraphBuilder(form);
      boolean one = form.equals("logit") || form.equals("sigmoid");
      String out =
          one
              ? graph.node(
                  "Sub", List.of(difference(graph), graph.floats("half", new long[0], 0.5f)))
              : scores(graph);
      out =
          switch (form) {
            case "softmax" -> graph.node("Softmax", List.of(out), Attributes.of("axis", 1L));
            case "log-softmax" -> graph.node("LogSoftmax", List.of(out), Attributes.of("axis", 1L));
            case "sigmoid" -> graph.node("Sigmoid", List.of(out));
            default -> out;
          };
      List<Float> found =
          confidences(graph.output(out, TensorType.floats(-1, one ? 1 : 2)).build(13));
      for (int i = 0; i < IMAGES; i++) {
        assertThat(found.get(i)).as(form).isCloseTo(sure.get(i), within(1e-6f));
      }
    }
  }

  /** The first pixel, [N, 1]. */
  private static String difference(GraphBuilder graph) {
    String x = graph.input("x", TensorType.floats(-1, Fixtures.PIXELS));
    float[] weights = new float[Fixtures.PIXELS];
    weights[0] = 1;
    return graph.node(
        "MatMul", List.of(x, graph.floats("fc.weight", new long[] {Fixtures.PIXELS, 1}, weights)));
  }

  /** Hidden features and a second head, which always names label 0, stand before the scores. */
  private static OnnxModel several(boolean head) {
    GraphBuilder graph = new GraphBuilder("several");
    String scores = graph.node("Identity", List.of(scores(graph)));
    String features = graph.node("Relu", List.of("x"));
    if (head) {
      String wrong =
          graph.node(
              "MatMul",
              List.of(
                  "x",
                  graph.floats(
                      "wrong", new long[] {Fixtures.PIXELS, 2}, new float[Fixtures.PIXELS * 2])));
      graph.output(wrong, TensorType.floats(-1, 2));
    }
    graph.output(features, TensorType.floats(-1, Fixtures.PIXELS));
    graph.output(scores, TensorType.floats(-1, 2));
    return graph.build(13);
  }

  @Test
  void scoresBehindOtherOutputsAreFoundAndWhatElseCouldBeMeantIsSaid() {
    assertOneWrong(several(false));
    assertOneWrong(several(true));
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      AnalysisOptions options = AnalysisOptions.builder().batch(16).build();
      assertThat(Analyzer.analyze(several(false), data, options).caveats())
          .noneMatch(caveat -> caveat.code().equals("several-outputs"));
      assertThat(Analyzer.analyze(several(true), data, options).caveats().get(0))
          .matches(caveat -> caveat.code().equals("several-outputs"))
          .matches(caveat -> caveat.text().contains("`output` NAME"));
    }
  }
}
