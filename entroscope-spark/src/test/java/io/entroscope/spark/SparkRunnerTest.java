package io.entroscope.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.DataInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The result on Spark, in the test's own process, against that of one machine. */
@ExtendWith(LocalSpark.class)
class SparkRunnerTest {
  private static final OnnxModel MODEL = Sets.small(1, 28);

  @TempDir private static Path shared;
  @TempDir private Path folder;

  private static AnalysisResult onSpark(
      SparkSession session,
      OnnxModel model,
      DataSpec spec,
      AnalysisOptions options,
      int partitions) {
    try (ImageDataSet data = SparkData.open(session, spec)) {
      AnalysisPlan plan = Planner.plan(model, data, options);
      assertThat(plan.batches().segments()).isGreaterThan(1);
      return SparkRunner.run(session, plan, partitions);
    }
  }

  private static void assertSame(AnalysisResult found, AnalysisResult expected) throws IOException {
    // As text first, whose difference can be read.
    assertThat(new String(Sets.json(found), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(new String(Sets.json(expected), java.nio.charset.StandardCharsets.UTF_8));
    assertThat(Sets.json(found)).isEqualTo(Sets.json(expected));
  }

  private static Path mnist() throws IOException {
    Path idx = shared.resolve("mnist");
    return Files.exists(idx) ? idx : Sets.idx(idx, 7_500, "");
  }

  /** The session has two cores. */
  @Test
  void fewPartsAreGivenTheCoresThatElseHaveNothingToDo(SparkSession session) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    assertThat(SparkRunner.threads(spark, 1)).isEqualTo(2);
    assertThat(SparkRunner.threads(spark, 2)).isEqualTo(1);
    assertThat(SparkRunner.threads(spark, 6)).isEqualTo(1);
  }

  @Test
  void mnistGivesTheBytesOfOneMachine(SparkSession session) throws IOException {
    DataSpec spec = DataSpec.of(mnist());
    AnalysisOptions options = Sets.options().build();
    AnalysisResult expected = Sets.local(Sets.model(), spec, options);
    for (int partitions : new int[] {1, 3, 7}) {
      assertSame(onSpark(session, Sets.model(), spec, options, partitions), expected);
    }
  }

  @Test
  void largeStatesAreMergedOnExecutorsLevelByLevel(SparkSession session) throws IOException {
    DataSpec spec = DataSpec.of(Sets.idx(folder, 9_500, ""));
    AnalysisOptions options = Sets.options().build();
    try (ImageDataSet data = SparkData.open(session, spec)) {
      AnalysisPlan plan = Planner.plan(MODEL, data, options);
      assertThat(plan.batches().segments()).isEqualTo(10);
      AnalysisResult expected = Sets.local(MODEL, spec, options);
      for (int partitions : new int[] {4, 10}) {
        assertSame(SparkRunner.run(session, plan, partitions, 0), expected);
      }
    }
    assertThat(Work.divide(10, 4, false)).containsExactly(0, 2, 5, 7, 10);
    assertThat(Work.divide(10, 4, true)).containsExactly(0, 4, 8, 10);
    assertThat(Work.divide(10, 100, true)).hasSize(11);
    assertThat(Work.divide(8, 2, true)).containsExactly(0, 4, 8);
    assertThat(Work.divide(1, 5, true)).containsExactly(0, 1);
    assertThatThrownBy(() -> StateMerge.requireSendable(3L << 30))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("fewer --layers");
  }

  @Test
  void packedAndTransposedImagesDoToo(SparkSession session) throws IOException {
    DataSpec spec = DataSpec.of(Sets.idx(folder, 2_500, ".gz")).withTranspose(true);
    AnalysisOptions options =
        Sets.options()
            .at(ObservedSide.BOTH)
            .layers("fc2")
            .indicators(IndicatorScope.LAYERS)
            .build();
    assertSame(
        onSpark(session, Sets.model(), spec, options, 3), Sets.local(Sets.model(), spec, options));
  }

  @Test
  void cifarDoesToo(SparkSession session) throws IOException {
    DataSpec spec = DataSpec.of(Sets.cifar(folder, 4_400)).withSplit(Split.TRAIN);
    AnalysisOptions options = Sets.options().featureMaps(1).build();
    assertSame(
        onSpark(session, Sets.small(3, 32), spec, options, 3),
        Sets.local(Sets.small(3, 32), spec, options));
  }

  @Test
  void residualBlocksDoToo(SparkSession session) throws IOException {
    DataSpec spec = DataSpec.of(Sets.idx(folder, 2_500, ""));
    AnalysisOptions options = Sets.options().indicators(IndicatorScope.LAYERS).build();
    AnalysisResult expected = Sets.local(Sets.residual(1, 28), spec, options);
    assertThat(Objects.requireNonNull(expected.blocks()).list())
        .hasSize(2)
        .allMatch(block -> block.recovery() != null);
    assertSame(onSpark(session, Sets.residual(1, 28), spec, options, 3), expected);
  }

  @Test
  void foldersAndTheSameImagesInTablesDoToo(SparkSession session) throws IOException {
    DataSpec files = DataSpec.of(Sets.folder(folder.resolve("files"), 2_300));
    AnalysisOptions all = Sets.options().featureMaps(1).build();
    AnalysisResult expected = Sets.local(MODEL, files, all);
    assertSame(onSpark(session, MODEL, files, all, 3), expected);

    DataSpec tables;
    try (ImageDataSet images = DataSets.open(files)) {
      tables = DataSpec.of(Sets.parquet(folder.resolve("tables"), images, (i, png) -> png));
    }
    for (int partitions : new int[] {1, 3}) {
      assertSame(elsewhere(onSpark(session, MODEL, tables, all, partitions), expected), expected);
    }
    AnalysisOptions some =
        Sets.options()
            .selection(
                Selection.ALL
                    .withClasses(List.of("digit 1", "digit 3", "digit 5", "digit 7", "digit 8"))
                    .withLimit(1_100))
            .build();
    try (ImageDataSet data = SparkData.open(session, tables)) {
      AnalysisResult chosen = Sets.local(MODEL, files, some);
      AnalysisResult found = SparkRunner.run(session, Planner.plan(MODEL, data, some), 2);
      assertSame(elsewhere(found, chosen), chosen);
    }
  }

  /** A result as if its images had lain where those of another lie. */
  private static AnalysisResult elsewhere(AnalysisResult result, AnalysisResult other) {
    DataInfo data = result.data();
    assertThat(data.format()).isEqualTo("parquet");
    return new AnalysisResult(
        AnalysisResult.Origin.of(
            result.tool(),
            result.model(),
            new DataInfo(
                other.data().path(),
                other.data().format(),
                data.split(),
                data.images(),
                data.available(),
                data.skipped(),
                data.classes(),
                data.classImages(),
                data.arrays()),
            result.settings()),
        result.predictions(),
        result.verdict(),
        result.caveats(),
        result.samples(),
        result.layers(),
        result.training(),
        result.statistics(),
        result.images(),
        result.blocks());
  }

  @Test
  void corruptImagesAreNamedAsOnOneMachine(SparkSession session) throws IOException {
    DataSpec files = DataSpec.of(Sets.folder(folder.resolve("files"), 2_300));
    Path first = folder.resolve("files/test/digit 2/00001.png");
    Files.createDirectories(first.getParent());
    Files.writeString(first, "no image");
    Path second = folder.resolve("files/test/digit 7/99999.png");
    Files.write(second, new byte[0]);
    AnalysisOptions options = Sets.options().build();
    Throwable local = catchThrowable(() -> Sets.local(MODEL, files, options));
    assertThat(local).isInstanceOf(DataException.class).hasMessageContaining(first.toString());
    assertThatThrownBy(() -> onSpark(session, MODEL, files, options, 3))
        .isInstanceOf(DataException.class)
        .hasMessage(local.getMessage());

    DataSpec lenient = files.withSkipCorrupt(true);
    AnalysisResult expected = Sets.local(MODEL, lenient, options);
    assertThat(expected.data().skipped()).isEqualTo(2);
    assertSame(onSpark(session, MODEL, lenient, options, 3), expected);
  }

  @Test
  void corruptRowsAreNamedByFile(SparkSession session) throws IOException {
    DataSpec files = DataSpec.of(Sets.folder(folder.resolve("files"), 2_200));
    DataSpec tables;
    String name;
    try (ImageDataSet images = DataSets.open(files)) {
      tables =
          DataSpec.of(
              Sets.parquet(
                  folder.resolve("tables"),
                  images,
                  (i, png) -> i == 1_500 ? new byte[] {1, 2} : i == 2_000 ? new byte[0] : png));
      name = images.name(1_500).orElseThrow();
    }
    AnalysisOptions options = Sets.options().build();
    assertThatThrownBy(() -> onSpark(session, MODEL, tables, options, 2))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(name, "`skipCorrupt`");
    AnalysisResult lenient = onSpark(session, MODEL, tables.withSkipCorrupt(true), options, 2);
    assertThat(lenient.data().skipped()).isEqualTo(2);
    assertThat(lenient.data().images()).isEqualTo(2_198);
  }

  @Test
  void imagesThatGoAwayFailTheJobAndAreNotLeftOut(SparkSession session) throws IOException {
    DataSpec files = DataSpec.of(Sets.folder(folder, 2_200)).withSkipCorrupt(true);
    try (ImageDataSet data = SparkData.open(session, files)) {
      AnalysisPlan plan = Planner.plan(MODEL, data, Sets.options().build());
      Path gone = folder.resolve(data.name(1_700).orElseThrow());
      Files.delete(gone);
      assertThatThrownBy(() -> SparkRunner.run(session, plan, 2))
          .isInstanceOf(io.entroscope.core.AnalysisException.class)
          .hasMessageContaining(gone.getFileName().toString());
    }
  }

  @Test
  void refusesWhatMachinesCannotShare(SparkSession session) throws IOException {
    Path zip = folder.resolve("set.zip");
    try (var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new java.util.zip.ZipEntry("a/1.png"));
      out.write(Sets.sample().get(0).png());
    }
    assertThatThrownBy(() -> SparkData.open(session, DataSpec.of(zip)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("unpack it");
    try (ImageDataSet data = SparkData.open(session, DataSpec.of(mnist()))) {
      AnalysisPlan plan = Planner.plan(Sets.model(), data, Sets.options().build());
      assertThatThrownBy(() -> SparkRunner.run(session, plan, 0))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("0 partitions");
    }
  }
}
