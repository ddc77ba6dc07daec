package io.entroscope.report;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.SampleImage;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.TrainingHistory;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Maximization;
import io.entroscope.result.layer.Spectrum;
import io.entroscope.result.layer.StatisticValue;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * What only some results hold: pictures of the samples, feature maps, training, maximised images.
 */
final class MadeUpExtras {
  private MadeUpExtras() {}

  /** The MNIST-like result with all of it. */
  static AnalysisResult full() {
    AnalysisResult plain = MadeUp.mnist();
    Random random = new Random(11);
    List<SampleImage> samples = new ArrayList<>();
    for (SampleImage image : plain.samples()) {
      samples.add(
          new SampleImage(
              image.position(), null, image.label(), image.predicted(), png(random, 28)));
    }
    List<LayerResult> layers = new ArrayList<>();
    for (LayerResult layer : plain.layers()) {
      boolean convolution = layer.kind().equals(LayerResult.CONVOLUTION);
      layers.add(
          with(
              layer,
              convolution
                  ? maps(random, layer.units(), samples.size(), 28 / layer.facts().depth())
                  : null,
              layer.facts().depth() == plain.layers().size()
                  ? maximized(random, layer.units())
                  : null));
    }
    return Records.with(
        MadeUpImages.with(Records.with(plain, "samples", samples)),
        "layers",
        layers,
        "training",
        training(random, plain),
        "statistics",
        List.of(
            new StatisticDescription(
                "curl", "Curl", "turns", "0 and up", "High: it turns.", "x", "A. Nobody 2020"),
            new StatisticDescription(
                "drift", "Drift", "", "0 to 1", "High: it moves.", "y", "B. Nobody 2021")),
        "blocks",
        blocks());
  }

  /** One block of two halves, one that changes the shape, and one of which less is known. */
  private static BlockAnalysis blocks() {
    return new BlockAnalysis(
        List.of(
            block("blocks.0.attn", "attention", null, null, 0.1),
            block("blocks.0.mlp", "feed-forward", null, null, 0.05),
            block("blocks.0", "layer", "fc1", null, 0.14),
            block("blocks.1", "convolution", "fc2", "changes the stream", Double.NaN),
            block("blocks.2", "convolution", "fc3", null, 0.31)),
        null,
        List.of(
            new StatisticDescription(
                "influence", "Influence", "", "0 to 2", "Low: little.", "1 - cos", "C. Nobody")));
  }

  private static BlockResult block(
      String name,
      String kind,
      @Nullable String layer,
      @Nullable String unmeasured,
      double influence) {
    return new BlockResult(
        name,
        kind,
        layer,
        name + "_in",
        name + "_out",
        List.of(-1L, 4L, 8L),
        100,
        unmeasured,
        null,
        Double.isNaN(influence)
            ? Map.of()
            : Map.of(
                "influence",
                new BlockValue(
                    influence,
                    influence / 20,
                    new Interval(0.9 * influence, 1.1 * influence),
                    4000,
                    1000L)));
  }

  /** One that all layers have, with an interval, and one that the first has not. */
  private static Map<String, StatisticValue> statistics(double depth) {
    StatisticValue curl =
        new StatisticValue(2 * depth, 1000, new Interval(1.8 * depth, 2.4 * depth));
    return depth == 1
        ? Map.of("curl", curl)
        : Map.of("curl", curl, "drift", new StatisticValue(0.1 * depth, 400 + (long) depth));
  }

  private static LayerResult with(LayerResult layer, List<FeatureMap> maps, Maximization made) {
    return Records.with(
        layer,
        "featureMaps",
        maps,
        "maximization",
        made,
        "indicators",
        indicators(layer),
        "preactivation",
        Records.make(
            LayerResult.Preactivation.class,
            "tensor",
            layer.facts().tensor() + "_before",
            "rms",
            layer.observation().rms() * 1.5,
            "nonFinite",
            0L,
            "neverActive",
            0.0,
            "all",
            layer.all(),
            "classes",
            layer.classes(),
            "samples",
            layer.samples()));
  }

  private static LayerIndicators indicators(LayerResult layer) {
    int n = layer.units();
    double depth = layer.facts().depth();
    double rank = n / (1.5 + depth);
    return Records.make(
        LayerIndicators.class,
        "images",
        1000L,
        "spectrum",
        Records.make(
            Spectrum.class,
            "method",
            Spectrum.COVARIANCE,
            "images",
            1000L,
            "trace",
            3.0 * n,
            "largest",
            n / 2.0,
            "effectiveRank",
            rank,
            "participationRatio",
            rank / 2,
            "dim99",
            (int) Math.ceil(rank),
            "saturation99",
            Math.ceil(rank) / n,
            "delve",
            new Spectrum.Delve((int) rank, Math.floor(rank) / n)),
        "onOffEntropy",
        0.9 - 0.1 * depth,
        "onOffEntropyWithinClasses",
        0.8 - 0.12 * depth,
        "winnerEntropy",
        2.0,
        "winnerEntropyNormalized",
        0.9 - 0.15 * depth,
        "labelInformation",
        0.05 * depth,
        "labelInformationMax",
        0.2 * depth,
        "patternDivergence",
        0.3 * depth,
        "patternDivergenceNormalized",
        0.15 * depth,
        "dormant",
        0.02 * depth,
        "renyi",
        new LayerIndicators.Renyi(3 - 0.2 * depth, 0.6 - 0.05 * depth, 500),
        "probe",
        new LayerIndicators.Probe(
            0.7 + 0.05 * depth,
            new Interval(0.66 + 0.05 * depth, 0.73 + 0.05 * depth),
            500,
            500,
            "covariance",
            0.001),
        "fromPrevious",
        depth == 1
            ? null
            : new LayerIndicators.FromPrevious(
                "before", 0.9 - 0.1 * depth, depth == 3 ? null : 0.2, 500),
        "statistics",
        statistics(depth));
  }

  /** Soft blobs, so that a picture of them can be told from noise. */
  private static double[] blobs(Random random, int size) {
    double[] x = new double[size * size];
    for (int b = 0; b < 4; b++) {
      double cx = random.nextDouble() * size;
      double cy = random.nextDouble() * size;
      double wide = size * (0.08 + 0.2 * random.nextDouble());
      for (int i = 0; i < x.length; i++) {
        double d = StrictMath.hypot(i % size - cx, Math.floorDiv(i, size) - cy) / wide;
        x[i] += StrictMath.exp(-d * d);
      }
    }
    return x;
  }

  private static byte[] bytes(double[] x) {
    byte[] out = new byte[x.length];
    for (int i = 0; i < x.length; i++) {
      out[i] = (byte) Math.min(255, Math.round(255 * Math.min(1, x[i])));
    }
    return out;
  }

  private static String png(Random random, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, size, size, bytes(blobs(random, size)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  private static List<FeatureMap> maps(Random random, int units, int samples, int size) {
    List<FeatureMap> maps = new ArrayList<>();
    for (int s = 0; s < samples; s += 2) {
      byte[] pixels = new byte[units * size * size];
      float[] low = new float[units];
      float[] high = new float[units];
      for (int c = 0; c < units; c++) {
        System.arraycopy(bytes(blobs(random, size)), 0, pixels, c * size * size, size * size);
        high[c] = 0.2f + c % 5;
      }
      maps.add(
          new FeatureMap(s, size, size, low, high, Base64.getEncoder().encodeToString(pixels)));
    }
    return maps;
  }

  private static Maximization maximized(Random random, int units) {
    return new Maximization(
        128,
        4,
        7,
        IntStream.range(0, units)
            .mapToObj(u -> new Maximization.Unit(u, 9 + u, 5.5 + u, png(random, 28)))
            .toList());
  }

  /** Layers that come to tell more of the class, and, deeper ones, less of the image. */
  private static TrainingHistory.Information information(double learnt) {
    double most = StrictMath.log(1000);
    double[] classes = {0.9 + learnt, 0.8 + 1.2 * learnt, 0.7 + 1.5 * learnt};
    return new TrainingHistory.Information(
        1000,
        new double[] {most, most - 0.2 * learnt, most - 2.5 * learnt},
        new double[] {2.3, 2.3, 2.2},
        new double[] {most - 0.1, 6.5 - learnt, 6.2 - 3 * learnt},
        new double[] {most - 0.9, 5.5 - learnt, 5.2 - 3 * learnt},
        classes);
  }

  private static TrainingHistory training(Random random, AnalysisResult result) {
    List<TrainingHistory.Epoch> epochs = new ArrayList<>();
    int classes = result.data().classes().size();
    for (int e = 0; e <= 12; e++) {
      double learnt = 1 - StrictMath.exp(-e / 3.0);
      double[][] raw = new double[3][classes];
      double[][] standardized = new double[3][classes];
      for (int l = 0; l < 3; l++) {
        for (int c = 0; c < classes; c++) {
          raw[l][c] = 0.99 - learnt * (0.2 + 0.3 * l) + 0.02 * random.nextGaussian();
          standardized[l][c] = 0.97 - learnt * 0.1 * l + 0.01 * random.nextGaussian();
        }
      }
      epochs.add(
          new TrainingHistory.Epoch(
              e,
              "epoch-" + e + ".onnx",
              e == 0 ? null : 2.3 * StrictMath.exp(-e / 2.0) + 0.05,
              0.1 + 0.88 * learnt,
              raw,
              standardized,
              new double[] {0.004, 0.006, 0.009},
              null,
              information(learnt)));
    }
    return new TrainingHistory(List.of("fc1", "fc2", "fc3"), 1000, epochs);
  }
}
