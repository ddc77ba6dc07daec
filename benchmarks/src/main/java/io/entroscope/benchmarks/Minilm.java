package io.entroscope.benchmarks;

import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.onnx.edit.RemoveUnused;
import io.entroscope.onnx.proto.GraphProto;
import io.entroscope.onnx.proto.NodeProto;
import io.entroscope.onnx.proto.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The sentence transformer all-MiniLM-L6-v2 as langchain4j ships it, as a classifier: the mean of
 * the last layer over the tokens that are no padding, as its embeddings are made, and behind it a
 * random linear head. With sentences of random tokens.
 */
final class Minilm {
  private static final String RESOURCE = "/all-minilm-l6-v2.onnx";
  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";
  private static final int WIDTH = 384;
  private static final int CLASSES = 10;
  private static final int SHORTEST = 8;
  private static final int TOKENS = 64;

  private Minilm() {}

  /** The model, inputs int64 {@code [N, T]}, output {@code logits [N, 10]}. */
  static OnnxModel model() {
    OnnxModel body = body();
    String states = body.graph().outputs().get(0).getName();
    GraphProto head = head(states, body.opset()).proto().getGraph();
    GraphProto joined =
        body.proto().getGraph().toBuilder()
            .addAllNode(head.getNodeList())
            .addAllInitializer(head.getInitializerList())
            .clearOutput()
            .addAllOutput(head.getOutputList())
            .build();
    return new RemoveUnused()
        .apply(OnnxModel.of(body.proto().toBuilder().setGraph(joined).build()));
  }

  private static OnnxModel body() {
    try (InputStream in = Minilm.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no " + RESOURCE + " on the class path");
      }
      return OnnxModel.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static OnnxModel head(String states, int opset) {
    Random random = new Random(3);
    GraphBuilder head = new GraphBuilder("head");
    String x = head.input(states, TensorType.floats(-1, -1, WIDTH));
    String mask = head.input(MASK, TensorType.longs(-1, -1));
    String one = head.longs("head/one", new long[] {1}, 1);
    String kept = step(head, "Cast", "mask", List.of(mask), 1);
    String row = step(head, "Unsqueeze", "row", List.of(kept, one), 0);
    String product = step(head, "MatMul", "product", List.of(row, x), 0);
    String sum = step(head, "Squeeze", "sum", List.of(product, one), 0);
    String count = step(head, "ReduceSum", "count", List.of(kept, one), 0);
    String mean = step(head, "Div", "mean", List.of(sum, count), 0);
    float[] weights = new float[WIDTH * CLASSES];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    String w = head.floats("classifier.weight", new long[] {WIDTH, CLASSES}, weights);
    String b = head.floats("classifier.bias", new long[] {CLASSES}, new float[CLASSES]);
    head.step("Gemm").named("classifier").inputs(mean, w, b).outputs("logits").add();
    return head.output("logits", TensorType.floats(-1, CLASSES)).build(opset);
  }

  private static String step(
      GraphBuilder head, String operator, String name, List<String> inputs, int castTo) {
    GraphBuilder.Step step =
        head.step(operator)
            .named("head/" + name)
            .inputs(inputs.toArray(String[]::new))
            .outputs("head/" + name);
    return castTo == 0 ? step.add() : step.attribute(Attributes.of("to", castTo)).add();
  }

  /** The number of words that the model knows: the rows of the table that ids choose from. */
  private static int vocabulary(OnnxModel model) {
    for (NodeProto node : model.graph().consumers(IDS)) {
      TensorProto table = model.graph().initializers().get(node.getInput(0));
      if (node.getOpType().equals("Gather") && table != null) {
        return Math.toIntExact(table.getDims(0));
      }
    }
    throw new IllegalStateException("the model looks " + IDS + " up in no table");
  }

  /** Sentences of 8 to 64 random tokens, filled up to 64, of ten classes by turns. */
  static DataSet sentences(OnnxModel model, Path folder, int count) throws IOException {
    Random random = new Random(2);
    int words = vocabulary(model);
    long[] ids = new long[count * TOKENS];
    long[] mask = new long[ids.length];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      int length = SHORTEST + random.nextInt(TOKENS - SHORTEST + 1);
      for (int t = i * TOKENS; t < i * TOKENS + length; t++) {
        ids[t] = random.nextInt(words);
      }
      Arrays.fill(mask, i * TOKENS, i * TOKENS + length, 1);
      labels[i] = i % CLASSES;
    }
    int[] shape = {count, TOKENS};
    Files.createDirectories(folder);
    NpyWriter.longs(folder.resolve(IDS + ".npy"), shape, ids);
    NpyWriter.longs(folder.resolve(MASK + ".npy"), shape, mask);
    NpyWriter.longs(folder.resolve(TYPES + ".npy"), shape, new long[ids.length]);
    NpyWriter.longs(folder.resolve("labels.npy"), labels);
    return DataSets.openAny(DataSpec.of(folder));
  }
}
