package io.entroscope.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.Analyzer;
import io.entroscope.core.Fixtures;
import io.entroscope.core.Fixtures.Network;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.option.IndicatorScope;
import io.entroscope.core.option.ObservedSide;
import io.entroscope.core.ort.Device;
import io.entroscope.core.ort.OrtEngine;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.state.AnalysisState;
import io.entroscope.core.state.PartialState;
import io.entroscope.core.state.StateFile;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.batch.BatchPlan;
import io.entroscope.data.format.DataSets;
import io.entroscope.data.format.slice.DataFacts;
import io.entroscope.data.format.slice.DataSlice;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ResultJson;
import io.entroscope.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of an analysis, each from and to files, against one run of all of it. */
class ShardTest {
  private static final long SEED = Seeds.seed(20260106L);
  private static final int IMAGES = 11_003;

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private final OnnxModel model = Network.random(random, 2, Fixtures.PIXELS, 17, 3).model();
  private ImageDataSet data = null;
  private AnalysisPlan plan = null;

  @BeforeEach
  void open() {
    Fixtures.write(folder, Fixtures.images(random, IMAGES), random.ints(IMAGES, 0, 3).toArray());
    data = DataSets.open(DataSpec.of(folder));
    plan = plan(AnalysisOptions.builder().indicators(IndicatorScope.LAYERS));
  }

  @AfterEach
  void close() {
    data.close();
  }

  private AnalysisPlan plan(AnalysisOptions.Builder options) {
    return Planner.plan(model, data, options.threads(2).build());
  }

  private Path shard(AnalysisPlan of, int number, int count) {
    Path file = folder.resolve(number + "-of-" + count + ".state");
    StateFile.write(
        file, of, LocalRunner.run(of, new Shard(number, count), Progress.NONE, new StageTimes()));
    return file;
  }

  private AnalysisState merge(AnalysisPlan of, List<Path> files) {
    Map<String, PartialState> parts = new LinkedHashMap<>();
    files.forEach(file -> parts.put(file.getFileName().toString(), StateFile.read(file, of)));
    return PartialState.merge(of, parts);
  }

  private static byte[] json(AnalysisResult result) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultJson.write(result, out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 9})
  void mergeToTheBytesOfOneRun(int count) throws IOException {
    assertThat(plan.batches().segments()).isEqualTo(6);
    List<Path> files = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      files.add(shard(plan, number, count));
    }
    Collections.shuffle(files, random);
    byte[] merged = json(Analyzer.result(plan, merge(plan, files), new StageTimes()));
    byte[] whole = json(Analyzer.run(plan, Progress.NONE, new StageTimes()));
    assertThat(merged).as("%d shards, seed %d", count, SEED).isEqualTo(whole);
    assertThat(StateFile.origin(files.get(0)))
        .isEqualTo(new StateFile.Origin("", folder.toString(), plan.request()));
  }

  @Test
  void blocksMergeToTheBytesOfOneRun() throws IOException {
    AnalysisPlan of =
        Planner.plan(
            Fixtures.residual(random),
            data,
            AnalysisOptions.builder().threads(2).indicators(IndicatorScope.LAYERS).build());
    assertThat(of.measuredBlocks()).hasSize(2).allMatch(block -> block.rows().isPresent());
    List<Path> files = List.of(shard(of, 3, 3), shard(of, 1, 3), shard(of, 2, 3));
    byte[] merged = json(Analyzer.result(of, merge(of, files), new StageTimes()));
    assertThat(merged)
        .as("seed %d", SEED)
        .isEqualTo(json(Analyzer.run(of, Progress.NONE, new StageTimes())));
  }

  /** A machine that knows only a slice of the images, the model's bytes and what it is told. */
  private byte[] elsewhere(int number, int count) {
    Shard shard = new Shard(number, count);
    BatchPlan batches = plan.batches();
    int from = batches.firstBatch(shard.fromSegment(batches));
    int to = batches.firstBatch(shard.toSegment(batches));
    int[] positions =
        IntStream.range(from, to).flatMap(b -> IntStream.of(batches.positions(b))).toArray();
    BatchPlan part =
        BatchPlan.part(
            batches.images(), batches.batchSize(), from * batches.batchSize(), positions);
    AnalysisPlan.Division of = plan.division();
    ImageDataSet images = DataSlice.of(data, positions).open(DataFacts.of(data), Path::of);
    AnalysisPlan there =
        Planner.replan(
                OnnxModel.parse(model.bytes()),
                images,
                plan.options(),
                new AnalysisPlan.Division(
                    of.labels(), part, of.samples(), of.histograms(), of.groups()))
            .part(images, part);
    assertThat(there.fingerprint()).isEqualTo(plan.fingerprint());
    try (OrtEngine engine =
        OrtEngine.open(there.observation().model(), Device.CPU, OrtEngine.Optimization.ALL)) {
      return StateFile.pack(
          LocalRunner.run(
              there,
              shard.fromSegment(batches),
              shard.toSegment(batches),
              engine,
              new StageTimes()));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 9})
  void travelAndUniteInAnyGroupingToTheBytesOfOneRun(int count) throws IOException {
    List<PartialState> parts = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      parts.add(StateFile.unpack(elsewhere(number, count), plan));
    }
    while (parts.size() > 1) {
      PartialState a = parts.remove(random.nextInt(parts.size()));
      PartialState b = parts.remove(random.nextInt(parts.size()));
      PartialState both = PartialState.union(plan, Map.of("a", a, "b", b));
      parts.add(StateFile.unpack(StateFile.pack(both), plan));
    }
    AnalysisState all = PartialState.merge(plan, Map.of("all", parts.get(0)));
    byte[] whole = json(Analyzer.run(plan, Progress.NONE, new StageTimes()));
    assertThat(json(Analyzer.result(plan, all, new StageTimes())))
        .as("%d parts, seed %d", count, SEED)
        .isEqualTo(whole);
  }

  @Test
  void unionRefusesOverlap() {
    PartialState part = StateFile.unpack(elsewhere(1, 2), plan);
    assertThatThrownBy(() -> PartialState.union(plan, Map.of("a", part, "b", part)))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("another state holds too");
  }

  @Test
  void sameShardGivesTheSameFile() throws IOException {
    byte[] first = Files.readAllBytes(shard(plan, 2, 3));
    AnalysisPlan oneThread =
        Planner.plan(
            model,
            data,
            AnalysisOptions.builder().indicators(IndicatorScope.LAYERS).threads(1).build());
    assertThat(Files.readAllBytes(shard(oneThread, 2, 3))).isEqualTo(first);
  }

  @Test
  void refusesPartsThatOverlapOrAreMissing() {
    Path first = shard(plan, 1, 2);
    Path second = shard(plan, 2, 2);
    Path other = shard(plan, 3, 3);
    assertThatThrownBy(() -> merge(plan, List.of(first)))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("do not hold all images");
    assertThatThrownBy(() -> merge(plan, List.of(first, second, other)))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("holds images that another state holds too");
  }

  @Test
  void refusesWhatBelongsToAnotherAnalysis() {
    Path file = shard(plan, 1, 1);
    AnalysisPlan otherSettings = plan(AnalysisOptions.builder().at(ObservedSide.PREACTIVATION));
    assertThatThrownBy(() -> StateFile.read(file, otherSettings))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("with other settings than");
    AnalysisPlan otherBatches = plan(AnalysisOptions.builder().batch(100));
    assertThatThrownBy(() -> StateFile.read(file, otherBatches))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("with other images than");
    OnnxModel other = Network.random(random, 2, Fixtures.PIXELS, 17, 3).model();
    AnalysisPlan otherModel =
        Planner.plan(other, data, AnalysisOptions.builder().threads(2).build());
    assertThatThrownBy(() -> StateFile.read(file, otherModel))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("another model");
  }

  @Test
  void refusesFilesThatAreNoWholeState() throws IOException {
    byte[] whole = Files.readAllBytes(shard(plan, 1, 1));
    for (int length : new int[] {0, 5, whole.length / 3, whole.length - 1}) {
      Path cut = Files.write(folder.resolve("cut.state"), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> StateFile.read(cut, plan))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("not whole");
    }
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 0x10;
    Path file = Files.write(folder.resolve("damaged.state"), damaged);
    assertThatThrownBy(() -> StateFile.read(file, plan)).isInstanceOf(PlanException.class);
    assertThatThrownBy(() -> StateFile.origin(folder.resolve("none")))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("no state at");
    assertThatThrownBy(() -> StateFile.origin(folder))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("is a folder; give the .state files");
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    Path file = folder.resolve("next.state");
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      out.writeUTF("entroscope/state/6");
    }
    assertThatThrownBy(() -> StateFile.origin(file))
        .isInstanceOf(PlanException.class)
        .hasMessageContaining("entroscope/state/6");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "0/2", "3/2", "1/0", "a/b", "1/2/3", "-1/2"})
  void refusesShardsThatAreNone(String text) {
    assertThatThrownBy(() -> Shard.parse(text)).isInstanceOf(PlanException.class);
  }
}
