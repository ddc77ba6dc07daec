package io.entroscope.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.TrainingHistory;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of all numbers and of all images, against the result. */
class TablesTest {
  private static final Pattern CELL =
      Pattern.compile("\"((?:[^\"]|\"\")*)\"(?:,|$)|([^,]*)(?:,|$)");

  @TempDir private Path folder;

  private List<Map<String, String>> rows(AnalysisResult result, String file) throws IOException {
    Reports.render(result, ReportRequest.of(EnumSet.of(Format.CSV), OptionalInt.empty()), folder);
    List<String> lines = Files.readAllLines(folder.resolve(file));
    List<String> head = cells(lines.get(0));
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      List<String> cells = cells(line);
      assertThat(cells).hasSameSizeAs(head);
      for (int i = 0; i < head.size(); i++) {
        row.put(head.get(i), cells.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    Matcher cell = CELL.matcher(line);
    for (int at = 0; at < line.length() && cell.find(at); at = cell.end()) {
      cells.add(cell.group(1) == null ? cell.group(2) : cell.group(1).replace("\"\"", "\""));
    }
    if (line.endsWith(",")) {
      cells.add("");
    }
    return cells;
  }

  private static Map<String, String> only(
      List<Map<String, String>> rows, String layer, String at, String name, String statistic) {
    List<Map<String, String>> found =
        rows.stream()
            .filter(
                row ->
                    layer.equals(row.get("layer"))
                        && at.equals(row.get("at"))
                        && name.equals(row.get("class"))
                        && statistic.equals(row.get("statistic")))
            .toList();
    assertThat(found).as("%s %s %s %s", layer, at, name, statistic).hasSize(1);
    return found.get(0);
  }

  @Test
  void everyEntropyHasItsUnitErrorIntervalAndCount() throws IOException {
    AnalysisResult result = MadeUpExtras.full();
    List<Map<String, String>> rows = rows(result, "result.csv");
    assertThat(rows.get(0).keySet())
        .containsExactly(
            "model",
            "layer",
            "depth",
            "kind",
            "units",
            "at",
            "class",
            "statistic",
            "index",
            "value",
            "standard_error",
            "low95",
            "high95",
            "n",
            "unit",
            "normalizer");
    for (LayerResult layer : result.layers()) {
      for (ClassStatistics one : layer.classes()) {
        Map<String, String> nats =
            only(rows, layer.name(), "output", one.className(), "patternEntropy");
        assertThat(nats).containsEntry("unit", "nats").containsEntry("normalizer", "");
        assertThat(Double.parseDouble(nats.get("value"))).isEqualTo(one.patternEntropy().value());
        assertThat(nats.get("n")).isEqualTo(Long.toString(one.images()));
        Map<String, String> share =
            only(rows, layer.name(), "output", one.className(), "patternEntropyNormalized");
        assertThat(share).containsEntry("unit", "1").containsEntry("normalizer", "log n");
        assertThat(Double.parseDouble(share.get("value")))
            .isEqualTo(one.patternEntropy().normalized());
        if (one.patternEntropy().interval() != null) {
          assertThat(Double.parseDouble(nats.get("low95")))
              .isEqualTo(one.patternEntropy().interval().low());
          assertThat(Double.parseDouble(share.get("high95")))
              .isEqualTo(one.patternEntropy().interval().high() / Math.log(layer.units()));
        }
      }
    }
    Map<String, String> accuracy = only(rows, "", "", "all", "accuracy");
    assertThat(Double.parseDouble(accuracy.get("value"))).isEqualTo(result.accuracy());
  }

  @Test
  void everyPartOfAResultIsInIt() throws IOException {
    List<Map<String, String>> rows = rows(MadeUpExtras.full(), "result.csv");
    assertThat(rows)
        .extracting(row -> row.get("statistic"))
        .contains(
            "confusion",
            "patternEntropyNormalizedStep",
            "imageEntropyQuantile",
            "pattern",
            "effectiveRank",
            "probeAccuracy",
            "trainingPatternEntropyNormalized");
    assertThat(rows).allSatisfy(row -> assertThat(row.get("unit")).isNotEmpty());
    assertThat(rows).allSatisfy(row -> assertThat(row.get("value")).isNotEmpty());
  }

  @Test
  void whatChangedSinceTheEpochBeforeIsInIt() throws IOException {
    AnalysisResult full = MadeUpExtras.full();
    TrainingHistory history = Objects.requireNonNull(full.training());
    List<TrainingHistory.Epoch> epochs = new ArrayList<>(history.epochs());
    epochs.set(
        1,
        Records.with(
            epochs.get(1),
            "sincePrevious",
            List.of(
                new TrainingHistory.Change(null, 0.25, new Interval(0.125, 0.375), 0.01),
                new TrainingHistory.Change("fc2", -0.5, new Interval(-0.75, -0.25), null))));
    AnalysisResult tracked =
        full.withTraining(new TrainingHistory(history.layers(), history.images(), epochs));

    List<Map<String, String>> rows = rows(tracked, "result.csv");

    assertThat(only(rows, "", "", "all", "trainingAccuracyChange"))
        .containsEntry("index", "epoch 1")
        .containsEntry("value", "0.25")
        .containsEntry("low95", "0.125")
        .containsEntry("high95", "0.375");
    assertThat(only(rows, "", "", "all", "trainingAccuracyChangeMcNemar"))
        .containsEntry("value", "0.01");
    assertThat(only(rows, "fc2", "output", "mean", "trainingPatternEntropyNormalizedChange"))
        .containsEntry("value", "-0.5")
        .containsEntry("high95", "-0.25");
  }

  @Test
  void figuresAloneHaveNoTable() {
    List<Path> written =
        Reports.render(
            MadeUp.mnist(), ReportRequest.of(EnumSet.of(Format.CSV), OptionalInt.of(1)), folder);
    assertThat(written).containsExactly(folder.resolve("figure-1-entropy-by-depth.csv"));
  }

  @Test
  void whereNothingWritesParquetOneLineSaysSo() {
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
    try {
      ReportRequest request =
          ReportRequest.of(EnumSet.of(Format.PARQUET, Format.HTML), OptionalInt.empty());
      assertThatThrownBy(() -> Reports.render(MadeUpExtras.full(), request, folder.resolve("new")))
          .isInstanceOf(ReportException.class)
          .hasMessage(
              "nothing that writes Parquet is on the class path; add entroscope-parquet, or write"
                  + " csv");
    } finally {
      thread.setContextClassLoader(usual);
    }
    assertThat(folder.resolve("new")).doesNotExist();
  }
}
