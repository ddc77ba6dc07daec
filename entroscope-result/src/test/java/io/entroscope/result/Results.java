package io.entroscope.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import io.entroscope.result.block.StreamSimilarity;
import io.entroscope.result.layer.ClassIndicators;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.Entropy;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.ImageEntropy;
import io.entroscope.result.layer.LayerFacts;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.LayerWeights;
import io.entroscope.result.layer.Maximization;
import io.entroscope.result.layer.Quantization;
import io.entroscope.result.layer.Spectrum;
import io.entroscope.result.layer.StatisticValue;
import io.entroscope.result.layer.UnitStatistics;
import java.util.List;
import java.util.Map;

/** A small result in which every field is set, the nullable ones too. */
public final class Results {
  private Results() {}

  public static AnalysisResult full() {
    return withPattern(new float[] {0.25f, 0.75f});
  }

  private static JsonNode options() {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options
        .putObject("observe")
        .put("at", "both")
        .put("normalizer", "log")
        .put("samples", 5)
        .put("featureMaps", 1)
        .put("indicators", "classes");
    options.putObject("inputs").putObject("feeds").put("attention_bias", 0.5);
    options.withObject("inputs").putObject("pixels").putArray("mean").add(0.5);
    options
        .putObject("read")
        .put("split", "test")
        .put("skipCorrupt", true)
        .put("coarseLabels", false)
        .put("transpose", false);
    options.putObject("selection").put("seed", 42).putArray("classes").add("cat").add("dog");
    options.putObject("computation").put("batch", 256).put("device", "cpu");
    return options;
  }

  static AnalysisResult withPattern(float[] pattern) {
    return new AnalysisResult(
        AnalysisResult.Origin.of(
            new ToolInfo("entroscope", "0.1.0"),
            new ModelInfo(
                "models/two.onnx",
                "0123456789abcdef".repeat(4),
                "pytorch",
                17,
                34,
                "input",
                List.of(-1L, 1L, 4L, 4L),
                "logits",
                Map.of("note", "two classes, <script>alert(1)</script>")),
            new DataInfo(
                "data/two",
                "idx",
                "test",
                3,
                5,
                1,
                List.of("cat", "dog"),
                List.of(2L, 1L),
                List.of(new ArrayInput("x", "x", "float32", List.of(4, 4)))),
            new Settings(
                "all",
                "both",
                "log",
                new PreprocessingInfo(
                    1 / 255.0, List.of(0.5), List.of(0.25), List.of(4, 4), "NCHW", 1, "options"),
                256,
                new Settings.Selected(42, 100, 1000),
                20,
                true,
                "attention_mask",
                options())),
        new AnalysisResult.Predictions(
            2 / 3.0,
            new Interval(0.2, 0.94),
            new long[][] {{1, 1}, {0, 1}},
            0.75,
            List.of(new MistakenImage(1, "cat/2.png", "aW1hZ2U="))),
        verdict(),
        List.of(new Caveat("small-sample", "Only 3 images.")),
        List.of(new SampleImage(0, "cat/1.png", 0, 0, "aW1hZ2U=")),
        List.of(layer(pattern)),
        training(),
        List.of(
            new StatisticDescription(
                "spread",
                "Spread",
                "",
                "0 and up",
                "High: wide.",
                "max - min",
                "A. Nobody (2020)")),
        images(),
        blocks());
  }

  private static BlockAnalysis blocks() {
    BlockValue value = new BlockValue(0.25, 0.01, new Interval(0.23, 0.27), 48, 3L);
    return new BlockAnalysis(
        List.of(
            new BlockResult(
                "layer1.0",
                "convolution",
                "layer1.0",
                "in",
                "out",
                List.of(-1L, 8L, 4L, 4L),
                1184,
                "changes the stream",
                new BlockResult.Recovery(0.01, 40, 8),
                Map.of("influence", value))),
        new StreamSimilarity(
            List.of("layer1.0", "layer2.0"), new double[][] {{1, 0.5}, {0.5, 1}}, 5),
        List.of(
            new StatisticDescription(
                "influence", "Influence", "", "0 to 2", "Low: little.", "1 - cos", "A. Nobody")));
  }

  /** Positions 0, 2, 4, labels 0, 0, 1, all predicted to be 0. */
  private static ImageTable images() {
    return new ImageTable(
        3,
        List.of("conv1"),
        List.of(2L, 1L),
        new byte[] {0, 0, 0, 0, 2, 0, 0, 0, 4, 0, 0, 0},
        new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, -128},
        new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0},
        new byte[12],
        new byte[] {0, 0, 0x40, 0x3f, 0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x3f},
        new byte[12],
        new byte[12]);
  }

  private static Verdict verdict() {
    Verdict.Step step =
        new Verdict.Step(
            "conv1",
            "fc1",
            -0.25,
            new Interval(-0.3, -0.2),
            new Interval(-0.35, -0.15),
            Verdict.Direction.FALLS);
    Verdict.Curve curve = new Verdict.Curve("mean", true, List.of(step));
    Verdict.Reading reading = new Verdict.Reading(curve, List.of(curve, curve));
    return new Verdict(
        "It falls.", 0.01, curve, List.of(curve, curve), 3, "bonferroni", reading, reading);
  }

  private static LayerResult layer(float[] pattern) {
    ClassStatistics one = statistics("cat", pattern);
    return new LayerResult(
        new LayerFacts(
            "conv1",
            "/conv1/Conv",
            "/conv1/Conv_output_0",
            LayerResult.CONVOLUTION,
            "Relu",
            1,
            2,
            new LayerWeights(9, 20, "0123456789abcdef"),
            List.of(-1L, 2L, 4L, 4L),
            LayerFacts.HIDDEN),
        new LayerResult.Observation(
            "mean",
            true,
            "output",
            1.5,
            0,
            0.5,
            new double[] {0, 0.5, 1},
            new Quantization(0.046875, 131L)),
        statistics("all", pattern),
        List.of(one, statistics("dog", pattern)),
        new ClassMean(mean(0.5), mean(0.6), mean(0.7)),
        new float[][] {{1, 2}},
        new LayerResult.Preactivation(
            "/conv1/Conv_output_1",
            2,
            1,
            0,
            one,
            List.of(one, one),
            new float[][] {{-1, 2}},
            indicators()),
        List.of(new FeatureMap(0, 1, 2, new float[] {0, -1}, new float[] {1, 1}, "AP+AAA==")),
        new Maximization(64, 2, 7, List.of(new Maximization.Unit(1, 3.5, 2.5, "aW1hZ2U="))),
        indicators());
  }

  private static ClassMean.Mean mean(double value) {
    return new ClassMean.Mean(
        value, 0.01, new Interval(value - 0.02, value + 0.02), List.of(value, value + 0.01));
  }

  private static Spectrum spectrum() {
    return new Spectrum(
        Spectrum.COVARIANCE,
        3,
        4,
        3,
        1.75,
        1.6,
        2,
        1,
        new Spectrum.Delve(1, 0.5),
        new double[] {3, 1});
  }

  private static LayerIndicators indicators() {
    return new LayerIndicators(
        3,
        spectrum(),
        new LayerIndicators.OnOffEntropy(0.9, 0.4),
        new LayerIndicators.Normalized(0.5, 0.72),
        new LayerIndicators.LabelInformation(0.3, 0.6),
        new LayerIndicators.Normalized(0.2, 0.29),
        0.5,
        new LayerIndicators.Sampled(
            new LayerIndicators.Renyi(0.7, 0.64, 3),
            new LayerIndicators.Probe(1, new Interval(0.4, 1), 3, 2, Spectrum.COVARIANCE, 0.001),
            new LayerIndicators.FromPrevious("conv0", 0.8, 0.25, 3)),
        Map.of("spread", new StatisticValue(1.5, 3, new Interval(1.2, 1.9))));
  }

  static ClassStatistics statistics(String label, float[] pattern) {
    return new ClassStatistics(
        label,
        2,
        new Entropy(0.5623351446188083, 0.8112781244591328, 0.01, new Interval(0.54, 0.58)),
        new Entropy(0.6, 0.8656170245333781, 0.02, new Interval(0.56, 0.64)),
        new ImageEntropy(
            0.4,
            0.5770780163555854,
            0.1,
            0.07,
            new Interval(0.2, 0.6),
            new double[] {0.1, 0.2, 0.3, 0.4, 0.5},
            new long[] {1, 1, 0}),
        new ImageEntropy.Sampled(0.45, 0.6492127684000335, 1),
        0.5,
        new UnitStatistics(new float[] {1, 2.0986123f}, pattern, new long[] {0, 2}),
        new long[][] {{0, 2}, {1, 2}},
        new ClassIndicators(spectrum(), 0.5, 0.3, 0.43));
  }

  private static TrainingHistory training() {
    return new TrainingHistory(
        List.of("conv1"),
        3,
        List.of(
            new TrainingHistory.Epoch(
                1,
                "epoch-1.onnx",
                0.7,
                0.5,
                new double[][] {{0.8, 0.9}},
                new double[][] {{0.85, 0.95}},
                new double[] {0.01},
                List.of(
                    new TrainingHistory.Change(null, 0.1, new Interval(0.05, 0.15), 0.01),
                    new TrainingHistory.Change("conv1", -0.1, null, null)),
                new TrainingHistory.Information(
                    3,
                    new double[] {1},
                    new double[] {0.6},
                    new double[] {1.05},
                    new double[] {0.9},
                    new double[] {0.5}))));
  }
}
