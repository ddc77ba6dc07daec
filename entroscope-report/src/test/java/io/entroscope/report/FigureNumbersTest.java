package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.entroscope.report.internal.view.ResultView;
import io.entroscope.report.internal.view.Thinning;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ImageTable;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers behind the figures, as their CSV files give them, against the result's own. */
class FigureNumbersTest {
  private static final AnalysisResult RESULT = MadeUpExtras.full();

  /** The rows of a figure's CSV file after its head; fields have no commas in them here. */
  private static List<String[]> rows(String figure, String options) {
    try (Drawing drawing = new Drawing(ResultView.of(RESULT, Thinning.of(RESULT)))) {
      Drawing.Files files = drawing.files(figure, options, Theme.LIGHT);
      assertThat(files).isNotNull();
      return files.csv().lines().skip(1).map(line -> line.split(",", -1)).toList();
    }
  }

  private static ClassStatistics statistics(String layer, String label) {
    LayerResult found =
        RESULT.layers().stream().filter(one -> one.name().equals(layer)).findFirst().orElseThrow();
    return found.classes().stream()
        .filter(c -> c.className().equals(label))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void curvesAreTheResultsEntropies() {
    for (String[] row : rows("1", "{}")) {
      if (!row[1].startsWith("mean")) {
        ClassStatistics own = statistics(row[3], row[1]);
        boolean raw = row[0].equals("raw");
        assertThat(Double.parseDouble(row[4]))
            .isCloseTo(
                raw
                    ? own.patternEntropy().normalized()
                    : own.patternEntropyStandardized().normalized(),
                within(1e-6));
        assertThat(Double.parseDouble(row[7])).isEqualTo((double) own.images());
      }
    }
    for (String[] row : rows("1", "{\"unit\":\"nats\",\"layers\":\"all\"}")) {
      if (row[0].equals("raw") && !row[1].startsWith("mean")) {
        ClassStatistics own = statistics(row[3], row[1]);
        assertThat(Double.parseDouble(row[4]))
            .isCloseTo(own.patternEntropy().value(), within(1e-6));
        assertThat(Double.parseDouble(row[5]))
            .isCloseTo(own.patternEntropy().interval().low(), within(1e-6));
        assertThat(Double.parseDouble(row[6]))
            .isCloseTo(own.patternEntropy().interval().high(), within(1e-6));
      }
    }
  }

  @Test
  void patternsAreTheResultsAndSumToOne() {
    List<String[]> rows = rows("2", "{\"layer\":\"fc2\",\"sort\":\"difference\"}");
    assertThat(rows).hasSize(2 * 64);
    double sum = 0;
    for (String[] row : rows) {
      float own = statistics("fc2", row[2]).units().pattern()[Integer.parseInt(row[1])];
      assertThat(Float.parseFloat(row[3])).isCloseTo(own, within(1e-6f * Math.max(1e-6f, own)));
      sum += Double.parseDouble(row[3]);
    }
    assertThat(sum).isCloseTo(2, within(1e-4));
  }

  @Test
  void singleImagesAreSoftmaxes() {
    List<String[]> rows = rows("2", "{\"layer\":\"fc3\",\"of\":\"image\",\"imageA\":\"1\"}");
    float[] x = RESULT.layers().get(4).samples()[1];
    double[] p = MadeUpLayer.softmax(IntStream.range(0, x.length).mapToDouble(u -> x[u]).toArray());
    for (String[] row : rows) {
      if (row[2].equals("0")) {
        assertThat(Double.parseDouble(row[3])).isCloseTo(p[Integer.parseInt(row[1])], within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"x\":\"linear\"}",
        "{\"x\":\"linear\",\"reach\":\"full\"}",
        "{\"y\":\"log\"}"
      })
  void histogramsLoseNoImage(String options) {
    for (LayerResult layer : RESULT.layers().subList(2, 5)) {
      double counted =
          rows("3", options).stream()
              .filter(row -> row[0].equals(layer.name()) && row[2].equals("1"))
              .mapToDouble(row -> Double.parseDouble(row[5]))
              .sum();
      assertThat(counted).as(layer.name()).isCloseTo(100.0 * layer.units(), within(1e-3));
    }
  }

  /** The paper's bins, 0.02 wide, are sums of the result's own: no estimate is in them. */
  @Test
  void equalBinsAreExact() {
    ClassStatistics own = statistics("fc2", "0");
    double[] edges = RESULT.layers().get(3).observation().histogramEdges();
    double[] expected = new double[50];
    for (long[] unit : own.activationHistogram()) {
      for (int k = 1; k < unit.length; k++) {
        expected[(int) Math.floor(edges[(int) unit[0] + k - 1] * 50 + 1e-9)] += unit[k];
      }
    }
    double[] found =
        rows("3", "{\"x\":\"linear\",\"reach\":\"full\"}").stream()
            .filter(row -> row[0].equals("fc2") && row[2].equals("0"))
            .mapToDouble(row -> Double.parseDouble(row[5]))
            .toArray();
    assertThat(found).containsExactly(expected);
  }

  @Test
  void oneUnitHasItsOwnHistogram() {
    long[] own = statistics("fc1", "0").activationHistogram()[7];
    List<String[]> rows =
        rows("3", "{\"layer\":\"fc1\",\"unit\":7}").stream()
            .filter(row -> row[2].equals("0"))
            .toList();
    double[] edges = RESULT.layers().get(2).observation().histogramEdges();
    for (String[] row : rows) {
      int bin =
          IntStream.range(0, 98)
              .filter(k -> Math.abs(edges[k] - Double.parseDouble(row[3])) <= 1e-6 * edges[k])
              .findFirst()
              .orElseThrow();
      int place = bin - (int) own[0] + 1;
      long expected = place >= 1 && place < own.length ? own[place] : 0;
      assertThat(Double.parseDouble(row[5])).as("bin %d", bin).isEqualTo((double) expected);
    }
    assertThat(rows.stream().mapToDouble(row -> Double.parseDouble(row[5])).sum()).isEqualTo(100);
  }

  @Test
  void matrixIsTheResultsConfusionAndEntropy() {
    for (String[] row : rows("5", "{}")) {
      int c = RESULT.data().classes().indexOf(row[0]);
      long[] own = RESULT.confusion()[c];
      assertThat(Double.parseDouble(row[2])).isCloseTo(own[c] / 100.0, within(1e-6));
      long most = IntStream.range(0, 10).filter(p -> p != c).mapToLong(p -> own[p]).max().orElse(0);
      assertThat(Long.parseLong(row[4])).isEqualTo(most);
      assertThat(own[RESULT.data().classes().indexOf(row[3])]).isEqualTo(most);
      assertThat(Double.parseDouble(row[7]))
          .isCloseTo(statistics("fc3", row[0]).patternEntropy().normalized(), within(1e-6));
    }
  }

  /** How far an image's entropy is from those of its class, against the table of all images. */
  @Test
  void wrongImagesAreApartAsTheTableSays() {
    ImageTable table = Objects.requireNonNull(RESULT.images());
    List<String[]> rows = rows("5b", "{\"order\":\"sure\"}");
    assertThat(rows).hasSize(24);
    for (String[] row : rows) {
      int place =
          IntStream.range(0, table.count())
              .filter(i -> table.positionOf(i) == Integer.parseInt(row[1]))
              .findFirst()
              .orElseThrow();
      assertThat(table.isRight(place)).isFalse();
      assertThat(Double.parseDouble(row[4])).isCloseTo(table.confidenceOf(place), within(1e-6));
      double[] right =
          IntStream.range(0, table.count())
              .filter(i -> table.isRight(i) && table.labelOf(i) == table.labelOf(place))
              .mapToDouble(i -> table.entropyOf(i, 4))
              .toArray();
      double mean = java.util.Arrays.stream(right).average().orElseThrow();
      double squares = java.util.Arrays.stream(right).map(h -> (h - mean) * (h - mean)).sum();
      double apart = (table.entropyOf(place, 4) - mean) / Math.sqrt(squares / (right.length - 1));
      assertThat(Double.parseDouble(row[11])).isCloseTo(apart, within(1e-4));
    }
  }

  @Test
  void stabilityIsQuantilesAndWins() {
    for (String[] row : rows("6", "{\"unit\":\"nats\"}")) {
      if (!row[1].equals("all classes")) {
        ClassStatistics own = statistics(row[0], row[1]);
        for (int q = 0; q < 5; q++) {
          assertThat(Double.parseDouble(row[3 + q]))
              .isCloseTo(own.imageEntropy().quantiles()[q], within(1e-5));
        }
        long most =
            IntStream.range(0, own.units().wins().length)
                .mapToLong(u -> own.units().wins()[u])
                .max()
                .orElseThrow();
        assertThat(own.units().wins()[Integer.parseInt(row[8])]).isEqualTo(most);
        assertThat(Double.parseDouble(row[9])).isCloseTo(most / 100.0, within(1e-6));
      }
    }
  }

  @Test
  void trainingIsTheMeanOverClasses() {
    for (String[] row : rows("7a", "{}")) {
      var epoch = RESULT.training().epochs().get((int) Double.parseDouble(row[0]));
      int layer = RESULT.training().layers().indexOf(row[2]);
      double mean =
          java.util.Arrays.stream(epoch.patternEntropyNormalized()[layer]).average().orElseThrow();
      assertThat(Double.parseDouble(row[3])).isCloseTo(mean, within(1e-6));
      assertThat(Double.parseDouble(row[4]))
          .isCloseTo(epoch.meanStandardError()[layer], within(1e-6));
    }
  }

  @Test
  void theInformationPlaneHoldsTheHistorysNumbers() {
    List<String[]> rows = rows("7c", "{}");
    assertThat(rows).hasSize(13 * 3);
    for (String[] row : rows) {
      var epoch = RESULT.training().epochs().get((int) Double.parseDouble(row[0]));
      int layer = RESULT.training().layers().indexOf(row[1]);
      double[] numbers = {
        epoch.information().inputBinned()[layer],
        epoch.information().labelsBinned()[layer],
        epoch.information().inputPairwise()[layer],
        epoch.information().inputPairwiseLower()[layer],
        epoch.information().labelsPairwise()[layer]
      };
      for (int i = 0; i < numbers.length; i++) {
        assertThat(Double.parseDouble(row[2 + i])).isCloseTo(numbers[i], within(1e-5));
      }
    }
  }

  /** The sentence names the layer and epoch at which the two estimators differ most. */
  @Test
  void theInformationPlaneSaysWhereItsEstimatorsDisagreeMost() {
    try (Drawing drawing = new Drawing(ResultView.of(RESULT, Thinning.of(RESULT)))) {
      Drawing.Files files = drawing.files("7c", "{}", Theme.LIGHT);
      assertThat(files.svg()).contains("differ most at fc3 in epoch 12", "ln N = 6.91 nats");
    }
  }

  @Test
  void whatTheResultDescribesIsDrawnAndInTheTable() {
    try (Drawing drawing = new Drawing(ResultView.of(RESULT, Thinning.of(RESULT)))) {
      Drawing.Files files =
          Objects.requireNonNull(drawing.files("8", "{\"layers\":\"all\"}", Theme.LIGHT));
      List<String> head = List.of(files.csv().lines().findFirst().orElseThrow().split(","));
      assertThat(head)
          .endsWith(
              "curl",
              "curlLow",
              "curlHigh",
              "curlImages",
              "drift",
              "driftLow",
              "driftHigh",
              "driftImages");
      List<String[]> rows = files.csv().lines().skip(1).map(l -> l.split(",", -1)).toList();
      assertThat(rows.get(0)).endsWith("2", "1.8", "2.4", "1000", "", "", "", "");
      assertThat(rows.get(2)).endsWith("1000", "0.3", "", "", "403");
      assertThat(files.svg())
          .contains(">Curl<", ">Drift<", ">High: it turns.<", "Curl: A. Nobody 2020. N = 1,000.")
          .contains("N = 402 to 405.");
    }
  }

  @Test
  void resultsOfBeforeDescriptionsAreDrawnAsEver() {
    AnalysisResult old =
        Records.with(
            RESULT,
            "statistics",
            null,
            "layers",
            RESULT.layers().stream()
                .map(
                    layer ->
                        Records.with(
                            layer,
                            "indicators",
                            Records.with(layer.indicators(), "statistics", null)))
                .toList());
    try (Drawing drawing = new Drawing(ResultView.of(old, Thinning.of(old)))) {
      Drawing.Files files = Objects.requireNonNull(drawing.files("8", "{}", Theme.LIGHT));
      assertThat(files.csv().lines().findFirst().orElseThrow())
          .endsWith("angularDistance,dormant,renyi");
      assertThat(files.svg()).contains("nyi entropy, order 2").doesNotContain("undefined", "NaN");
    }
  }
}
