package io.entroscope.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.AnalysisException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Storage that fails now and then costs time and changes nothing; one that stays away is named. */
@ExtendWith(LocalSpark.class)
class FailingStorageTest {
  private static final OnnxModel MODEL = Sets.model();
  private static final AnalysisOptions OPTIONS = Sets.options().build();
  private static final int IMAGES = 2_200;

  /** More would meet one task four times, which is when Spark gives up. */
  private static final int FAILURES = 3;

  @TempDir private Path folder;

  /** From storage where one of so many files cannot be opened once the run is planned. */
  private static AnalysisResult run(SparkSession session, Path data, int failures, int ofSoMany) {
    DataSpec spec = DataSpec.of(SparkData.path(session, "failing:" + data.toUri().getPath()));
    try (ImageDataSet images = SparkData.open(session, spec)) {
      AnalysisPlan plan = Planner.plan(MODEL, images, OPTIONS);
      FailingFiles.fail(failures, ofSoMany);
      return SparkRunner.run(session, plan, 3);
    }
  }

  @AfterEach
  void answerAgain() {
    FailingFiles.fail(0, 1);
  }

  @Test
  void filesGiveTheSameBytes(SparkSession session) throws IOException {
    Path files = Sets.folder(folder.resolve("files"), IMAGES);
    byte[] expected = Sets.json(run(session, files, 0, 1));
    assertThat(Sets.json(run(session, files, FAILURES, 500))).isEqualTo(expected);
    assertThat(FailingFiles.left()).isZero();
  }

  @Test
  void tablesGiveTheSameBytes(SparkSession session) throws IOException {
    Path tables = folder.resolve("tables");
    try (ImageDataSet images =
        DataSets.open(DataSpec.of(Sets.folder(folder.resolve("files"), IMAGES)))) {
      Sets.parquet(tables, images, (i, png) -> png);
    }
    byte[] expected = Sets.json(run(session, tables, 0, 1));
    assertThat(Sets.json(run(session, tables, FAILURES, 2))).isEqualTo(expected);
    assertThat(FailingFiles.left()).isZero();
  }

  @Test
  void storageThatStaysAwayIsNamedInOneLine(SparkSession session) throws IOException {
    Path files = Sets.folder(folder.resolve("files"), IMAGES);
    assertThatThrownBy(() -> run(session, files, Integer.MAX_VALUE, 1))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("the storage does not answer (503)")
        .satisfies(e -> assertThat(e.getMessage()).hasLineCount(1));
  }
}
