package io.entroscope.spark;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * Sets the analysis as a job of a Spark that is already running beside the same without Spark, in
 * one process on as many cores, in turn.
 */
final class BesideLocal {
  private static final int CORES = 2;
  private static final int ROUNDS = 3;

  private BesideLocal() {}

  /**
   * Prints the seconds of each round, after one that does not count, and the median ratio.
   *
   * @param args a model and images
   */
  static void print(List<String> args) throws IOException {
    if (args.size() != 2) {
      System.err.println("usage: benchmarks/spark beside MODEL IMAGES");
      System.exit(2);
    }
    OnnxModel model = OnnxModel.read(Path.of(args.get(0)));
    DataSpec spec = DataSpec.of(Path.of(args.get(1)).toAbsolutePath());
    AnalysisOptions options = AnalysisOptions.builder().threads(CORES).layers("fc").build();
    try (SparkSession session = LocalSpark.start(CORES);
        ImageDataSet far = SparkData.open(session, spec);
        ImageDataSet near = DataSets.open(spec)) {
      AnalysisPlan local = Planner.plan(model, near, options);
      AnalysisPlan spark = Planner.plan(model, far, options);
      double[] ratios = new double[ROUNDS];
      for (int round = -1; round < ROUNDS; round++) {
        long start = System.nanoTime();
        AnalysisResult without = Analyzer.run(local, Progress.NONE);
        long middle = System.nanoTime();
        AnalysisResult with = SparkRunner.run(session, spark);
        long end = System.nanoTime();
        if (!Arrays.equals(json(without), json(with))) {
          throw new IOException("the results differ");
        }
        double ratio = (double) (end - middle) / (middle - start);
        System.out.printf(
            Locale.ROOT,
            "%s%d images: without Spark %.2f s, on Spark %.2f s, %.2f times as long%n",
            round < 0 ? "to warm up, " : "",
            near.size(),
            (middle - start) / 1e9,
            (end - middle) / 1e9,
            ratio);
        if (round >= 0) {
          ratios[round] = ratio;
        }
      }
      Arrays.sort(ratios);
      System.out.printf(Locale.ROOT, "median %.2f%n", ratios[ROUNDS / 2]);
    }
  }

  private static byte[] json(AnalysisResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(result, out);
    return out.toByteArray();
  }
}
