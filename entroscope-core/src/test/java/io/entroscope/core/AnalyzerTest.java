package io.entroscope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.image.PixelImage;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.MistakenImage;
import io.entroscope.result.ResultJson;
import io.entroscope.result.SampleImage;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.stats.Normalizer;
import io.entroscope.stats.ProbabilityBins;
import io.entroscope.stats.Softmax;
import io.entroscope.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A network of random weights on random images, against a plain computation in double precision.
 */
class AnalyzerTest {
  private static final long SEED = Seeds.seed(20260102L);
  private static final int CLASSES = 3;
  private static final int IMAGES = 613;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final Network network = Network.random(random, 2, Fixtures.PIXELS, 31, 13, CLASSES);
  private final List<PixelImage> images = Fixtures.images(random, IMAGES);
  private final int[] labels = random.ints(IMAGES, 0, CLASSES).toArray();

  @BeforeEach
  void writeImages() {
    Fixtures.write(folder, images, labels);
  }

  private AnalysisResult analyze(AnalysisOptions.Builder options) {
    try (ImageDataSet data = DataSets.open(DataSpec.of(folder))) {
      return Analyzer.analyze(network.model(), data, options.build());
    }
  }

  private double[] input(int image) {
    byte[] values = images.get(image).values();
    double[] x = new double[values.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (values[i] & 0xFF) / 255.0;
    }
    return x;
  }

  @Test
  void passesOnWhatTheDataSetRemarks() throws IOException {
    assertThat(analyze(AnalysisOptions.builder()).caveats())
        .extracting(Caveat::code)
        .doesNotContain("data-note");
    Path emnist = Files.createDirectory(folder.resolve("emnist"));
    Fixtures.write(emnist, images, labels);
    try (ImageDataSet data = DataSets.open(DataSpec.of(emnist))) {
      AnalysisResult result =
          Analyzer.analyze(network.model(), data, AnalysisOptions.builder().build());
      assertThat(result.caveats())
          .filteredOn(caveat -> caveat.code().equals("data-note"))
          .singleElement()
          .extracting(Caveat::text)
          .asString()
          .contains("rows and columns exchanged");
    }
  }

  @ParameterizedTest
  @CsvSource({"OUTPUT,1", "PREACTIVATION,0"})
  void everyNumberAgreesWithThePlainComputation(ObservedSide at, int side) {
    AnalysisResult result = analyze(AnalysisOptions.builder().at(at).batch(50));

    assertThat(result.layers()).extracting(LayerResult::name).containsExactly("fc1", "fc2", "fc3");
    for (int l = 0; l < 3; l++) {
      for (int label = 0; label < CLASSES; label++) {
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
          if (labels[i] == label) {
            rows.add(network.forward(input(i)).get(l)[side]);
          }
        }
        check(result.layers().get(l).classes().get(label), rows);
      }
      assertThat(result.layers().get(l).all().images()).isEqualTo(IMAGES);
    }
    checkPredictions(result);
  }

  private static void check(ClassStatistics of, List<double[]> rows) {
    int n = rows.get(0).length;
    double[] mean = new double[n];
    double entropy = 0;
    double entropySquares = 0;
    long[] wins = new long[n];
    boolean[] active = new boolean[n];
    long[][] linear = new long[n][ProbabilityBins.LINEAR];
    for (double[] row : rows) {
      double h = Softmax.entropy(row, 1);
      entropy += h;
      entropySquares += h * h;
      double[] p = Softmax.of(row);
      int winner = 0;
      for (int u = 0; u < n; u++) {
        mean[u] += row[u] / rows.size();
        active[u] |= row[u] > 0;
        winner = row[u] > row[winner] ? u : winner;
        linear[u][Math.min((int) (p[u] * ProbabilityBins.LINEAR), ProbabilityBins.LINEAR - 1)]++;
      }
      wins[winner]++;
    }
    entropy /= rows.size();
    long never = 0;
    for (boolean a : active) {
      never += a ? 0 : 1;
    }
    String replay = "replay with -Dentroscope.seed=" + SEED;
    assertThat(of.images()).isEqualTo(rows.size());
    assertThat(of.patternEntropy().value())
        .as(replay)
        .isEqualTo(Softmax.entropy(mean, 1), within(1e-5));
    assertThat(of.patternEntropy().normalized())
        .isEqualTo(of.patternEntropy().value() / Math.log(n), within(1e-12));
    assertThat(of.imageEntropy().mean()).as(replay).isEqualTo(entropy, within(1e-5));
    assertThat(of.imageEntropy().standardDeviation())
        .as(replay)
        .isEqualTo(Math.sqrt(entropySquares / rows.size() - entropy * entropy), within(1e-5));
    assertThat(of.units().wins()).as(replay).isEqualTo(wins);
    assertThat(of.neverActive()).as(replay).isEqualTo((double) never / n);
    double[] pattern = Softmax.of(mean);
    long differing = 0;
    for (int u = 0; u < n; u++) {
      assertThat((double) Objects.requireNonNull(of.units().meanActivation())[u])
          .as(replay)
          .isEqualTo(mean[u], within(1e-5));
      assertThat((double) Objects.requireNonNull(of.units().pattern())[u])
          .as(replay)
          .isEqualTo(pattern[u], within(1e-5));
      long[] counts = linear(Objects.requireNonNull(of.activationHistogram())[u]);
      assertThat(Arrays.stream(counts).sum()).isEqualTo(rows.size());
      for (int bin = 0; bin < counts.length; bin++) {
        differing += Math.abs(counts[bin] - linear[u][bin]);
      }
    }
    // A probability within float rounding of a bin's edge may fall on either side.
    assertThat(differing).as(replay).isLessThanOrEqualTo(4);
  }

  private static long[] linear(long[] trimmed) {
    long[] bins = new long[ProbabilityBins.COUNT];
    System.arraycopy(trimmed, 1, bins, (int) trimmed[0], trimmed.length - 1);
    return ProbabilityBins.linear(bins);
  }

  private void checkPredictions(AnalysisResult result) {
    long[][] confusion = new long[CLASSES][CLASSES];
    long hits = 0;
    int[] predicted = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      double[] logits = network.forward(input(i)).get(2)[0];
      for (int c = 1; c < CLASSES; c++) {
        predicted[i] = logits[c] > logits[predicted[i]] ? c : predicted[i];
      }
      confusion[labels[i]][predicted[i]]++;
      hits += predicted[i] == labels[i] ? 1 : 0;
    }
    assertThat(result.confusion()).isDeepEqualTo(confusion);
    assertThat(result.accuracy()).isEqualTo((double) hits / IMAGES);
    checkMistakes(result, predicted);
    assertThat(result.samples()).hasSize(5 * CLASSES);
    for (int s = 0; s < result.samples().size(); s++) {
      SampleImage sample = result.samples().get(s);
      int position = Math.toIntExact(sample.position());
      assertThat(sample.label()).isEqualTo(labels[position]);
      assertThat(sample.predicted()).isEqualTo(predicted[position]);
      double[] logits = network.forward(input(position)).get(2)[0];
      float[] kept = result.layers().get(2).samples()[s];
      for (int c = 0; c < CLASSES; c++) {
        assertThat((double) kept[c]).isEqualTo(logits[c], within(1e-4));
      }
    }
  }

  private void checkMistakes(AnalysisResult result, int[] predicted) {
    double[] surest =
        IntStream.range(0, IMAGES)
            .filter(i -> predicted[i] != labels[i])
            .mapToDouble(i -> -confidence(i, predicted[i]))
            .sorted()
            .limit(60)
            .toArray();
    List<MistakenImage> mistakes = result.predictions().mistakes();
    assertThat(mistakes)
        .hasSameSizeAs(surest)
        .extracting(MistakenImage::position)
        .doesNotHaveDuplicates();
    for (int m = 0; m < surest.length; m++) {
      int position = (int) mistakes.get(m).position();
      assertThat(predicted[position]).isNotEqualTo(labels[position]);
      assertThat(confidence(position, predicted[position])).isEqualTo(-surest[m], within(1e-5));
      byte[] png = Base64.getDecoder().decode(mistakes.get(m).png());
      assertThat(png).isEqualTo(images.get(position).png());
    }
  }

  private double confidence(int image, int predicted) {
    double[] logits = network.forward(input(image)).get(2)[0];
    return 1 / Arrays.stream(logits).map(logit -> Math.exp(logit - logits[predicted])).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 7})
  void theNumberOfThreadsChangesNoByte(int threads) throws IOException {
    byte[] one =
        json(
            analyze(
                AnalysisOptions.builder().batch(16).indicators(IndicatorScope.LAYERS).threads(1)));

    assertThat(
            json(
                analyze(
                    AnalysisOptions.builder()
                        .batch(16)
                        .indicators(IndicatorScope.LAYERS)
                        .threads(threads))))
        .isEqualTo(one);
  }

  private static byte[] json(AnalysisResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(result, out);
    return out.toByteArray();
  }

  @Test
  void bothSidesStandInOneLayer() {
    AnalysisResult both = analyze(AnalysisOptions.builder().at(ObservedSide.BOTH));
    AnalysisResult before = analyze(AnalysisOptions.builder().at(ObservedSide.PREACTIVATION));
    AnalysisResult after = analyze(AnalysisOptions.builder().at(ObservedSide.OUTPUT));

    for (int l = 0; l < 3; l++) {
      LayerResult layer = both.layers().get(l);
      assertThat(layer.classes().get(1).patternEntropy().value())
          .isEqualTo(after.layers().get(l).classes().get(1).patternEntropy().value(), within(1e-6));
      assertThat(
              Objects.requireNonNull(layer.preactivation())
                  .classes()
                  .get(1)
                  .patternEntropy()
                  .value())
          .isEqualTo(
              before.layers().get(l).classes().get(1).patternEntropy().value(), within(1e-6));
    }
  }

  @Test
  void aSelectionAnalysesThatManyOfEachClass() {
    AnalysisResult result =
        analyze(
            AnalysisOptions.builder()
                .selection(Selection.ALL.withPerClass(40).withClasses(List.of("2", "0"))));

    assertThat(result.data().classes()).containsExactly("0", "2");
    assertThat(result.data().classImages()).containsExactly(40L, 40L);
    assertThat(result.layers().get(0).classes())
        .extracting(ClassStatistics::className)
        .containsExactly("0", "2");
    assertThat(result.layers().get(0).all().images()).isEqualTo(80);
    assertThat(result.confusion()).hasDimensions(2, CLASSES);
    assertThat(Arrays.stream(result.confusion()[1]).sum()).isEqualTo(40);
    for (SampleImage sample : result.samples()) {
      int label = labels[Math.toIntExact(sample.position())];
      assertThat(result.data().classes().get(sample.label())).isEqualTo(Integer.toString(label));
    }
  }

  @ParameterizedTest
  @CsvSource({"LOG,3.4339872044851463", "UNITS,31", "NONE,1"})
  void theNormalizerDivides(Normalizer normalizer, double divisor) {
    ClassStatistics of =
        analyze(AnalysisOptions.builder().normalizer(normalizer)).layers().get(0).classes().get(0);

    assertThat(of.patternEntropy().normalized())
        .isEqualTo(of.patternEntropy().value() / divisor, within(1e-12));
  }

  @Test
  void threadsAreGoneAfterwards() throws InterruptedException {
    analyze(AnalysisOptions.builder());
    long deadline = System.nanoTime() + 5_000_000_000L;
    while (ourThreads() > 0 && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }

    assertThat(ourThreads()).isZero();
  }

  private static long ourThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("entroscope-"))
        .count();
  }
}
