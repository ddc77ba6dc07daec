package io.entroscope.torch.architecture;

import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.torch.TorchException;
import io.entroscope.torch.architecture.Architecture.Patches;
import io.entroscope.torch.architecture.Architecture.Transformer;

/**
 * Writes a transformer over patches: {@code blocks.3.attention} and {@code blocks.3.mlp} are the
 * halves of its fourth layer.
 */
final class TransformerLayers {
  /** The lowest operator set with Gelu as one node. */
  static final int OPSET = 20;

  private static final int WIDENING = 4;

  private final Stack stack;
  private final GraphBuilder graph;
  private final int size;
  private final int width;
  private final int tokens;
  private final int layers;

  /**
   * Cuts what the stack has, [N, C, H, W], into tokens.
   *
   * @throws TorchException if patches do not divide it
   */
  TransformerLayers(Stack stack, Patches patches, Transformer transformer) {
    this.size = patches.size();
    if (stack.height() % size != 0 || stack.width() % size != 0) {
      throw new TorchException(
          patches.notation()
              + " does not divide "
              + stack.height()
              + "x"
              + stack.width()
              + " pixels; give patches of a size that divides both, or resize the images");
    }
    this.stack = stack;
    this.graph = stack.graph();
    this.width = transformer.width();
    this.tokens = stack.height() / size * (stack.width() / size);
    this.layers = transformer.layers();
  }

  /** Writes all of it; rows of a token's width go on. */
  void add() {
    embed();
    for (int layer = 0; layer < layers; layer++) {
      attention("blocks." + layer);
      feedForward("blocks." + layer);
    }
    finish();
  }

  /** Tokens of shape [N, tokens, width], with their positions. */
  private void embed() {
    String image =
        graph
            .step("Conv")
            .named("patches")
            .inputs(
                stack.tensor(),
                stack.zeros("patches.weight", width, stack.channels(), size, size),
                stack.zeros("patches.bias", width))
            .attribute(Attributes.of("kernel_shape", new long[] {size, size}))
            .attribute(Attributes.of("strides", new long[] {size, size}))
            .outputs("patches_output")
            .add();
    String rows = reshape("patches.flat", image, 0, width, tokens);
    String ordered = transpose("patches.tokens", rows, 0, 2, 1);
    String positions = stack.zeros("positions", 1, tokens, width);
    stack.at(step("Add", "embedding", ordered, positions));
  }

  private void attention(String layer) {
    String name = layer + ".attention";
    int heads = width / Transformer.HEAD;
    String x = normalised(layer + ".norm1");
    String scale =
        graph.floats(name + ".scale", new long[0], (float) (1 / Math.sqrt(Transformer.HEAD)));
    String query = step("Mul", name + ".query.scaled", linear(name + ".query", x), scale);
    String queries = heads(name + ".query", query, heads, 0, 2, 1, 3);
    String keys = heads(name + ".key", linear(name + ".key", x), heads, 0, 2, 3, 1);
    String values = heads(name + ".value", linear(name + ".value", x), heads, 0, 2, 1, 3);
    String weights =
        graph
            .step("Softmax")
            .named(name + ".softmax")
            .inputs(step("MatMul", name + ".scores", queries, keys))
            .attribute(Attributes.of("axis", -1L))
            .outputs(name + ".weights")
            .add();
    String mixed =
        transpose(name + ".mixed", step("MatMul", name + ".context", weights, values), 0, 2, 1, 3);
    String rows = reshape(name + ".rows", mixed, 0, tokens, width);
    add(name, linear(name + ".project", rows));
  }

  private String heads(String name, String rows, int heads, long... order) {
    return transpose(
        name + ".heads", reshape(name + ".split", rows, 0, tokens, heads, Transformer.HEAD), order);
  }

  private void feedForward(String layer) {
    String name = layer + ".mlp";
    String x = normalised(layer + ".norm2");
    String hidden = linear(name + ".fc1", x, width, WIDENING * width);
    String active = step("Gelu", name + ".gelu", hidden);
    add(name, linear(name + ".fc2", active, WIDENING * width, width));
  }

  /** The sum with the stream. */
  private void add(String name, String branch) {
    stack.at(step("Add", name + ".add", stack.tensor(), branch));
  }

  private String normalised(String name) {
    return graph
        .step("LayerNormalization")
        .named(name)
        .inputs(
            stack.tensor(), stack.zeros(name + ".scale", width), stack.zeros(name + ".bias", width))
        .attribute(Attributes.of("axis", -1L))
        .outputs(name + "_output")
        .add();
  }

  /** The tokens' mean, [N, width]. */
  private void finish() {
    String last = normalised("norm");
    String mean =
        graph
            .step("ReduceMean")
            .named("mean")
            .inputs(last, graph.longs("mean.axes", new long[] {1}, 1))
            .attribute(Attributes.of("keepdims", 0L))
            .outputs("mean_output")
            .add();
    stack.atRows(mean, width);
  }

  private String linear(String name, String x) {
    return linear(name, x, width, width);
  }

  private String linear(String name, String x, int in, int out) {
    String product =
        graph
            .step("MatMul")
            .named(name)
            .inputs(x, stack.zeros(name + ".weight", in, out))
            .outputs(name + "_product")
            .add();
    return graph
        .step("Add")
        .named(name + ".bias_add")
        .inputs(product, stack.zeros(name + ".bias", out))
        .outputs(name + "_output")
        .add();
  }

  private String step(String operator, String name, String... inputs) {
    return graph.step(operator).named(name).inputs(inputs).outputs(name + "_output").add();
  }

  private String reshape(String name, String x, long... shape) {
    String target = graph.longs(name + ".shape", new long[] {shape.length}, shape);
    return step("Reshape", name, x, target);
  }

  private String transpose(String name, String x, long... order) {
    return graph
        .step("Transpose")
        .named(name)
        .inputs(x)
        .attribute(Attributes.of("perm", order))
        .outputs(name + "_output")
        .add();
  }
}
