package io.entroscope.report;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.DataInfo;
import io.entroscope.result.Interval;
import io.entroscope.result.ModelInfo;
import io.entroscope.result.PreprocessingInfo;
import io.entroscope.result.SampleImage;
import io.entroscope.result.Settings;
import io.entroscope.result.ToolInfo;
import io.entroscope.result.Verdict;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.Entropy;
import io.entroscope.result.layer.LayerFacts;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.LayerWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Results with made-up numbers that look like real ones: the same for the same seed. */
final class MadeUp {
  /** Flat within this, as in the results' verdicts. */
  static final double FLAT_WITHIN = 0.01;

  private MadeUp() {}

  /** A layer to make up. */
  record Shape(String name, String kind, int units, double gain, double own) {}

  /** Two convolutions and three fully connected layers, ten digits. */
  static AnalysisResult mnist() {
    return result(
        1,
        "models/mnist-cnn-3fc.onnx",
        "data/mnist",
        IntStream.range(0, 10).mapToObj(String::valueOf).toList(),
        100,
        List.of(
            new Shape("conv1", LayerResult.CONVOLUTION, 16, 0.8, 0.05),
            new Shape("conv2", LayerResult.CONVOLUTION, 32, 1.0, 0.2),
            new Shape("fc1", LayerResult.FULLY_CONNECTED, 128, 2.2, 0.4),
            new Shape("fc2", LayerResult.FULLY_CONNECTED, 64, 3.0, 0.6),
            new Shape("fc3", LayerResult.FULLY_CONNECTED, 10, 6, 0.95)));
  }

  /** Six fully connected layers of 512, with a flat stretch and a rise; ten named classes. */
  static AnalysisResult cifar() {
    double[] gains = {1.6, 2.2, 2.2, 2.7, 1.9, 3.2};
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < gains.length; i++) {
      shapes.add(
          new Shape("fc" + (i + 1), LayerResult.FULLY_CONNECTED, 512, gains[i], 0.15 * (i + 1)));
    }
    shapes.add(new Shape("fc7", LayerResult.FULLY_CONNECTED, 10, 4, 0.95));
    List<String> classes =
        List.of(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck");
    return result(2, "models/cifar-6fc.onnx", "data/cifar10", classes, 60, shapes);
  }

  static AnalysisResult result(
      long seed, String model, String data, List<String> classes, int images, List<Shape> shapes) {
    Random random = new Random(seed);
    int each = 2;
    List<LayerResult> layers = new ArrayList<>();
    for (Shape shape : shapes) {
      boolean last = layers.size() == shapes.size() - 1;
      MadeUpLayer made =
          new MadeUpLayer(random, shape.units(), classes, images, shape.gain(), shape.own(), !last);
      layers.add(layer(shape, layers.size() + 1, last, made, each));
    }
    long[][] confusion = confusion(random, classes.size(), images);
    double accuracy =
        IntStream.range(0, classes.size()).mapToLong(c -> confusion[c][c]).sum()
            / ((double) classes.size() * images);
    return new AnalysisResult(
        AnalysisResult.Origin.of(
            new ToolInfo("entroscope", "0.1.0"),
            model(model),
            new DataInfo(
                data,
                "idx",
                "test",
                (long) classes.size() * images,
                10_000,
                0,
                classes,
                Collections.nCopies(classes.size(), (long) images),
                null),
            settings()),
        new AnalysisResult.Predictions(
            accuracy, new Interval(accuracy - 0.008, Math.min(1, accuracy + 0.006)), confusion),
        verdict(layers, classes),
        List.of(
            new Caveat(
                "small-sample",
                "Only "
                    + images
                    + " images of each class: the softmax of a mean depends on how many"
                    + " images are averaged, so compare only results with the same number."),
            new Caveat(
                "scale-dependence",
                "The raw and the standardised curve do not go the same way at every step; the raw"
                    + " one depends on the scale of the activations.")),
        samples(classes.size(), each),
        layers,
        null);
  }

  private static ModelInfo model(String path) {
    return new ModelInfo(
        path,
        "3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea",
        "pytorch",
        17,
        421_642,
        "input",
        List.of(-1L, 1L, 28L, 28L),
        "logits",
        Map.of());
  }

  private static Settings settings() {
    return Records.make(
        Settings.class,
        "layers",
        "fc",
        "at",
        "output",
        "normalizer",
        "log",
        "preprocessing",
        new PreprocessingInfo(
            1 / 255.0, List.of(0.1307), List.of(0.3081), null, "NCHW", 1, "options"),
        "batch",
        256,
        "seed",
        42L,
        "groups",
        20);
  }

  private static LayerResult layer(
      Shape shape, int depth, boolean last, MadeUpLayer made, int each) {
    boolean convolution = shape.kind().equals(LayerResult.CONVOLUTION);
    float[][] samples = new float[made.activations.length * each][];
    for (int s = 0; s < samples.length; s++) {
      samples[s] = made.activations[s / each][s % each];
    }
    long units = shape.units();
    return Records.make(
        LayerResult.class,
        "facts",
        new LayerFacts(
            shape.name(),
            "/" + shape.name() + (convolution ? "/Conv" : "/Gemm"),
            "/" + shape.name() + "/output",
            shape.kind(),
            last ? null : "Relu",
            depth,
            shape.units(),
            new LayerWeights(512, units * 513, null),
            convolution ? List.of(-1L, units, 14L, 14L) : List.of(-1L, units),
            last ? LayerFacts.OUTPUT : LayerFacts.HIDDEN),
        "observation",
        new LayerResult.Observation(
            convolution ? "mean" : "none",
            !convolution,
            "output",
            made.rms,
            0,
            made.all.neverActive(),
            made.edges),
        "all",
        made.all,
        "classes",
        made.classes,
        "mean",
        means(made.classes, shape.units()),
        "samples",
        samples);
  }

  private static ClassMean means(List<ClassStatistics> classes, int n) {
    return new ClassMean(
        MadeUpLayer.mean(
            classes,
            of -> of.patternEntropy().value(),
            of -> of.patternEntropy().standardError(),
            n),
        MadeUpLayer.mean(
            classes,
            of -> of.patternEntropyStandardized().value(),
            of -> of.patternEntropyStandardized().standardError(),
            n),
        MadeUpLayer.mean(
            classes, of -> of.imageEntropy().mean(), of -> of.imageEntropy().standardError(), n));
  }

  private static List<SampleImage> samples(int classes, int each) {
    return IntStream.range(0, classes * each)
        .mapToObj(s -> new SampleImage(17L * s + 3, null, s / each, s / each, null))
        .toList();
  }

  private static long[][] confusion(Random random, int classes, int images) {
    long[][] counts = new long[classes][classes];
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < images; i++) {
        boolean wrong = random.nextDouble() < 0.08;
        counts[c][wrong ? (c + 1 + random.nextInt(Math.min(3, classes - 1))) % classes : c]++;
      }
    }
    return counts;
  }

  private static Verdict verdict(List<LayerResult> layers, List<String> classes) {
    List<LayerResult> curve = layers.stream().filter(LayerResult::inVerdict).toList();
    List<Verdict.Curve> each = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      int index = c;
      each.add(
          curve(
              classes.get(c),
              curve,
              layer -> layer.classes().get(index).patternEntropy().normalized()));
    }
    Verdict.Curve average = curve("mean", curve, MadeUp::mean);
    String summary =
        average.falls()
            ? "On average over the classes, the normalised entropy falls at every step, as the"
                + " paper expects of a well-trained network."
            : "On average over the classes, the normalised entropy does not fall at every step; the"
                + " paper reads a rise as a layer that does harm and a flat stretch as one that is"
                + " not needed.";
    return Records.make(
        Verdict.class,
        "summary",
        summary,
        "flatWithin",
        FLAT_WITHIN,
        "average",
        average,
        "classes",
        each,
        "standardized",
        new Verdict.Reading(
            curve("mean", curve, layer -> layer.mean().patternStandardized().value()), List.of()));
  }

  private static double mean(LayerResult layer) {
    return layer.classes().stream()
        .mapToDouble(of -> of.patternEntropy().normalized())
        .average()
        .orElseThrow();
  }

  private static Verdict.Curve curve(
      String label, List<LayerResult> layers, ToDoubleFunction<LayerResult> height) {
    List<Verdict.Step> steps = new ArrayList<>();
    for (int i = 1; i < layers.size(); i++) {
      double change = height.applyAsDouble(layers.get(i)) - height.applyAsDouble(layers.get(i - 1));
      Verdict.Direction direction =
          change < -FLAT_WITHIN
              ? Verdict.Direction.FALLS
              : change > FLAT_WITHIN ? Verdict.Direction.RISES : Verdict.Direction.FLAT;
      steps.add(
          new Verdict.Step(
              layers.get(i - 1).name(), layers.get(i).name(), change, null, null, direction));
    }
    boolean falls = steps.stream().allMatch(s -> s.direction() == Verdict.Direction.FALLS);
    return new Verdict.Curve(label, falls, steps);
  }

  /**
   * A result as large as they come: 1,000 classes, 50 layers of 4,096 units. Its arrays are shared
   * between classes, so that it fits into memory; whoever reads it sees them all.
   */
  static AnalysisResult wide() {
    Random random = new Random(3);
    List<String> classes = IntStream.range(0, 1000).mapToObj(c -> "class number " + c).toList();
    List<LayerResult> layers = new ArrayList<>();
    List<String> pair = List.of("one", "other");
    for (int l = 0; l < 50; l++) {
      Shape shape = new Shape("fc" + (l + 1), LayerResult.FULLY_CONNECTED, 4096, 1 + l / 25.0, 0.4);
      MadeUpLayer made = new MadeUpLayer(random, 4096, pair, 3, shape.gain(), shape.own(), true);
      List<ClassStatistics> each = new ArrayList<>();
      for (int c = 0; c < classes.size(); c++) {
        each.add(varied(made.classes.get(c % 2), classes.get(c), random));
      }
      LayerResult small = layer(shape, l + 1, false, made, 1);
      layers.add(Records.with(small, "classes", each, "mean", means(each, 4096)));
    }
    int images = 50;
    return new AnalysisResult(
        AnalysisResult.Origin.of(
            new ToolInfo("entroscope", "0.1.0"),
            model("models/wide.onnx"),
            new DataInfo(
                "data/many-classes",
                "folder",
                "val",
                50_000,
                50_000,
                0,
                classes,
                Collections.nCopies(classes.size(), (long) images),
                null),
            settings()),
        new AnalysisResult.Predictions(
            0.92, new Interval(0.9176, 0.9223), confusion(random, classes.size(), images)),
        verdict(layers, classes),
        List.of(new Caveat("small-sample", "Only 50 images of each class.")),
        samples(2, 1),
        layers,
        null);
  }

  private static ClassStatistics varied(ClassStatistics of, String label, Random random) {
    double times = 1 - 0.05 * random.nextDouble();
    return Records.with(
        of,
        "className",
        label,
        "images",
        50L,
        "patternEntropy",
        times(of.patternEntropy(), times),
        "patternEntropyStandardized",
        times(of.patternEntropyStandardized(), times),
        "imageEntropy",
        Records.with(
            of.imageEntropy(),
            "mean",
            of.imageEntropy().mean() * times,
            "meanNormalized",
            of.imageEntropy().meanNormalized() * times));
  }

  private static Entropy times(Entropy of, double times) {
    return Records.with(of, "value", of.value() * times, "normalized", of.normalized() * times);
  }
}
