package io.entroscope.core.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.Analyzer;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.ort.OrtEngine.Optimization;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.array.NpyWriter;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Random examples in two classes, and what the entropies of a layer must be, from its activations
 * in double precision by the definitions.
 */
final class Examples {
  static final int COUNT = 24;

  private static final double TOLERANCE = 1e-6;
  private static final int CLASSES = 2;

  private final Path folder;
  private final int[] labels = new int[COUNT];

  Examples(Path folder) {
    this.folder = folder;
    Arrays.setAll(labels, i -> i % CLASSES);
    NpyWriter.longs(folder.resolve("labels.npy"), labels);
  }

  /** Adds an array of Gaussian values, [COUNT, ...shape]; returns them by example, flat. */
  double[][] floats(String name, long seed, int... shape) {
    Random random = new Random(seed);
    int each = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    float[] values = new float[COUNT * each];
    double[][] examples = new double[COUNT][each];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      examples[i / each][i % each] = values[i];
    }
    int[] whole = new int[shape.length + 1];
    whole[0] = COUNT;
    System.arraycopy(shape, 0, whole, 1, shape.length);
    NpyWriter.floats(folder.resolve(name + ".npy"), whole, values);
    return examples;
  }

  AnalysisResult analyze(OnnxModel model) {
    return analyze(model, AnalysisOptions.builder().batch(5).build());
  }

  AnalysisResult analyze(OnnxModel model, AnalysisOptions options) {
    try (DataSet data = DataSets.openAny(DataSpec.of(folder))) {
      return Analyzer.analyze(model, data, options);
    }
  }

  static LayerResult layer(AnalysisResult result, String name) {
    return result.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    name
                        + " is none of "
                        + result.layers().stream().map(LayerResult::name).toList()));
  }

  /**
   * Holds the entropies of a layer against its activations.
   *
   * @param activations [COUNT][n]
   */
  void assertEntropies(AnalysisResult result, String name, double[][] activations) {
    LayerResult layer = layer(result, name);
    int n = activations[0].length;
    assertThat(layer.units()).isEqualTo(n);
    for (int c = 0; c < CLASSES; c++) {
      double[] mean = new double[n];
      double images = 0;
      double single = 0;
      for (int i = 0; i < COUNT; i++) {
        if (labels[i] == c) {
          for (int unit = 0; unit < n; unit++) {
            mean[unit] += activations[i][unit];
          }
          single += entropy(activations[i]);
          images++;
        }
      }
      for (int unit = 0; unit < n; unit++) {
        mean[unit] /= images;
      }
      ClassStatistics found = layer.classes().get(c);
      assertThat(found.patternEntropy().normalized())
          .as("%s, pattern of class %d", name, c)
          .isCloseTo(entropy(mean) / Math.log(n), within(TOLERANCE));
      assertThat(found.imageEntropy().meanNormalized())
          .as("%s, images of class %d", name, c)
          .isCloseTo(single / images / Math.log(n), within(TOLERANCE));
    }
  }

  private static double entropy(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    double sum = Arrays.stream(x).map(v -> Math.exp(v - max)).sum();
    return -Arrays.stream(x)
        .map(v -> Math.exp(v - max) / sum)
        .filter(p -> p > 0)
        .map(p -> p * Math.log(p))
        .sum();
  }

  /** Whether ONNX Runtime has what a model needs. */
  static boolean runs(OnnxModel model) {
    try (OrtEngine engine = OrtEngine.open(model, Device.CPU, Optimization.ALL)) {
      return !engine.inputs().isEmpty();
    } catch (io.entroscope.core.PlanException e) {
      return false;
    }
  }
}
