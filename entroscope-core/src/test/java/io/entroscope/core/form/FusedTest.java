package io.entroscope.core.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.core.block.Candidate;
import io.entroscope.core.block.Candidates;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.BlockKind;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.Bypass;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers that ONNX Runtime's optimizer has drawn into other operators. */
class FusedTest {
  private static final int TOKENS = 4;
  private static final int WIDTH = 6;
  private static final int WORDS = 9;
  private static final Matrix PROJECTION = Matrix.random(1, WIDTH, 3 * WIDTH);
  private static final double[] BIAS = Matrix.random(2, 1, 3 * WIDTH).values()[0];
  private static final Matrix OUT = Matrix.random(3, WIDTH, WIDTH);

  @TempDir private Path folder;

  private static String vector(GraphBuilder b, String name, double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return b.floats(name, new long[] {values.length}, floats);
  }

  /** The mean over the tokens of x · W + bias. */
  private static double[][] expected(double[][] x, Matrix weights, double... bias) {
    return Arrays.stream(x)
        .map(
            one -> {
              double[] mean = new double[weights.columns()];
              for (int t = 0; t < TOKENS; t++) {
                double[] y =
                    weights.apply(Arrays.copyOfRange(one, t * WIDTH, (t + 1) * WIDTH), bias);
                for (int u = 0; u < mean.length; u++) {
                  mean[u] += y[u] / TOKENS;
                }
              }
              return mean;
            })
        .toArray(double[][]::new);
  }

  private static GraphBuilder start() {
    GraphBuilder b = new GraphBuilder("fused").domain("com.microsoft", 1);
    b.input("x", TensorType.floats(-1, TOKENS, WIDTH));
    return b;
  }

  private static OnnxModel closed(GraphBuilder b, String tokens) {
    String mean =
        b.node(
            "ReduceMean",
            List.of(tokens),
            Attributes.of("axes", new long[] {1}),
            Attributes.of("keepdims", 0));
    String head = Matrix.random(7, WIDTH, 2).in(b, "head.weight");
    return b.output(b.node("MatMul", List.of(mean, head)), TensorType.floats(-1, 2)).build(17);
  }

  private static String skipNormalized(GraphBuilder b, String x, String skip, String... bias) {
    double[] ones = new double[WIDTH];
    Arrays.fill(ones, 1);
    String[] inputs = new String[4 + bias.length];
    inputs[0] = x;
    inputs[1] = skip;
    inputs[2] = vector(b, b.unused("gamma"), ones);
    inputs[3] = vector(b, b.unused("beta"), new double[WIDTH]);
    System.arraycopy(bias, 0, inputs, 4, bias.length);
    return b.step("SkipLayerNormalization").domain("com.microsoft").inputs(inputs).add();
  }

  @Test
  void projectionsInAttentionAreThreeLayers() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, TOKENS, WIDTH);
    GraphBuilder b = start();
    String attention =
        b.step("Attention")
            .domain("com.microsoft")
            .named("/encoder/attention/Attention")
            .inputs("x", PROJECTION.in(b, "qkv_weight"), vector(b, "qkv_bias", BIAS))
            .attribute(Attributes.of("num_heads", 2))
            .add();
    String out =
        b.step("MatMul")
            .named("/encoder/out/MatMul")
            .inputs(attention, OUT.in(b, "onnx::MatMul_1"))
            .add();
    double[] outBias = {1, -1, 0.5, 0, 2, 0};
    String y = skipNormalized(b, out, "x", vector(b, "out_bias", outBias));
    OnnxModel model = closed(b, y);

    AnalysisResult result = examples.analyze(model);

    List<LayerResult> layers =
        result.layers().stream().filter(of -> !of.facts().kind().equals("block")).toList();
    assertThat(layers)
        .extracting(LayerResult::name)
        .containsExactly("qkv.query", "qkv.key", "qkv.value", "encoder.out", "head");
    for (int part = 0; part < 3; part++) {
      double[] bias = Arrays.copyOfRange(BIAS, part * WIDTH, (part + 1) * WIDTH);
      Matrix weights = PROJECTION.columns(part * WIDTH, (part + 1) * WIDTH);
      examples.assertEntropies(result, layers.get(part).name(), expected(x, weights, bias));
      assertThat(layers.get(part).facts().parameters()).isEqualTo(WIDTH * (WIDTH + 1));
    }
    assertThat(Blocks.find(model, Map.of()))
        .extracting(Block::kind)
        .containsExactly(BlockKind.ATTENTION);
    assertThat(Candidates.of(model)).extracting(Candidate::kind).containsExactly("attention");
  }

  /** The bias of a product stands in the operator that adds the residual, or that attends. */
  @Test
  void biasesInTheOperatorBehindAreAdded() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, TOKENS, WIDTH);
    GraphBuilder b = start();
    String[] projected = new String[3];
    for (int part = 0; part < 3; part++) {
      String name = List.of("query", "key", "value").get(part);
      Matrix weights = PROJECTION.columns(part * WIDTH, (part + 1) * WIDTH);
      projected[part] = b.node("MatMul", List.of("x", weights.in(b, name + ".weight")));
    }
    String attention =
        b.step("MultiHeadAttention")
            .domain("com.microsoft")
            .inputs(projected[0], projected[1], projected[2], vector(b, "qkv_bias", BIAS))
            .attribute(Attributes.of("num_heads", 2))
            .add();
    String mixed = b.node("MatMul", List.of("x", OUT.in(b, "out.weight")));
    double[] outBias = {1, -1, 0.5, 0, 2, 0};
    String y = skipNormalized(b, attention, mixed, vector(b, "out_bias", outBias));

    AnalysisResult result = examples.analyze(closed(b, y));

    for (int part = 0; part < 3; part++) {
      double[] bias = Arrays.copyOfRange(BIAS, part * WIDTH, (part + 1) * WIDTH);
      Matrix weights = PROJECTION.columns(part * WIDTH, (part + 1) * WIDTH);
      String name = List.of("query", "key", "value").get(part);
      examples.assertEntropies(result, name, expected(x, weights, bias));
    }
    examples.assertEntropies(result, "out", expected(x, OUT, outBias));
  }

  /** QAttention projects integers; its projection is that of the integers' real values. */
  @Test
  void projectionsOfQuantizedAttention() {
    Examples examples = new Examples(folder);
    double[][] x = examples.floats("x", 3, TOKENS, WIDTH);
    double inScale = 0.03125;
    double weightScale = 0.015625;
    byte[] weights = new byte[3 * WIDTH * WIDTH];
    double[][] real = new double[WIDTH][3 * WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      for (int j = 0; j < 3 * WIDTH; j++) {
        int q = (int) Math.rint(PROJECTION.values()[i][j] / weightScale);
        weights[i * 3 * WIDTH + j] = (byte) Math.max(-127, Math.min(127, q));
        real[i][j] = weights[i * 3 * WIDTH + j] * weightScale;
      }
    }
    GraphBuilder b = start();
    String scale = b.floats("in_scale", new long[0], (float) inScale);
    String zero = Bytes.in(b, "in_zero", false, new long[0], (byte) 128);
    String q = b.node("QuantizeLinear", List.of("x", scale, zero));
    String attention =
        b.step("QAttention")
            .domain("com.microsoft")
            .named("/attention/QAttention")
            .inputs(
                q,
                Bytes.in(b, "attention.weight", true, new long[] {WIDTH, 3 * WIDTH}, weights),
                vector(b, "attention.bias", BIAS),
                scale,
                b.floats("weight_scale", new long[0], (float) weightScale),
                "",
                zero,
                Bytes.in(b, "weight_zero", true, new long[0], (byte) 0))
            .attribute(Attributes.of("num_heads", 2))
            .add();

    AnalysisResult result = examples.analyze(closed(b, attention));

    double[][] rounded =
        Arrays.stream(x)
            .map(
                one ->
                    Arrays.stream(one)
                        .map(v -> Math.max(-128, Math.min(127, Math.rint(v / inScale))) * inScale)
                        .toArray())
            .toArray(double[][]::new);
    for (int part = 0; part < 3; part++) {
      double[] bias = Arrays.copyOfRange(BIAS, part * WIDTH, (part + 1) * WIDTH);
      Matrix some = new Matrix(real).columns(part * WIDTH, (part + 1) * WIDTH);
      String name = "attention." + List.of("query", "key", "value").get(part);
      examples.assertEntropies(result, name, expected(rounded, some, bias));
    }
  }

  /** Ids of words become normalised sums of embeddings, the stream that the first block reads. */
  @Test
  void blocksBehindFusedEmbeddings() {
    Random random = new Random(11);
    long[] ids = new long[Examples.COUNT * TOKENS];
    Arrays.setAll(ids, i -> random.nextInt(WORDS));
    Examples examples = new Examples(folder);
    NpyWriter.longs(folder.resolve("input_ids.npy"), new int[] {Examples.COUNT, TOKENS}, ids);
    NpyWriter.longs(
        folder.resolve("segment_ids.npy"),
        new int[] {Examples.COUNT, TOKENS},
        new long[ids.length]);
    Matrix words = Matrix.random(21, WORDS, WIDTH);
    Matrix places = Matrix.random(22, TOKENS, WIDTH);
    Matrix segments = Matrix.random(23, 2, WIDTH);
    double[] gamma = {1, 0.5, 2, 1, 1.5, 1};
    double[] beta = {0, 0.25, 0, -0.5, 0, 1};
    GraphBuilder b = new GraphBuilder("fused").domain("com.microsoft", 1);
    b.input("input_ids", TensorType.of(ElementType.INT32, -1, TOKENS));
    b.input("segment_ids", TensorType.of(ElementType.INT32, -1, TOKENS));
    String stream =
        b.step("EmbedLayerNormalization")
            .domain("com.microsoft")
            .named("/embeddings/EmbedLayerNormalization")
            .inputs(
                "input_ids",
                "segment_ids",
                words.in(b, "words"),
                places.in(b, "places"),
                segments.in(b, "segments"),
                vector(b, "embed.gamma", gamma),
                vector(b, "embed.beta", beta))
            .outputs("stream", "mask_index")
            .add();
    String hidden =
        b.step("MatMul").named("/layer/in/MatMul").inputs(stream, OUT.in(b, "in.weight")).add();
    String bent = b.node("Sin", List.of(hidden));
    String branch =
        b.step("MatMul").named("/layer/out/MatMul").inputs(bent, OUT.in(b, "out.weight")).add();
    OnnxModel model = closed(b, skipNormalized(b, branch, stream));

    AnalysisResult result =
        examples.analyze(model, AnalysisOptions.builder().layers("in,out").build());

    double[][] x = new double[Examples.COUNT][TOKENS * WIDTH];
    for (int i = 0; i < ids.length; i++) {
      double[] sum = new double[WIDTH];
      for (int u = 0; u < WIDTH; u++) {
        sum[u] =
            (float) words.values()[(int) ids[i]][u]
                + (float) places.values()[i % TOKENS][u]
                + (float) segments.values()[0][u];
      }
      System.arraycopy(normalized(sum, gamma, beta), 0, x[i / TOKENS], i % TOKENS * WIDTH, WIDTH);
    }
    examples.assertEntropies(result, "in", expected(x, OUT, new double[WIDTH]));
    List<Block> blocks = Blocks.find(model, Map.of());
    assertThat(blocks).extracting(Block::input).containsExactly("stream");
    assertThat(blocks).allMatch(block -> block.bypasses().equals(Set.of(Bypass.SUM)));
  }

  private static double[] normalized(double[] x, double[] gamma, double[] beta) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] y = new double[x.length];
    Arrays.setAll(y, u -> (x[u] - mean) / Math.sqrt(variance + 1e-12) * gamma[u] + beta[u]);
    return y;
  }
}
