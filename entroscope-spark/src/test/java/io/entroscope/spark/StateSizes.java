package io.entroscope.spark;

import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.run.LocalRunner;
import io.entroscope.core.run.Shard;
import io.entroscope.core.run.StageTimes;
import io.entroscope.core.state.PartialState;
import io.entroscope.core.state.StateFile;
import io.entroscope.data.Format;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.ReadOptions;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.slice.DataFacts;
import io.entroscope.data.format.slice.ImageSupply;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How large states are. That depends on the layers' widths, the classes and the images, and not on
 * what a network computes: so the networks here have the layers of real ones, and small inputs.
 */
final class StateSizes {
  private static final int SIDE = 8;
  private static final int SEGMENT = 2048;

  /** As many as ImageNet's images for training. */
  private static final int IMAGES = 1_281_167;

  private StateSizes() {}

  /**
   * A network whose states are measured.
   *
   * @param name for the table
   * @param channels of its convolutions
   * @param units of its fully connected layers
   */
  private record Network(String name, int[] channels, int... units) {
    int classes() {
      return units[units.length - 1];
    }

    OnnxModel model() {
      Random random = new Random(5);
      GraphBuilder graph = new GraphBuilder("widths");
      String x = graph.input("image", TensorType.floats(-1, 1, SIDE, SIDE));
      int in = 1;
      for (int out : channels) {
        String weight = graph.floats("conv" + out, new long[] {out, in, 1, 1}, of(random, out, in));
        x = graph.node("Relu", List.of(graph.node("Conv", List.of(x, weight))));
        in = out;
      }
      if (channels.length > 0) {
        x = graph.node("GlobalAveragePool", List.of(x));
      }
      x = graph.node("Flatten", List.of(x));
      in = channels.length > 0 ? in : SIDE * SIDE;
      for (int layer = 0; layer < units.length; layer++) {
        int out = units[layer];
        String weight = graph.floats("fc" + layer, new long[] {out, in}, of(random, out, in));
        x = graph.node("Gemm", List.of(x, weight), Attributes.of("transB", 1L));
        x = layer < units.length - 1 ? graph.node("Relu", List.of(x)) : x;
        in = out;
      }
      return graph.output(x, TensorType.floats(-1, in)).build(17);
    }

    private static float[] of(Random random, int out, int in) {
      float[] values = new float[out * in];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() / Math.sqrt(in));
      }
      return values;
    }
  }

  /** Random images of so many classes, one class after the other, or in turn. */
  private static ImageDataSet images(int count, int classes, boolean sorted) {
    Random random = new Random(6);
    List<byte[]> encoded = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      byte[] pixels = new byte[SIDE * SIDE];
      random.nextBytes(pixels);
      encoded.add(new PixelImage(new ImageShape(1, SIDE, SIDE), pixels).png());
    }
    List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    return DataSets.supplied(
        Path.of(""),
        new DataFacts(Format.PARQUET, Split.TEST, names, true, null, ReadOptions.DEFAULT),
        new ImageSupply() {
          @Override
          public int size() {
            return count;
          }

          @Override
          public int label(int position) {
            return sorted ? (int) ((long) position * classes / count) : position % classes;
          }

          @Override
          public Optional<String> name(int position) {
            return Optional.empty();
          }

          @Override
          public String describe(int position) {
            return "image " + position;
          }

          @Override
          public boolean concurrent() {
            return true;
          }

          @Override
          public byte[] read(int position) {
            return encoded.get(position % encoded.size()).clone();
          }
        });
  }

  static void print() {
    List<Network> networks =
        List.of(
            new Network(
                "MNIST CNN (16 + 32 channels, 256-128-10)", new int[] {16, 32}, 256, 128, 10),
            new Network(
                "CIFAR CNN (32 + 64 + 128 channels, five of 512, 10)",
                new int[] {32, 64, 128},
                512,
                512,
                512,
                512,
                512,
                10),
            new Network("1,000 classes, logits alone", new int[0], 1000),
            new Network("1,000 classes, 2,048 features and logits", new int[0], 2048, 1000));
    System.out.println(
        "| network | order | images in the part | state, KiB | pack, CPU ms | unpack, CPU ms |"
            + " merge of two, CPU ms | both, KiB |\n|---|---|---:|---:|---:|---:|---:|---:|");
    for (Network network : networks) {
      for (boolean sorted :
          network.classes() > 10 ? new boolean[] {true, false} : new boolean[] {false}) {
        for (int segments : new int[] {1, 8}) {
          System.out.println(row(network, sorted, segments));
        }
      }
    }
  }

  private static String row(Network network, boolean sorted, int segments) {
    // Of parts in the middle, where classes lie one after the other as in a folder.
    int parts = IMAGES / SEGMENT / segments;
    try (ImageDataSet data = images(IMAGES, network.classes(), sorted)) {
      AnalysisOptions options = AnalysisOptions.builder().threads(1).build();
      AnalysisPlan plan = Planner.plan(network.model(), data, options);
      PartialState first = run(plan, new Shard(parts / 2, parts));
      PartialState second = run(plan, new Shard(parts / 2 + 1, parts));
      long start = cpu();
      byte[] packed = StateFile.pack(first);
      long packing = cpu() - start;
      start = cpu();
      PartialState unpacked = StateFile.unpack(packed, plan);
      long unpacking = cpu() - start;
      start = cpu();
      PartialState both = PartialState.union(plan, Map.of("first", unpacked, "second", second));
      long merging = cpu() - start;
      return String.format(
          Locale.ROOT,
          "| %s | %s | %,d | %,d | %.1f | %.1f | %.1f | %,d |",
          network.name(),
          sorted ? "by class" : "mixed",
          new Shard(parts / 2, parts).images(plan.batches()),
          packed.length >> 10,
          packing / 1e6,
          unpacking / 1e6,
          merging / 1e6,
          StateFile.pack(both).length >> 10);
    }
  }

  private static PartialState run(AnalysisPlan plan, Shard shard) {
    return LocalRunner.run(plan, shard, Progress.NONE, new StageTimes());
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
