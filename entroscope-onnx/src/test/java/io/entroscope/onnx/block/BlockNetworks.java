package io.entroscope.onnx.block;

import static io.entroscope.onnx.block.TestGraph.WIDTH;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.ElementType;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.proto.TensorProto;
import java.util.List;

/** Small networks with residual blocks, one of each family. */
final class BlockNetworks {
  private static final int CLASSES = 3;
  private static final int TOKENS = 5;

  private BlockNetworks() {}

  /** How a post-norm encoder is written. */
  enum Norm {
    OPERATOR,
    WRITTEN_OUT,
    FUSED
  }

  /** Four ResNet blocks, of which the third changes the shape. */
  static OnnxModel resNet() {
    TestGraph g = new TestGraph();
    String x = image(g, "conv1", 4);
    x = basic(g, "layer1/layer1.0", x, 4, 4, 1);
    x = basic(g, "layer1/layer1.1", x, 4, 4, 1);
    x = basic(g, "layer2/layer2.0", x, 4, 8, 2);
    x = basic(g, "layer2/layer2.1", x, 8, 8, 1);
    return pooled(g, x, 8);
  }

  private static String image(TestGraph g, String path, int channels) {
    String x = g.builder.input("image", TensorType.floats(-1, 3, 8, 8));
    return g.node(path, "Relu", List.of(g.convolution(path, x, 3, channels, 3, 1, 1)));
  }

  private static String basic(TestGraph g, String path, String x, int from, int to, int stride) {
    String y = g.convolution(path + "/conv1", x, from, to, 3, stride, 1);
    y = g.node(path + "/relu", "Relu", List.of(y));
    y = g.convolution(path + "/conv2", y, to, to, 3, 1, 1);
    String skip = from == to ? x : g.convolution(path + "/downsample.0", x, from, to, 1, stride, 1);
    return g.node(path + "/relu_1", "Relu", List.of(g.node(path, "Add", List.of(y, skip))));
  }

  private static OnnxModel pooled(TestGraph g, String x, int channels) {
    String pooled = g.node("", "Flatten", List.of(g.node("", "GlobalAveragePool", List.of(x))));
    return headed(g, pooled, channels);
  }

  private static OnnxModel headed(TestGraph g, String x, int units) {
    String scores = g.node("head", "Gemm", List.of(x, g.weights(units, units, CLASSES)));
    return g.builder.output(scores, TensorType.floats(-1, CLASSES)).build(17);
  }

  /** Inverted residuals with squeeze and excitation, no activation behind the sum. */
  static OnnxModel mobileNet() {
    TestGraph g = new TestGraph();
    String x = image(g, "features.0", 4);
    x = inverted(g, "features/features.1", x);
    x = inverted(g, "features/features.2", x);
    return pooled(g, x, 4);
  }

  private static String inverted(TestGraph g, String path, String x) {
    String y = g.convolution(path + "/block.0", x, 4, 8, 1, 1, 1);
    y = g.node("", "HardSwish", List.of(y));
    y = g.convolution(path + "/block.1", y, 8, 8, 3, 1, 8);
    String squeezed = g.node("", "GlobalAveragePool", List.of(y));
    squeezed = g.node("", "Relu", List.of(g.convolution(path + "/se.0", squeezed, 8, 2, 1, 1, 1)));
    squeezed = g.convolution(path + "/se.1", squeezed, 2, 8, 1, 1, 1);
    y = g.node("", "Mul", List.of(y, g.node("", "Sigmoid", List.of(squeezed))));
    return g.node(path, "Add", List.of(x, g.convolution(path + "/block.2", y, 8, 4, 1, 1, 1)));
  }

  /** ConvNeXt: normalised inside the branch, channels last, scaled; a normalisation at the end. */
  static OnnxModel convNext() {
    TestGraph g = new TestGraph();
    String x = image(g, "stem", 8);
    for (int i = 0; i < 2; i++) {
      String path = "stages/stages." + i;
      String y = g.convolution(path + "/dwconv", x, 8, 8, 7, 1, 8);
      y = g.normalized(path + "/norm", g.transposed(y, 0, 2, 3, 1), 8);
      y = g.feedForward(path + "/pwconv1", path + "/pwconv2", y);
      y = g.transposed(g.node("", "Mul", List.of(y, g.scale(8))), 0, 3, 1, 2);
      x = g.node(path, "Add", List.of(x, y));
    }
    String last = g.normalized("norm", g.transposed(x, 0, 2, 3, 1), 8);
    return pooled(g, g.transposed(last, 0, 3, 1, 2), 8);
  }

  /** A mixer: over the tokens by transposition, then over the channels. */
  static OnnxModel mixer() {
    TestGraph g = new TestGraph();
    String x = tokens(g);
    for (int i = 0; i < 2; i++) {
      String path = "blocks/blocks." + i;
      String y = g.transposed(g.normalized(path + "/norm1", x, WIDTH), 0, 2, 1);
      y = g.gelu(g.linear(path + "/mlp_tokens/fc1", y, TOKENS, 4));
      y = g.transposed(g.linear(path + "/mlp_tokens/fc2", y, 4, TOKENS), 0, 2, 1);
      x = g.node(path, "Add", List.of(x, y));
      y = g.normalized(path + "/norm2", x, WIDTH);
      y = g.feedForward(path + "/mlp_channels/fc1", path + "/mlp_channels/fc2", y);
      x = g.node(path, "Add", List.of(x, y));
    }
    return averaged(g, g.normalized("norm", x, WIDTH));
  }

  private static String tokens(TestGraph g) {
    return g.builder.input("tokens", TensorType.floats(-1, TOKENS, WIDTH));
  }

  private static OnnxModel averaged(TestGraph g, String x) {
    String mean =
        g.node(
            "",
            "ReduceMean",
            List.of(x),
            Attributes.of("axes", new long[] {1}),
            Attributes.of("keepdims", 0L));
    return headed(g, mean, WIDTH);
  }

  /** A pre-norm transformer with a normalisation at the end. */
  static OnnxModel preNorm() {
    TestGraph g = new TestGraph();
    String x = g.linear("embed", tokens(g), WIDTH, WIDTH);
    for (int i = 0; i < 2; i++) {
      x = preNormLayer(g, "blocks/blocks." + i, x);
    }
    return averaged(g, g.normalized("norm", x, WIDTH));
  }

  private static String preNormLayer(TestGraph g, String path, String x) {
    String y = g.normalized(path + "/norm1", x, WIDTH);
    String mixed = g.node(path, "Add", List.of(x, g.attention(path + "/attn", y, y, "")));
    y = g.normalized(path + "/norm2", mixed, WIDTH);
    y = g.feedForward(path + "/mlp/fc1", path + "/mlp/fc2", y);
    return g.node(path, "Add", List.of(mixed, y));
  }

  /** Pre-norm layers whose sums are fused with the next normalisation. */
  static OnnxModel preNormFused() {
    TestGraph g = new TestGraph();
    g.builder.domain("com.microsoft", 1);
    String stream = g.linear("embed", tokens(g), WIDTH, WIDTH);
    String normal = g.normalized("blocks.0/norm1", stream, WIDTH);
    for (int i = 0; i < 2; i++) {
      String path = "blocks/blocks." + i;
      String mixed = "mixed" + i;
      String y = g.attention(path + "/attn", normal, normal, "");
      normal = skipNorm(g, path + "/SkipLayerNorm", stream, y, mixed);
      y = g.feedForward(path + "/mlp/fc1", path + "/mlp/fc2", normal);
      stream = i == 0 ? "stream" + i : "";
      normal = skipNorm(g, path + "/SkipLayerNorm_1", mixed, y, stream);
    }
    return averaged(g, normal);
  }

  private static String skipNorm(TestGraph g, String name, String x, String branch, String sum) {
    GraphBuilder.Step step =
        g.builder
            .step("SkipLayerNormalization")
            .named("/" + name)
            .domain("com.microsoft")
            .inputs(x, branch, g.scale(WIDTH), g.vector(WIDTH), g.vector(WIDTH))
            .attribute(Attributes.of("epsilon", 1e-5f));
    String normalized = g.builder.unused(name + "_output");
    return sum.isEmpty()
        ? step.outputs(normalized).add()
        : step.outputs(normalized, "", "", sum).add();
  }

  /** A post-norm encoder of token ids, whose mask is added to all scores. */
  static OnnxModel encoder(Norm norm) {
    TestGraph g = new TestGraph();
    String ids = g.builder.input("input_ids", TensorType.longs(-1, TOKENS));
    String mask = mask(g);
    String embedded = g.node("embeddings", "Gather", List.of(g.weights(1, 20, WIDTH), ids));
    String x = normalized(g, norm, "embeddings/LayerNorm", embedded);
    if (norm == Norm.FUSED) {
      g.builder.domain("com.microsoft", 1);
    }
    for (int i = 0; i < 2; i++) {
      String path = "encoder/layer." + i;
      String attended = g.attention(path + "/attention", x, x, mask);
      x = postNorm(g, norm, path + "/attention/output", x, attended);
      String fed = g.feedForward(path + "/intermediate/dense", path + "/output/dense", x);
      x = postNorm(g, norm, path + "/output", x, fed);
    }
    return averaged(g, x);
  }

  /** 0 where the mask is 1, and a large negative number elsewhere: [N, 1, T]. */
  private static String mask(TestGraph g) {
    String mask = g.builder.input("attention_mask", TensorType.longs(-1, TOKENS));
    String wide = g.node("", "Unsqueeze", List.of(mask, g.longs(1)));
    String numbers =
        g.node("", "Cast", List.of(wide), Attributes.of("to", (long) ElementType.FLOAT.number()));
    String off = g.node("", "Sub", List.of(g.scalar(1), numbers));
    return g.node("", "Mul", List.of(off, g.scalar(-10000)));
  }

  private static String normalized(TestGraph g, Norm norm, String path, String x) {
    return norm == Norm.WRITTEN_OUT
        ? g.normalizedWrittenOut(path, x, WIDTH)
        : g.normalized(path, x, WIDTH);
  }

  private static String postNorm(TestGraph g, Norm norm, String path, String x, String branch) {
    if (norm == Norm.FUSED) {
      return skipNorm(g, path + "/SkipLayerNormalization", branch, x, "");
    }
    String sum = g.node(path, "Add", List.of(branch, x));
    return normalized(g, norm, path + "/LayerNorm", sum);
  }

  /** Attention within windows of a picture that is rolled before and back after, as in Swin. */
  static OnnxModel windows() {
    TestGraph g = new TestGraph();
    String x = g.builder.input("image", TensorType.floats(-1, 4, 4, WIDTH));
    for (int i = 0; i < 2; i++) {
      String path = "features/features." + i;
      String y = g.normalized(path + "/norm1", x, WIDTH);
      y = rolled(g, y, 1);
      y = g.transposed(g.reshaped(y, -1, 2, 2, 2, 2, WIDTH), 0, 1, 3, 2, 4, 5);
      y = g.reshaped(y, -1, 4, WIDTH);
      y = g.attention(path + "/attn", y, y, "");
      y = g.transposed(g.reshaped(y, -1, 2, 2, 2, 2, WIDTH), 0, 1, 3, 2, 4, 5);
      y = rolled(g, g.reshaped(y, -1, 4, 4, WIDTH), 3);
      x = g.node(path, "Add", List.of(x, y));
      y = g.normalized(path + "/norm2", x, WIDTH);
      x = g.node(path, "Add", List.of(x, g.feedForward(path + "/mlp/0", path + "/mlp/3", y)));
    }
    String flat = g.reshaped(g.normalized("norm", x, WIDTH), -1, 16, WIDTH);
    return averaged(g, flat);
  }

  private static String rolled(TestGraph g, String x, long by) {
    String axis = g.longs(1);
    String back = g.node("", "Slice", List.of(x, g.longs(by), g.longs(4), axis));
    String front = g.node("", "Slice", List.of(x, g.longs(0), g.longs(by), axis));
    return g.node("", "Concat", List.of(back, front), Attributes.of("axis", 1L));
  }

  /** Two residual blocks within an outer skip. */
  static OnnxModel outerSkip() {
    TestGraph g = new TestGraph();
    String x = image(g, "stem", 4);
    String y = inverted(g, "body/body.0", x);
    y = inverted(g, "body/body.1", y);
    y = g.convolution("tail", y, 4, 4, 3, 1, 1);
    return pooled(g, g.node("outer", "Add", List.of(x, y)), 4);
  }

  /** Attention and feed-forward side by side, both of one normalised stream. */
  static OnnxModel parallel() {
    TestGraph g = new TestGraph();
    String x = g.linear("embed", tokens(g), WIDTH, WIDTH);
    for (int i = 0; i < 2; i++) {
      String path = "h/h." + i;
      String y = g.normalized(path + "/ln", x, WIDTH);
      String attended = g.attention(path + "/attn", y, y, "");
      String fed = g.feedForward(path + "/mlp/fc1", path + "/mlp/fc2", y);
      String first = g.node(path, "Add", List.of(attended, i == 0 ? fed : x));
      x = g.node(path, "Add", List.of(first, i == 0 ? x : fed));
    }
    return averaged(g, x);
  }

  /** A decoder's layer that attends to its own tokens and to an encoder's; keys come out. */
  static OnnxModel decoder() {
    TestGraph g = new TestGraph();
    String x = g.linear("embed", tokens(g), WIDTH, WIDTH);
    String memory = g.builder.input("memory", TensorType.floats(-1, TOKENS, WIDTH));
    memory = g.linear("encoder", memory, WIDTH, WIDTH);
    for (int i = 0; i < 2; i++) {
      String path = "layers/layers." + i;
      String y = g.normalized(path + "/norm1", x, WIDTH);
      x = g.node(path, "Add", List.of(x, g.attention(path + "/self_attn", y, y, "")));
      String key = "/" + path + "/self_attn/self/key/Add_output_0";
      g.builder.output(key, TensorType.floats(-1, TOKENS, WIDTH));
      y = g.normalized(path + "/norm2", x, WIDTH);
      x = g.node(path, "Add", List.of(x, g.attention(path + "/cross_attn", y, memory, "")));
      y = g.normalized(path + "/norm3", x, WIDTH);
      x = g.node(path, "Add", List.of(x, g.feedForward(path + "/mlp/1", path + "/mlp/2", y)));
    }
    return averaged(g, x);
  }

  /** Blocks without any name to go by; an inner tensor of the first is used behind the second. */
  static OnnxModel nameless() {
    TestGraph g = new TestGraph();
    String x = image(g, "", 4);
    String inner = g.node("", "Relu", List.of(g.convolution("", x, 4, 4, 3, 1, 1)));
    x = g.node("", "Add", List.of(x, g.convolution("", inner, 4, 4, 3, 1, 1)));
    String y = g.node("", "Relu", List.of(g.convolution("", x, 4, 4, 3, 1, 1)));
    x = g.node("", "Add", List.of(g.convolution("", y, 4, 4, 3, 1, 1), x));
    return pooled(g, g.node("", "Concat", List.of(x, inner), Attributes.of("axis", 1L)), 8);
  }

  /** A plain stack: no blocks. */
  static OnnxModel plain() {
    TestGraph g = new TestGraph();
    String x = g.builder.input("tokens", TensorType.floats(-1, WIDTH));
    x = g.gelu(g.linear("fc1", x, WIDTH, WIDTH));
    return headed(g, g.gelu(g.linear("fc2", x, WIDTH, WIDTH)), WIDTH);
  }

  /** A residual sum of integers, as ONNX Runtime's quantisation writes it. */
  static OnnxModel quantized() {
    TestGraph g = new TestGraph();
    g.builder.domain("com.microsoft", 1);
    String x = g.builder.input("image", TensorType.of(ElementType.UINT8, -1, 2, 4, 4));
    String scale = g.scalar(0.1f);
    TensorProto.Builder byteZero =
        TensorProto.newBuilder().setDataType(ElementType.UINT8.number()).addInt32Data(0);
    String zero = g.builder.initializer(byteZero.setName("zero").build());
    String weights =
        g.builder.initializer(
            byteZero
                .setName("w")
                .clearInt32Data()
                .addDims(2)
                .addDims(2)
                .addDims(1)
                .addDims(1)
                .addInt32Data(1)
                .addInt32Data(2)
                .addInt32Data(3)
                .addInt32Data(4)
                .build());
    String y =
        g.node("conv", "QLinearConv", List.of(x, scale, zero, weights, scale, zero, scale, zero));
    String sum =
        g.builder
            .step("QLinearAdd")
            .domain("com.microsoft")
            .inputs(x, scale, zero, y, scale, zero, scale, zero)
            .add();
    return g.builder.output(sum, TensorType.of(ElementType.UINT8, -1, 2, 4, 4)).build(17);
  }
}
