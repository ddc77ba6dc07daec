package io.entroscope.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.data.DataException;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Data and results on a real HDFS: a name node and two data nodes, with blocks of 64 KiB. */
@ExtendWith(LocalSpark.class)
class HdfsTest {
  private static final OnnxModel MODEL = Sets.small(1, 28);

  @TempDir private static Path folder;

  private static MiniDFSCluster cluster = null;
  private static String root = "";

  @BeforeAll
  static void start() throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    configuration.setLong("dfs.namenode.fs-limits.min-block-size", 1 << 16);
    configuration.setLong("dfs.blocksize", 1 << 16);
    configuration.setInt("dfs.replication", 1);
    // How long to wait for a data node's word that it has a block; 400 without.
    configuration.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(2).build();
    cluster.waitActive();
    root = cluster.getFileSystem().getUri().toString();
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  /** Copies a folder into HDFS. */
  private static String copied(Path from) throws IOException {
    String to = root + "/" + from.getFileName();
    FileSystem files = cluster.getFileSystem();
    files.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(from.toUri()), new org.apache.hadoop.fs.Path(to));
    return to;
  }

  private static AnalysisResult onSpark(SparkSession session, String place) {
    try (ImageDataSet data = SparkData.open(session, DataSpec.of(SparkData.path(session, place)))) {
      AnalysisPlan plan = Planner.plan(MODEL, data, Sets.options().build());
      return SparkRunner.run(session, plan, 3);
    }
  }

  private static void assertSame(AnalysisResult found, String at, AnalysisResult expected, Path of)
      throws IOException {
    String there = new String(Sets.json(found), UTF_8);
    assertThat(there).contains("\"" + at + "\"");
    assertThat(there.replace(at, of.toString())).isEqualTo(new String(Sets.json(expected), UTF_8));
  }

  @Test
  void recordsAndImageFilesGiveTheBytesOfOneMachine(SparkSession session) throws IOException {
    Path idx = Sets.idx(folder.resolve("idx"), 2_500, "");
    Path images = Sets.folder(folder.resolve("images"), 300);
    for (Path of : new Path[] {idx, images}) {
      String at = copied(of);
      AnalysisResult local = Sets.local(MODEL, DataSpec.of(of), Sets.options().build());
      assertSame(onSpark(session, at), at, local, of);
    }
  }

  @Test
  void tablesGiveTheBytesThatTheyGiveOnDisk(SparkSession session) throws IOException {
    Path tables;
    try (ImageDataSet images =
        DataSets.open(DataSpec.of(Sets.folder(folder.resolve("pictures"), 1_200)))) {
      tables = Sets.parquet(folder.resolve("tables"), images, (i, png) -> png);
    }
    String at = copied(tables);
    assertSame(onSpark(session, at), at, onSpark(session, tables.toString()), tables);
  }

  @Test
  void resultsAreWrittenThere(SparkSession session) throws IOException {
    Path data = Sets.idx(folder.resolve("few"), 300, "");
    Path model = Sets.DEMO.resolve("mnist-3fc.onnx");
    String at = copied(data);
    int code =
        Main.commandLine(session)
            .execute(
                "analyze", model.toString(), "--data", at, "--out", root + "/an out", "--quiet");
    assertThat(code).isZero();

    FileSystem files = cluster.getFileSystem();
    org.apache.hadoop.fs.Path out = new org.apache.hadoop.fs.Path(root + "/an out");
    assertThat(files.listStatus(out))
        .extracting(of -> of.getPath().getName())
        .containsExactlyInAnyOrder("result.json", "report.html");
    try (InputStream in = files.open(new org.apache.hadoop.fs.Path(out, "result.json"))) {
      AnalysisResult expected =
          Sets.local(Sets.model(), DataSpec.of(data), AnalysisOptions.builder().build());
      String found = new String(in.readAllBytes(), UTF_8);
      assertThat(found.replace(at, data.toString()))
          .isEqualTo(new String(Sets.json(expected), UTF_8));
    }
  }

  @Test
  void whatIsNotThereIsSaid(SparkSession session) {
    assertThatThrownBy(() -> onSpark(session, root + "/none"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(root + "/none");
  }
}
