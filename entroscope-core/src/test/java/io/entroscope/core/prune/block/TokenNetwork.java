package io.entroscope.core.prune.block;

import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A network of residual blocks over tokens [N, 4, 6] of which some do nothing but a linear map,
 * which a least-squares map can take the place of exactly; with tokens that a mask leaves out and
 * that hold numbers no map would fit.
 */
final class TokenNetwork {
  static final int TOKENS = 4;
  static final int WIDTH = 6;
  static final int CLASSES = 3;

  private final GraphBuilder graph = new GraphBuilder("tokens");
  private final Random random = new Random(5);
  private String stream;

  private final int batch;

  TokenNetwork() {
    this(-1);
  }

  /** That takes so many examples at a time; −1: any number. */
  TokenNetwork(int batch) {
    this.batch = batch;
    stream = graph.input("x", TensorType.floats(batch, TOKENS, WIDTH));
    graph.input("attention_mask", TensorType.of(ElementType.INT64, batch, TOKENS));
  }

  private String weights(String name, double size, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (size * random.nextGaussian() / Math.sqrt(rows));
    }
    return graph.floats(name, new long[] {rows, columns}, values);
  }

  private String node(String path, String operator, String... inputs) {
    return graph.step(operator).named("/" + path + "/" + operator).inputs(inputs).add();
  }

  /** A block whose branch is linear. */
  TokenNetwork linear(String name, double size) {
    String branch = node(name, "MatMul", stream, weights(name + ".w", size, WIDTH, WIDTH));
    stream = node(name, "Add", stream, branch);
    return this;
  }

  /** A block whose branch is not. */
  TokenNetwork curved(String name, double size) {
    String hidden = node(name + "/in", "MatMul", stream, weights(name + ".w1", size, WIDTH, 24));
    String bent = node(name, "Sin", hidden);
    String branch = node(name + "/out", "MatMul", bent, weights(name + ".w2", size, 24, WIDTH));
    stream = node(name, "Add", stream, branch);
    return this;
  }

  /** A normalisation over the units behind the last block. */
  TokenNetwork normalized(String name) {
    float[] ones = new float[WIDTH];
    Arrays.fill(ones, 1);
    stream =
        graph
            .step("LayerNormalization")
            .named("/" + name + "/LayerNormalization")
            .inputs(
                stream,
                graph.floats(name + ".scale", new long[] {WIDTH}, ones),
                graph.floats(name + ".shift", new long[] {WIDTH}, new float[WIDTH]))
            .attribute(Attributes.of("axis", -1L))
            .add();
    return this;
  }

  private String pooled() {
    String mask =
        graph
            .step("Cast")
            .inputs("attention_mask")
            .attribute(Attributes.of("to", (long) ElementType.FLOAT.number()))
            .add();
    String wide = graph.node("Unsqueeze", List.of(mask, graph.longs("last", new long[] {1}, 2)));
    String kept = graph.node("Mul", List.of(stream, wide));
    String tokens = graph.longs("tokens", new long[] {1}, 1);
    return graph.node("ReduceSum", List.of(kept, tokens), Attributes.of("keepdims", 0));
  }

  /** With a linear head on the sum over the tokens that count. */
  OnnxModel classifier() {
    String scores =
        graph
            .step("Gemm")
            .named("/head/Gemm")
            .inputs(
                pooled(),
                weights("head.weight", 3, WIDTH, CLASSES),
                graph.floats("head.bias", new long[] {CLASSES}, new float[CLASSES]))
            .outputs("scores")
            .add();
    return graph.output(scores, TensorType.floats(batch, CLASSES)).build(17);
  }

  /** That gives the sum over the tokens itself, a vector. */
  OnnxModel encoder() {
    String vector = node("pool", "Tanh", pooled());
    return graph.output(vector, TensorType.floats(batch, WIDTH)).build(17);
  }

  /** Random examples, labelled as a model of three classes might. */
  static Path data(Path folder, int examples, long seed) {
    Random random = new Random(seed);
    float[] x = new float[examples * TOKENS * WIDTH];
    long[] mask = new long[examples * TOKENS];
    int[] labels = new int[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = random.nextInt(CLASSES);
      int length = 1 + random.nextInt(TOKENS);
      for (int t = 0; t < TOKENS; t++) {
        mask[i * TOKENS + t] = t < length ? 1 : 0;
        for (int u = 0; u < WIDTH; u++) {
          double value = random.nextGaussian() + (u == labels[i] ? 1 : 0);
          x[(i * TOKENS + t) * WIDTH + u] = (float) (t < length ? value : 1000 * value);
        }
      }
    }
    NpyWriter.floats(folder.resolve("x.npy"), new int[] {examples, TOKENS, WIDTH}, x);
    NpyWriter.longs(folder.resolve("attention_mask.npy"), new int[] {examples, TOKENS}, mask);
    NpyWriter.longs(folder.resolve("labels.npy"), labels);
    return folder;
  }
}
