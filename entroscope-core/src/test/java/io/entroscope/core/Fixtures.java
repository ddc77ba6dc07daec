package io.entroscope.core;

import io.entroscope.data.format.idx.IdxWriter;
import io.entroscope.data.image.ImageShape;
import io.entroscope.data.image.PixelImage;
import io.entroscope.onnx.Attributes;
import io.entroscope.onnx.GraphBuilder;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.TensorType;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Small models and images of known content. */
public final class Fixtures {
  public static final int SIDE = 4;
  public static final int PIXELS = SIDE * SIDE;

  private Fixtures() {}

  /** Two residual blocks between two fully connected layers: flat images in, 3 logits out. */
  public static OnnxModel residual(Random random) {
    GraphBuilder graph = new GraphBuilder("residual");
    String x = graph.input("x", TensorType.floats(-1, PIXELS));
    String stream = product(graph, x, PIXELS, 6, random);
    for (int block = 0; block < 2; block++) {
      String hidden = graph.node("Relu", List.of(product(graph, stream, 6, 5, random)));
      stream = graph.node("Add", List.of(stream, product(graph, hidden, 5, 6, random)));
    }
    String logits = product(graph, stream, 6, 3, random);
    return graph.output(logits, TensorType.floats(-1, 3)).build(17);
  }

  private static String product(GraphBuilder graph, String x, int in, int out, Random random) {
    float[] weights = new float[in * out];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (random.nextGaussian() / Math.sqrt(in));
    }
    String name = graph.unused("weight");
    return graph.node("MatMul", List.of(x, graph.floats(name, new long[] {in, out}, weights)));
  }

  /**
   * A network of fully connected layers with ReLU between them.
   *
   * @param weights by layer {@code [out][in]}
   * @param biases by layer {@code [out]}
   */
  public record Network(float[][][] weights, float[][] biases) {
    public static Network random(Random random, float gain, int... widths) {
      float[][][] weights = new float[widths.length - 1][][];
      float[][] biases = new float[widths.length - 1][];
      for (int l = 0; l < weights.length; l++) {
        weights[l] = new float[widths[l + 1]][widths[l]];
        biases[l] = new float[widths[l + 1]];
        for (int o = 0; o < widths[l + 1]; o++) {
          biases[l][o] = (float) random.nextGaussian() * 0.1f;
          for (int i = 0; i < widths[l]; i++) {
            weights[l][o][i] = (float) (random.nextGaussian() * gain * Math.sqrt(2.0 / widths[l]));
          }
        }
      }
      return new Network(weights, biases);
    }

    /** Flat images {@code [N, 16]} in, logits out. */
    public OnnxModel model() {
      GraphBuilder graph = new GraphBuilder("net");
      String tensor = graph.input("x", TensorType.floats(-1, PIXELS));
      for (int l = 0; l < weights.length; l++) {
        int out = weights[l].length;
        int in = weights[l][0].length;
        float[] flat = new float[out * in];
        for (int o = 0; o < out; o++) {
          System.arraycopy(weights[l][o], 0, flat, o * in, in);
        }
        String weight = graph.floats("fc" + (l + 1) + ".weight", new long[] {out, in}, flat);
        String bias = graph.floats("fc" + (l + 1) + ".bias", new long[] {out}, biases[l]);
        tensor = graph.node("Gemm", List.of(tensor, weight, bias), Attributes.of("transB", 1L));
        if (l < weights.length - 1) {
          tensor = graph.node("Relu", List.of(tensor));
        }
      }
      return graph
          .output(tensor, TensorType.floats(-1, weights[weights.length - 1].length))
          .build(13);
    }

    /** What this network takes each image for, so that it is right on all of them. */
    public int[] labels(List<PixelImage> images) {
      return images.stream()
          .mapToInt(
              image -> {
                byte[] values = image.values();
                double[] x = new double[values.length];
                Arrays.setAll(x, i -> (values[i] & 0xFF) / 255.0);
                double[] scores = forward(x).get(weights.length - 1)[1];
                return IntStream.range(0, scores.length)
                    .reduce(0, (a, b) -> scores[b] > scores[a] ? b : a);
              })
          .toArray();
    }

    /** The activations of every layer for one input, in double precision: before and after. */
    List<double[][]> forward(double[] input) {
      List<double[][]> layers = new ArrayList<>();
      double[] x = input;
      for (int l = 0; l < weights.length; l++) {
        double[] before = new double[weights[l].length];
        double[] after = new double[before.length];
        for (int o = 0; o < before.length; o++) {
          before[o] = biases[l][o];
          for (int i = 0; i < x.length; i++) {
            before[o] += (double) weights[l][o][i] * x[i];
          }
          after[o] = l < weights.length - 1 ? Math.max(0, before[o]) : before[o];
        }
        layers.add(new double[][] {before, after});
        x = after;
      }
      return layers;
    }
  }

  /** Random grey images of 4 x 4. */
  public static List<PixelImage> images(Random random, int count) {
    List<PixelImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] values = new byte[PIXELS];
      random.nextBytes(values);
      images.add(new PixelImage(new ImageShape(1, SIDE, SIDE), values));
    }
    return images;
  }

  /** Writes them as the test split of an IDX dataset. */
  public static void write(Path folder, List<PixelImage> images, int[] labels) {
    IdxWriter.writeImages(folder.resolve("t10k-images-idx3-ubyte.gz"), images);
    IdxWriter.writeLabels(folder.resolve("t10k-labels-idx1-ubyte.gz"), labels);
  }

  /** Writes a grey image, and the folders on the way. */
  public static void writePng(PixelImage image, Path file) throws IOException {
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setDataElements(0, 0, SIDE, SIDE, image.values());
    Files.createDirectories(file.getParent());
    ImageIO.write(picture, "png", file.toFile());
  }

  /** What a model is fed where nothing else is said: {@code [SIDE · SIDE]}, in [0, 1]. */
  public static double[] pixels(PixelImage image) {
    byte[] values = image.values();
    return IntStream.range(0, values.length).mapToDouble(i -> (values[i] & 0xFF) / 255.0).toArray();
  }
}
