package io.entroscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocksCommandTest {
  @TempDir private Path folder;

  @Test
  void blocksAreListedForPeopleAndPrograms() throws IOException {
    Path model = model("stage", -1);
    Outcome text = Cli.run("layers", "--blocks", model);
    JsonNode rows =
        new ObjectMapper().readTree(Cli.run("layers", "--blocks", model, "--json").out());

    assertThat(text.code()).as(text.err()).isZero();
    assertThat(text.out())
        .contains("stage.0  convolution  4×8×8          296", "18,432", "yes")
        .endsWith("stage.1 stays: it changes 8×8×4 to 4×4×8\n");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("shape")).hasToString("[-1,4,8,8]");
    assertThat(rows.get(0).get("multiplyAdds").asLong()).isEqualTo(2 * 8 * 8 * 4 * 4 * 9);
    assertThat(rows.get(0).get("share").asDouble() + rows.get(1).get("share").asDouble())
        .isBetween(0.7, 0.9);
    assertThat(rows.get(0).get("droppable").asBoolean()).isTrue();
    assertThat(rows.get(0).get("reason").isNull()).isTrue();
    assertThat(rows.get(1).get("reason").asText()).isEqualTo("changes 8×8×4 to 4×4×8");
  }

  @Test
  void aBatchThatIsFixedDoesNotCountTwice() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode free =
        mapper.readTree(Cli.run("layers", "--blocks", "--json", model("stage", -1)).out());
    JsonNode fixed =
        mapper.readTree(Cli.run("layers", "--blocks", "--json", model("stage", 3)).out());

    assertThat(fixed).isEqualTo(free);
  }

  @Test
  void longNamesFitEightyColumns() {
    Path model = model("encoder/the_stages/residual_unit_of_the_network", -1);
    Outcome text = Cli.run("layers", "--blocks", model);

    assertThat(text.out().lines()).allMatch(line -> line.length() <= 80);
    assertThat(text.out()).contains("\nresidual_unit_of_the_network.0  convolution");
    assertThat(text.out())
        .startsWith("All names begin with encoder.the_stages.\nwhich can be left out.\n");
  }

  @Test
  void aModelWithoutBlocksListsWhatItHasInstead() {
    Outcome text = Cli.run("layers", "--blocks", Cli.MODEL);

    assertThat(text.out())
        .startsWith("The model has no residual blocks; its fully connected layers:\n")
        .contains("fc1", "401,664", "fc2 stays: it changes 256 to 128")
        .doesNotContain("fc3");
  }

  /** A residual block and one that projects, under a path. */
  private Path model(String path, int batch) {
    GraphBuilder b = new GraphBuilder("network");
    String image = b.input("image", TensorType.floats(batch, 4, 8, 8));
    String x = relu(b, convolution(b, "stem", image, 4, 1, 3));
    String y = relu(b, convolution(b, path + ".0/conv1", x, 4, 1, 3));
    y = convolution(b, path + ".0/conv2", y, 4, 1, 3);
    x = relu(b, b.step("Add").named("/" + path + ".0/Add").inputs(y, x).add());
    y = relu(b, convolution(b, path + ".1/conv1", x, 8, 2, 3));
    y = convolution(b, path + ".1/conv2", y, 8, 1, 3);
    String projected = convolution(b, path + ".1/down", x, 8, 2, 1);
    x = relu(b, b.step("Add").named("/" + path + ".1/Add").inputs(y, projected).add());
    String flat = b.step("Flatten").inputs(x).add();
    String weights = b.floats("w", new long[] {128, 3}, new float[384]);
    String scores = b.step("MatMul").inputs(flat, weights).add();
    Path file = folder.resolve("model" + batch + ".onnx");
    b.output(scores, TensorType.floats(batch, 3)).build(17).write(file);
    return file;
  }

  private static String relu(GraphBuilder b, String x) {
    return b.step("Relu").inputs(x).add();
  }

  private static String convolution(
      GraphBuilder b, String path, String x, int to, int stride, int kernel) {
    int from = path.endsWith("conv2") ? to : 4;
    float[] values = new float[to * from * kernel * kernel];
    Arrays.fill(values, 0.1f);
    String weights = b.floats(b.unused("onnx::W"), new long[] {to, from, kernel, kernel}, values);
    String bias = b.floats(b.unused("onnx::B"), new long[] {to}, new float[to]);
    long pad = kernel / 2;
    return b.step("Conv")
        .named("/" + path + "/Conv")
        .inputs(x, weights, bias)
        .attribute(Attributes.of("pads", new long[] {pad, pad, pad, pad}))
        .attribute(Attributes.of("strides", new long[] {stride, stride}))
        .add();
  }
}
