package io.entroscope.core.prune.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.ablate.ModelPair;
import io.entroscope.core.ablate.OutputComparison;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.prune.block.BlockPruner.Baseline;
import io.entroscope.core.prune.block.BlockPruner.Pruned;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Selection;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxException;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.BlockKind;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.edit.RemoveUnused;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of which it is known what can go. */
class BlockPrunerTest {
  private static final AnalysisOptions OPTIONS = AnalysisOptions.builder().threads(2).build();

  @TempDir private Path folder;
  private DataSet data = null;

  @BeforeEach
  void opens() {
    data = DataSets.openAny(DataSpec.of(TokenNetwork.data(folder, 400, 1)));
  }

  @AfterEach
  void closes() {
    data.close();
  }

  /** Two blocks that a map can replace exactly, between two that none can. */
  private static OnnxModel network() {
    return new TokenNetwork()
        .curved("first", 1.5)
        .linear("second", 0.4)
        .linear("third", 0.4)
        .curved("fourth", 1.5)
        .classifier();
  }

  /** The same that gives a vector. */
  private static OnnxModel encoder() {
    return new TokenNetwork()
        .curved("first", 1.5)
        .linear("second", 0.4)
        .linear("third", 0.4)
        .curved("fourth", 1.5)
        .encoder();
  }

  private Calibration calibration() {
    return new Calibration(data, Selection.ALL.positions(data), 0);
  }

  private BlockPruner pruner(OnnxModel model, Repair repair) {
    return pruner(model, repair, OPTIONS);
  }

  private BlockPruner pruner(OnnxModel model, Repair repair, AnalysisOptions options) {
    return new BlockPruner(model, calibration(), options, repair, UnaryOperator.identity());
  }

  private OutputComparison compared(OnnxModel model, OnnxModel other) {
    return ModelPair.compare(OutputPlan.of(model, data, OPTIONS), other, Progress.NONE);
  }

  @Test
  void aSpanThatIsLinearIsReplacedExactly() {
    OnnxModel model = encoder();
    List<Block> blocks = Blocks.find(model);
    assertThat(blocks).hasSize(4);
    List<String> linear = List.of(blocks.get(1).name(), blocks.get(2).name());
    try (BlockPruner pruner = pruner(model, Repair.LINEAR)) {
      Pruned pruned = pruner.drop(linear);
      assertThat(pruned.out()).isEqualTo(linear);
      assertThat(pruned.done()).hasSize(1);
      assertThat(pruned.done().get(0)).contains("one affine map", "explains 100.0%");
      assertThat(pruned.model().graph().outputs()).isEqualTo(model.graph().outputs());
      assertThat(pruned.model().graph().inputs()).isEqualTo(model.graph().inputs());
      assertThat(new RemoveUnused().apply(pruned.model())).isSameAs(pruned.model());
      OutputComparison same = compared(model, pruned.model());
      assertThat(same.distance().value()).isLessThan(1e-4);
      assertThat(same.right().examples()).isZero();
    }
    try (BlockPruner pruner = pruner(model, Repair.NONE)) {
      assertThat(compared(model, pruner.drop(linear).model()).distance().value())
          .isGreaterThan(0.02);
    }
  }

  @Test
  void separateSpansMakeUpForOneAnother() {
    OnnxModel model = encoder();
    List<Block> blocks = Blocks.find(model);
    List<String> names = List.of(blocks.get(0).name(), blocks.get(2).name());
    try (BlockPruner repaired = pruner(model, Repair.LINEAR);
        BlockPruner plain = pruner(model, Repair.NONE)) {
      Pruned pruned = repaired.drop(names);
      assertThat(pruned.done()).hasSize(2);
      assertThat(compared(model, pruned.model()).distance().value())
          .isLessThan(0.8 * compared(model, plain.drop(names).model()).distance().value());
    }
  }

  @Test
  void theHeadIsFittedAgainToWhatNowEntersIt() {
    OnnxModel model = network();
    try (BlockPruner repaired = pruner(model, Repair.LINEAR);
        BlockPruner plain = pruner(model, Repair.NONE)) {
      List<String> names = List.of(Blocks.find(model).get(3).name());
      Pruned pruned = repaired.drop(names);
      assertThat(pruned.done().get(1)).isEqualTo("a new head fitted to the labels");
      assertThat(compared(model, pruned.model()).secondAccuracy().get())
          .isGreaterThan(compared(model, plain.drop(names).model()).secondAccuracy().get());
    }
  }

  @Test
  void theSpanThatChangesTheStreamLeastIsTaken() {
    OnnxModel model = encoder();
    try (BlockPruner pruner = pruner(model, Repair.LINEAR)) {
      List<Block> blocks = Blocks.find(model);
      assertThat(pruner.leastInfluential(2, Optional.empty()).out())
          .containsExactly(blocks.get(1).name(), blocks.get(2).name());
      assertThat(pruner.leastInfluential(4, Optional.empty()).out()).hasSize(4);
      assertThatThrownBy(() -> pruner.leastInfluential(5, Optional.empty()))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("5 blocks are to go, but 1 to 4 can");
      assertThatThrownBy(() -> pruner.leastInfluential(1, Optional.of(BlockKind.ATTENTION)))
          .isInstanceOf(PlanException.class)
          .hasMessageContaining("no block of kind attention");
    }
  }

  @Test
  void theLastGoWhereThatDoesLessHarm() {
    // The second changes the stream more, but a map can replace it exactly.
    OnnxModel model = new TokenNetwork().curved("first", 0.5).linear("second", 2).encoder();
    try (BlockPruner pruner = pruner(model, Repair.LINEAR)) {
      assertThat(pruner.choice(1)).containsExactly("first");
      assertThat(pruner.leastInfluential(1, Optional.empty()).out()).containsExactly("second");
    }
  }

  @Test
  void asManyGoAsTheLossAllows() {
    OnnxModel model = network();
    try (BlockPruner pruner = pruner(model, Repair.LINEAR)) {
      Pruned pruned = pruner.within(0.01, Optional.empty());
      List<Block> blocks = Blocks.find(model);
      assertThat(pruned.out()).contains(blocks.get(1).name(), blocks.get(2).name());
      assertThat(pruned.notes().get(0)).contains("calibration examples held out");
      assertThatThrownBy(() -> pruner.within(0, Optional.empty()))
          .isInstanceOf(PlanException.class);
    }
    OnnxModel curved = new TokenNetwork().curved("first", 4).curved("second", 4).encoder();
    try (BlockPruner pruner = pruner(curved, Repair.NONE)) {
      assertThat(pruner.within(1e-6, Optional.empty()).out()).isEmpty();
    }
  }

  @Test
  void aPostNormBlockGoesInTheBetterWay() {
    OnnxModel model =
        new TokenNetwork()
            .curved("one", 1)
            .normalized("n1")
            .linear("two", 0.5)
            .normalized("n2")
            .curved("three", 1)
            .normalized("n3")
            .encoder();
    Block two = Blocks.find(model).get(1);
    assertThat(two.bypasses()).hasSize(2);
    try (BlockPruner pruner = pruner(model, Repair.LINEAR)) {
      Pruned pruned = pruner.drop(List.of(two.name()));
      assertThat(pruned.done().get(0)).contains("explains 100.0%", "what closes it kept");
      assertThat(compared(model, pruned.model()).distance().value()).isLessThan(1e-4);
    }
  }

  @Test
  void aBatchOfAFixedSizeIsFilled() {
    for (int batch : new int[] {1, 7}) {
      OnnxModel model = new TokenNetwork(batch).curved("one", 1).linear("two", 0.5).encoder();
      try (BlockPruner pruner = pruner(model, Repair.LINEAR)) {
        Pruned pruned = pruner.drop(List.of("two"));
        assertThat(compared(model, pruned.model()).distance().value()).isLessThan(1e-4);
      }
    }
  }

  @Test
  void theSameBytesForAnyNumberOfThreads() {
    OnnxModel model = network();
    try (BlockPruner two = pruner(model, Repair.LINEAR);
        BlockPruner one = pruner(model, Repair.LINEAR, OPTIONS.withThreads(1))) {
      assertThat(one.leastInfluential(3, Optional.empty()).model().sha256())
          .isEqualTo(two.leastInfluential(3, Optional.empty()).model().sha256());
    }
  }

  @Test
  void otherChoicesOfAsManyStandBeside() {
    OnnxModel model = network();
    List<Block> blocks = Blocks.find(model);
    try (BlockPruner pruner = pruner(model, Repair.NONE)) {
      Pruned pruned = pruner.leastInfluential(2, Optional.empty());
      List<Baseline> baselines = pruner.baselines(pruned, 2, 0);
      assertThat(baselines)
          .extracting(Baseline::name)
          .containsExactly("the last 2", "2 at random", "2 at random");
      assertThat(baselines.get(0).out())
          .containsExactly(blocks.get(2).name(), blocks.get(3).name());
      OutputPlan plan = OutputPlan.of(model, data, OPTIONS);
      BlockComparison comparison =
          BlockComparison.of(plan, pruned, pruner.whole(), baselines, 400, 0.005);
      assertThat(comparison.networks()).hasSize(5);
      assertThat(comparison.examples()).isEqualTo(400);
      assertThat(comparison.pruned().parameters()).isLessThan(comparison.whole().parameters());
      assertThat(comparison.whole().change().accuracy().get()).isBetween(0.0, 1.0);
      assertThat(comparison.isNotInferior())
          .isEqualTo(comparison.worst() != null && comparison.worst() > -0.005);
      assertThat(comparison.speeds()).hasSize(2);
      assertThat(comparison.alike()).isNull();
      assertThat(pruner.baselines(pruner.drop(names(blocks)), 2, 0)).isEmpty();
    }
  }

  private static List<String> names(List<Block> blocks) {
    return blocks.stream().map(Block::name).toList();
  }

  @Test
  void namesThatMeanNothingAreRefused() {
    OnnxModel model = network();
    try (BlockPruner pruner = pruner(model, Repair.NONE)) {
      assertThatThrownBy(() -> pruner.drop(List.of("secnd")))
          .isInstanceOf(OnnxException.class)
          .hasMessageContaining("no block 'secnd'; the nearest are second");
      assertThatThrownBy(() -> pruner.drop(List.of())).isInstanceOf(PlanException.class);
    }
  }
}
