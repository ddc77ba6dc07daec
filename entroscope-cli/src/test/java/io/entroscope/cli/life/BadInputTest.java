package io.entroscope.cli.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.entroscope.cli.Cli;
import io.entroscope.cli.Cli.Outcome;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is wrong: exit code 2, one line that says what, where and what to do, and no file left.
 */
class BadInputTest {
  @TempDir private Path folder;

  private Path out() {
    return folder.resolve("out");
  }

  private void refused(Object[] args, String... words) throws IOException {
    Outcome outcome = Cli.run(args);

    assertThat(outcome.err()).as(outcome.toString()).startsWith("entroscope: ").contains(words);
    assertThat(outcome.err().strip().lines()).as("one line").hasSize(1);
    assertThat(outcome.err()).doesNotContain("Exception", "internal error", "\tat ");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(out()).doesNotExist();
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.filter(path -> path.toString().endsWith(".part"))).isEmpty();
    }
  }

  private Object[] analyze(Object model, Object data, Object... more) {
    return Stream.concat(
            Stream.of("analyze", model, "--data", data, "--out", out()), Arrays.stream(more))
        .toArray();
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  @Test
  void aModelThatIsNoModel() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(Cli.MODEL));
    byte[] random = new byte[5000];
    new Random(1).nextBytes(random);

    refused(analyze(folder.resolve("none.onnx"), Cli.SAMPLE), "none.onnx", "check the path");
    refused(analyze(file("empty.onnx", new byte[0]), Cli.SAMPLE), "empty.onnx", "is empty");
    refused(
        analyze(file("cut.onnx", Arrays.copyOf(whole, whole.length / 2)), Cli.SAMPLE), "cut.onnx");
    refused(analyze(file("random.onnx", random), Cli.SAMPLE), "random.onnx");
    refused(
        analyze(
            file("text.onnx", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            Cli.SAMPLE),
        "text.onnx");
    refused(analyze(folder, Cli.SAMPLE), "folder");
  }

  @Test
  void aModelCutAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(Cli.MODEL));
    for (int at : new int[] {1, 10, 100, 1000, 100_000, whole.length - 1000, whole.length - 100}) {
      refused(analyze(file("cut.onnx", Arrays.copyOf(whole, at)), Cli.SAMPLE), "cut.onnx");
    }
  }

  /** A model of one convolution and a global mean: nothing is fully connected. */
  private Path convolutional() {
    GraphBuilder graph = new GraphBuilder("conv");
    String x = graph.input("x", TensorType.floats(-1, 1, 28, 28));
    float[] weights = new float[10 * 9];
    Arrays.fill(weights, 0.1f);
    String w = graph.floats("conv.weight", new long[] {10, 1, 3, 3}, weights);
    String y = graph.node("Conv", List.of(x, w));
    String z = graph.node("Flatten", List.of(graph.node("GlobalAveragePool", List.of(y))));
    Path path = folder.resolve("conv.onnx");
    graph.output(z, TensorType.floats(-1, 10)).build(13).write(path);
    return path;
  }

  /** A flat linear classifier. */
  private Path linear(int inputs, int outputs, float weight) {
    GraphBuilder graph = new GraphBuilder("linear");
    String x = graph.input("x", TensorType.floats(-1, inputs));
    float[] weights = new float[inputs * outputs];
    Arrays.fill(weights, 0.01f);
    weights[3] = weight;
    String w = graph.floats("fc.weight", new long[] {outputs, inputs}, weights);
    String b = graph.floats("fc.bias", new long[] {outputs}, new float[outputs]);
    String y = graph.node("Gemm", List.of(x, w, b), Attributes.of("transB", 1L));
    Path path = folder.resolve("linear-" + inputs + "-" + outputs + ".onnx");
    graph.output(y, TensorType.floats(-1, outputs)).build(13).write(path);
    return path;
  }

  @Test
  void aModelThatDoesNotFit() throws IOException {
    refused(analyze(convolutional(), Cli.SAMPLE), "fully connected");
    refused(analyze(convolutional(), Cli.SAMPLE, "--layers", "fc"), "fully connected");
    refused(analyze(linear(100, 10, 0), Cli.SAMPLE), "28x28", "--resize");
    refused(analyze(linear(784, 5, 0), Cli.SAMPLE), "5 outputs", "label");
    refused(analyze(linear(784, 10, Float.NaN), Cli.SAMPLE), "fc.weight", "NaN");
    refused(analyze(linear(784, 10, Float.POSITIVE_INFINITY), Cli.SAMPLE), "fc.weight");
  }

  private Path data(String name, int images, int[] labels) throws IOException {
    Path data = Files.createDirectory(folder.resolve(name));
    PixelImage image = new PixelImage(new ImageShape(1, 28, 28), new byte[784]);
    IdxWriter.writeImages(
        data.resolve("t10k-images-idx3-ubyte.gz"), Collections.nCopies(images, image));
    IdxWriter.writeLabels(data.resolve("t10k-labels-idx1-ubyte.gz"), labels);
    return data;
  }

  @Test
  void imagesThatAreNotAsTheyMustBe() throws IOException {
    refused(analyze(Cli.MODEL, folder.resolve("nowhere")), "nowhere");
    refused(analyze(Cli.MODEL, Files.createDirectory(folder.resolve("nothing"))), "nothing");
    refused(analyze(Cli.MODEL, data("counts", 7, new int[6])), "7", "6");
    refused(analyze(Cli.MODEL, data("range", 2, new int[] {0, 12})), "12", "10 outputs");
    Path cut = data("cut", 500, new int[500]);
    Path images = cut.resolve("t10k-images-idx3-ubyte.gz");
    byte[] whole = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(whole, whole.length / 2));
    refused(analyze(Cli.MODEL, cut), "t10k-images");
  }

  @Test
  void aCorruptImageIsNamed() throws IOException {
    Path data = Files.createDirectory(folder.resolve("pictures"));
    for (String name : List.of("zero", "one")) {
      Path each = Files.createDirectory(data.resolve(name));
      for (int i = 0; i < 3; i++) {
        PixelImage image = new PixelImage(new ImageShape(1, 28, 28), new byte[784]);
        Files.write(each.resolve(i + ".png"), image.png());
      }
    }
    Path broken = data.resolve("one").resolve("1.png");
    Files.write(broken, Arrays.copyOf(Files.readAllBytes(broken), 40));

    refused(analyze(Cli.MODEL, data), "1.png", "--skip-corrupt");
    Outcome skipping = Cli.run(analyze(Cli.MODEL, data, "--skip-corrupt"));
    assertThat(skipping.code()).as(skipping.toString()).isZero();
    assertThat(skipping.out()).contains("1 image");
    deleteOut();
    Files.createDirectory(data.resolve("two"));
    refused(analyze(Cli.MODEL, data, "--skip-corrupt"), "two", "no images");
  }

  /** A folder of one row of numbers for each of six examples, of three classes. */
  private Path arrays(String name) throws IOException {
    Path data = Files.createDirectories(folder.resolve(name));
    NpyWriter.floats(data.resolve("x.npy"), new int[] {6, 4}, new float[24]);
    NpyWriter.longs(data.resolve("labels.npy"), 0, 1, 2, 0, 1, 2);
    return data;
  }

  @Test
  void arraysThatDoNotFit() throws IOException {
    Path model = linear(4, 3, 0);
    Path data = arrays("rows");
    refused(analyze(model, data, "--mean", "0.5"), "rows", "arrays", "--mean");
    refused(analyze(model, data, "--resize", "8"), "rows", "arrays", "--resize");
    refused(analyze(model, data, "--input", "x"), "rows", "--input");
    refused(analyze(model, data, "--feed", "x=1"), "--feed fills all", "'x' (float [any, 4])");
    refused(analyze(model, data, "--feed", "y=1"), "--feed names 'y'");
    refused(analyze(model, data, "--coarse"), "coarse");
    refused(analyze(model, data, "--transpose"), "IDX");
    refused(analyze(linear(5, 3, 0), data), "'x' of", "float32 [N, 4]", "float [any, 5]", "shape");
    refused(analyze(linear(4, 2, 0), data), "label 2", "example 2 of", "2 outputs");
    refused(analyze(Cli.MODEL, data), "float32 [N, 4]", "28");

    NpyWriter.floats(data.resolve("y.npy"), new int[] {6, 4}, new float[24]);
    Files.delete(data.resolve("x.npy"));
    NpyWriter.floats(data.resolve("z.npy"), new int[] {6, 4}, new float[24]);
    refused(analyze(model, data), "no array", "'x'", "found: y, z", "wanted: x");
    float[] values = new float[24];
    values[9] = Float.NaN;
    NpyWriter.floats(data.resolve("x.npy"), new int[] {6, 4}, values);
    refused(analyze(model, data), "example 2 of", "NaN", "--skip-corrupt");
    byte[] whole = Files.readAllBytes(data.resolve("x.npy"));
    Files.write(data.resolve("x.npy"), Arrays.copyOf(whole, whole.length - 1));
    refused(analyze(model, data), "x.npy", "cut off");
    NpyWriter.floats(data.resolve("x.npy"), new int[] {5, 4}, new float[20]);
    refused(analyze(model, data), "5 examples", "6 labels");
  }

  @Test
  void masksThatAreNone() throws IOException {
    GraphBuilder graph = new GraphBuilder("tokens");
    String x = graph.input("x", TensorType.floats(-1, 5, 4));
    String mask = graph.input("mask", TensorType.floats(-1, 5));
    float[] weights = new float[12];
    weights[5] = 1;
    String w = graph.floats("fc.weight", new long[] {4, 3}, weights);
    String y = graph.node("MatMul", List.of(x, w));
    String first = graph.node("ReduceMean", List.of(y), Attributes.of("axes", new long[] {1}));
    String sum = graph.node("ReduceMean", List.of(mask), Attributes.of("axes", new long[] {1}));
    String z = graph.node("Mul", List.of(graph.node("Flatten", List.of(first)), sum));
    Path model = folder.resolve("tokens.onnx");
    graph.output(z, TensorType.floats(-1, 3)).build(13).write(model);
    Path data = Files.createDirectories(folder.resolve("tokens"));
    NpyWriter.floats(data.resolve("x.npy"), new int[] {4, 5, 4}, new float[80]);
    NpyWriter.longs(data.resolve("labels.npy"), 0, 1, 2, 0);
    float[] kept = new float[20];
    Arrays.fill(kept, 1);
    Arrays.fill(kept, 10, 15, 0);
    NpyWriter.floats(data.resolve("mask.npy"), new int[] {4, 5}, kept);

    refused(analyze(model, data, "--mask", "mask"), "example 2 of", "'mask' keeps none", "tokens");
    kept[12] = 0.5f;
    NpyWriter.floats(data.resolve("mask.npy"), new int[] {4, 5}, kept);
    refused(analyze(model, data, "--mask", "mask"), "example 2 of", "0.5", "0 or 1");
    refused(analyze(model, data, "--mask", "attention_mask"), "choose from x, mask, or none");
    refused(analyze(model, data, "--mask", "x"), "float32 [N, 5, 4]", "[N, T]");
    Path rows = arrays("rows");
    refused(analyze(linear(4, 3, 0), rows, "--mask", "x"), "4 tokens", "no observed layer");
  }

  @Test
  void inputsOfSeveralKinds() throws IOException {
    GraphBuilder graph = new GraphBuilder("words");
    String ids = graph.input("ids", TensorType.longs(-1, 3));
    String scale = graph.input("scale", TensorType.floats(-1, 3));
    String table = graph.floats("table", new long[] {4, 1}, 0, 1, 2, 3);
    String looked = graph.node("Flatten", List.of(graph.node("Gather", List.of(table, ids))));
    String x = graph.node("Mul", List.of(looked, scale));
    String w = graph.floats("fc.weight", new long[] {3, 3}, 1, 0, 0, 0, 1, 0, 0, 0, 1);
    Path model = folder.resolve("words.onnx");
    String y = graph.node("MatMul", List.of(x, w));
    graph.output(y, TensorType.floats(-1, 3)).build(13).write(model);
    Path data = Files.createDirectories(folder.resolve("words"));
    NpyWriter.longs(data.resolve("labels.npy"), 0, 1);
    NpyWriter.longs(data.resolve("ids.npy"), new int[] {2, 3}, 0, 1, 2, 3, 4, 0);

    refused(analyze(model, Cli.SAMPLE, "--input", "ids"), "'ids' (int64 [any, 3])", "arrays");
    refused(analyze(model, data), "no array for", "'scale'", "found: ids", "wanted: ids, scale");
    // The second example has a word that the table lacks.
    Outcome failed = Cli.run(analyze(model, data, "--feed", "scale=1"));
    assertThat(failed.code()).as(failed.toString()).isEqualTo(1);
    assertThat(failed.err()).contains("failed on a batch", "idx=4").hasLineCount(1);
    assertThat(out()).doesNotExist();
    NpyWriter.longs(data.resolve("ids.npy"), new int[] {2, 3}, 0, 9, 2, 3, 1, 0);
    refused(analyze(model, data, "--feed", "scale=1"), "does not run on inputs of shape [3]");
    NpyWriter.floats(data.resolve("ids.npy"), new int[] {2, 3}, 0, 1, 2, 3, 1.5f, 0);
    refused(
        analyze(model, data, "--feed", "scale=1"), "'ids', float32", "1.5 at example 1", "int64");
  }

  @Test
  void arraysWhereImagesAreWanted() throws IOException {
    Path data = arrays("rows");
    Path to = folder.resolve("smaller.onnx");
    refused(
        new Object[] {"prune", Cli.MODEL, "--drop", "fc2", "--data", data, "--out", to},
        "rows",
        "holds arrays");
    refused(
        new Object[] {"train", "mnist-3fc", "--data", data, "--out", to}, "rows", "holds arrays");
  }

  private void deleteOut() throws IOException {
    try (Stream<Path> files = Files.list(out())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(out());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--std 0; std",
        "--std -1; std",
        "--std NaN; std",
        "--mean 1,2; mean",
        "--scale 0; scale",
        "--layers fc11; fc1",
        "--layers fc1,nosuch; nosuch",
        "--classes 17; 17",
        "--classes sevenn; sevenn",
        "--format idxx; idx",
        "--split tset; test",
        "--at ouput; output",
        "--normalizer lgo; log",
        "--per-class 0; --per-class",
        "--per-class 200; --per-class 100",
        "--limit 0; --limit",
        "--batch 0; --batch",
        "--threads 0; --threads",
        "--resize 0; 0x0 pixels",
        "--resize big; 32x32",
        "--feed mask=1; mask",
        "--mask mask; leave it out with images",
        "--input nosuch; nosuch",
        "--output nosuch; nosuch",
        "--samples -1; --samples",
        "--device tpu; cpu",
        "--device cuda; --device cpu",
        "--thread 2; --threads",
        "--batch ten; ten",
      })
  void optionsThatMakeNoSense(String options, String word) throws IOException {
    refused(analyze(Cli.MODEL, Cli.SAMPLE, (Object[]) options.split(" ", -1)), word.strip());
  }

  @Test
  void commandLinesThatMakeNoSense() throws IOException {
    refused(new Object[] {"analyse", Cli.MODEL}, "analyze");
    refused(new Object[] {"analyze"}, "MODEL");
    refused(new Object[] {"analyze", Cli.MODEL}, "--data");
    refused(new Object[] {"analyze", folder.resolve("none.onnx"), "--data", "no"}, "none.onnx");
    refused(new Object[] {"analyze", Cli.MODEL, "--data", folder.resolve("none")}, "none");
    refused(new Object[] {"analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--classes", "cat"}, "'cat'");
    Path result = file("result.json", new byte[0]);
    refused(new Object[] {"compare", result}, result.toString());
    Files.delete(result);
    refused(new Object[] {"report", folder}, folder.toString(), "holds no result.json");
    refused(new Object[] {"layers", folder.resolve("none.onnx")}, "none.onnx");
    refused(new Object[] {"report", folder.resolve("none.json")}, "none.json");
    refused(
        new Object[] {
          "report",
          file("half.json", "{\"schema\":".getBytes(java.nio.charset.StandardCharsets.UTF_8))
        },
        "half.json");
  }

  @Test
  void anOutputThatIsTheInputIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(Path.of(Cli.MODEL));
    Path model = file("m.onnx", bytes);
    Path link = Files.createSymbolicLink(folder.resolve("link.onnx"), model);
    Path result = file("result.json", new byte[] {'{', '}'});
    for (Path out : new Path[] {model, link}) {
      for (Object[] command :
          new Object[][] {
            {"prune", model, "--drop", "fc2", "--data", Cli.SAMPLE},
            {"train", model, "--data", Cli.SAMPLE},
            {"head", model, "--data", Cli.SAMPLE}
          }) {
        List<Object> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--out", out));
        refused(words.toArray(), "is read, and would be lost by writing to it");
      }
    }
    refused(new Object[] {"compare", result, result, "--out", result}, "is read, and would be");
    assertThat(Files.readAllBytes(model)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/inside"})
  void anOutputFolderThatIsAFile(String below) throws IOException {
    Path file = file("taken", new byte[] {1});
    Outcome outcome = Cli.run("analyze", Cli.MODEL, "--data", Cli.SAMPLE, "--out", file + below);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("taken").hasLineCount(1);
    assertThat(Files.readAllBytes(file)).containsExactly(1);
  }
}
