package io.entroscope.spark;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Datasets in every form, made of the shipped sample, and what one machine says of them. */
final class Sets {
  static final Path DEMO = Path.of("..", "demo");
  static final Path SAMPLE = DEMO.resolve("mnist-sample");

  /** With it a segment is one batch, so that few images make several. */
  static final int BATCH = 1025;

  private static final int CIFAR_PIXELS = 3 * 32 * 32;
  private static final MessageType IMAGES =
      MessageTypeParser.parseMessageType(
          """
          message schema {
            optional group image { optional binary bytes; optional binary path (STRING); }
            optional int64 label;
          }
          """);

  private Sets() {}

  static OnnxModel model() {
    return OnnxModel.read(DEMO.resolve("mnist-3fc.onnx"));
  }

  static AnalysisOptions.Builder options() {
    return AnalysisOptions.builder().batch(BATCH).threads(2);
  }

  static List<PixelImage> sample() {
    List<PixelImage> images = new ArrayList<>();
    try (ImageDataSet data = DataSets.open(DataSpec.of(SAMPLE))) {
      for (int i = 0; i < data.size(); i++) {
        images.add(data.image(i));
      }
    }
    return images;
  }

  private static int[] labels() {
    try (ImageDataSet data = DataSets.open(DataSpec.of(SAMPLE))) {
      return java.util.stream.IntStream.range(0, data.size()).map(data::label).toArray();
    }
  }

  /** The sample over and over, as IDX with a suffix of {@code .gz} or none. */
  static Path idx(Path folder, int images, String suffix) throws IOException {
    Files.createDirectories(folder);
    List<PixelImage> sample = sample();
    int[] labels = labels();
    List<PixelImage> repeated = new ArrayList<>();
    int[] repeatedLabels = new int[images];
    for (int i = 0; i < images; i++) {
      repeated.add(sample.get(i % sample.size()));
      repeatedLabels[i] = labels[i % sample.size()];
    }
    IdxWriter.writeImages(folder.resolve("t10k-images-idx3-ubyte" + suffix), repeated);
    IdxWriter.writeLabels(folder.resolve("t10k-labels-idx1-ubyte" + suffix), repeatedLabels);
    return folder;
  }

  /** The sample over and over, as image files. */
  static Path folder(Path folder, int images) throws IOException {
    List<PixelImage> sample = sample();
    int[] labels = labels();
    for (int i = 0; i < images; i++) {
      Path file =
          folder.resolve(String.format("test/digit %d/%05d.png", labels[i % sample.size()], i));
      Files.createDirectories(file.getParent());
      Files.write(file, sample.get(i % sample.size()).png());
    }
    return folder;
  }

  /** Random pixels in CIFAR-10's two training files. */
  static Path cifar(Path folder, int images) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(3);
    for (int file = 1; file <= 2; file++) {
      try (OutputStream out =
          Files.newOutputStream(folder.resolve("data_batch_" + file + ".bin"))) {
        byte[] record = new byte[1 + CIFAR_PIXELS];
        for (int i = 0; i < images / 2; i++) {
          random.nextBytes(record);
          record[0] = (byte) (i % 10);
          out.write(record);
        }
      }
    }
    return folder;
  }

  /** A small network for square images. */
  static OnnxModel small(int channels, int side) {
    Random random = new Random(4);
    GraphBuilder graph = new GraphBuilder("small");
    String x = graph.input("image", TensorType.floats(-1, channels, side, side));
    x =
        graph.node(
            "Conv",
            List.of(
                x,
                graph.floats(
                    "conv.weight", new long[] {8, channels, 3, 3}, normal(random, 72 * channels))),
            Attributes.of("strides", new long[] {2, 2}));
    x = graph.node("Relu", List.of(x));
    x = graph.node("GlobalAveragePool", List.of(x));
    x = graph.node("Flatten", List.of(x));
    int in = 8;
    for (int out : new int[] {16, 10}) {
      String weight = graph.floats("fc" + out, new long[] {out, in}, normal(random, out * in));
      x = graph.node("Gemm", List.of(x, weight), Attributes.of("transB", 1L));
      x = out == 10 ? x : graph.node("Relu", List.of(x));
      in = out;
    }
    return graph.output(x, TensorType.floats(-1, 10)).build(17);
  }

  /** A small network for square images with two residual blocks of convolutions. */
  static OnnxModel residual(int channels, int side) {
    Random random = new Random(5);
    GraphBuilder graph = new GraphBuilder("residual");
    String x = graph.input("image", TensorType.floats(-1, channels, side, side));
    String stream = convolution(graph, x, channels, 6, random);
    for (int block = 0; block < 2; block++) {
      String branch = graph.node("Relu", List.of(convolution(graph, stream, 6, 6, random)));
      branch = convolution(graph, branch, 6, 6, random);
      stream = graph.node("Relu", List.of(graph.node("Add", List.of(stream, branch))));
    }
    String pooled = graph.node("GlobalAveragePool", List.of(stream));
    String flat = graph.node("Flatten", List.of(pooled));
    String head = graph.floats("head", new long[] {10, 6}, normal(random, 60));
    String logits = graph.node("Gemm", List.of(flat, head), Attributes.of("transB", 1L));
    return graph.output(logits, TensorType.floats(-1, 10)).build(17);
  }

  private static String convolution(GraphBuilder graph, String x, int in, int out, Random random) {
    float[] weights = normal(random, out * in * 9);
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= 3 * (float) Math.sqrt(in);
    }
    String name = graph.unused("kernel");
    return graph.node(
        "Conv",
        List.of(x, graph.floats(name, new long[] {out, in, 3, 3}, weights)),
        Attributes.of("pads", new long[] {1, 1, 1, 1}));
  }

  private static float[] normal(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Changes a row of a table before it is written. */
  @FunctionalInterface
  interface Damage {
    byte[] of(int position, byte[] bytes);
  }

  /**
   * The images of a folder dataset in their order, as Hugging Face stores them: three files, class
   * names in the metadata.
   */
  static Path parquet(Path folder, ImageDataSet images, Damage damage) throws IOException {
    StringBuilder names = new StringBuilder();
    for (String name : images.classNames()) {
      names.append(names.isEmpty() ? "" : ",").append('"').append(name).append('"');
    }
    String metadata =
        "{\"info\":{\"features\":{\"label\":{\"names\":["
            + names
            + "],\"_type\":\"ClassLabel\"},\"image\":{\"_type\":\"Image\"}}}}";
    int next = 0;
    for (int file = 0; file < 3; file++) {
      String name = String.format("data/test-0000%d-of-00003.parquet", file);
      try (ParquetWriter<Group> writer = writer(folder.resolve(name), metadata)) {
        int end = images.size() * (file + 1) / 3;
        for (; next < end; next++) {
          Group row = new SimpleGroupFactory(IMAGES).newGroup();
          Group image = row.addGroup("image");
          byte[] bytes = damage.of(next, images.image(next).png());
          if (bytes.length > 0) {
            image.add("bytes", Binary.fromConstantByteArray(bytes));
          }
          image.add("path", images.name(next).orElseThrow());
          row.add("label", (long) images.label(next));
          writer.write(row);
        }
      }
    }
    return folder;
  }

  private static ParquetWriter<Group> writer(Path file, String metadata) throws IOException {
    return ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
        .withConf(new Configuration())
        .withType(IMAGES)
        .withExtraMetaData(java.util.Map.of("huggingface", metadata))
        .withRowGroupSize(64L << 10)
        .build();
  }

  static byte[] json(AnalysisResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(result, out);
    return out.toByteArray();
  }

  /** What one machine says. */
  static AnalysisResult local(OnnxModel model, DataSpec spec, AnalysisOptions options) {
    try (ImageDataSet data = DataSets.open(spec)) {
      AnalysisPlan plan = Planner.plan(model, data, options);
      return Analyzer.run(plan, Progress.NONE);
    }
  }
}
