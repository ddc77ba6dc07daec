package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.cli.option.BlockOptions;
import io.entroscope.core.PlanException;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.prune.block.BlockComparison;
import io.entroscope.core.prune.block.BlockPruner;
import io.entroscope.core.prune.block.BlockPruner.Pruned;
import io.entroscope.core.prune.block.PruningData;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.format.array.ArrayDataSet;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.prune.BlockTraining;
import io.entroscope.torch.train.TuningOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes blocks out of a model and compares what is left with it.
 *
 * @param model the whole one
 * @param data of the test examples
 * @param blocks which blocks, and what makes up for them
 * @param drop the names of those to take out; none: they are chosen
 * @param margin the accuracy that may be lost
 * @param options how examples become input, and which are tested
 * @param tuning how what is left is trained
 */
record BlockPruning(
    OnnxModel model,
    DataSpec data,
    BlockOptions blocks,
    List<String> drop,
    double margin,
    AnalysisOptions options,
    TuningOptions tuning) {

  /**
   * The outcome.
   *
   * @param model the smaller model
   * @param comparison with the whole one
   */
  record Outcome(OnnxModel model, BlockComparison comparison) {}

  /** Prunes; empty, with notes printed, if no block can go. */
  Optional<Outcome> run(Repair repair) {
    BlockPruner.requireCandidates(model, drop, blocks.kind());
    try (PruningData examples =
        PruningData.open(data, blocks.calibration(data), options.selection(), blocks.calibrate())) {
      requireImages(repair, examples.calibration().data());
      examples.notes().forEach(Console::note);
      BlockTraining training = new BlockTraining(data, examples.calibration(), options, tuning);
      OutputPlan test = OutputPlan.of(model, examples.test(), options).on(examples.positions());
      try (BlockPruner pruner =
          new BlockPruner(model, examples.calibration(), options, repair, training)) {
        Pruned pruned = pruned(pruner);
        pruned.notes().forEach(Console::note);
        if (pruned.out().isEmpty()) {
          return Optional.empty();
        }
        List<String> done = new ArrayList<>(pruned.done());
        done.addAll(training.done());
        Pruned whole = new Pruned(pruned.model(), pruned.out(), done, List.of());
        BlockComparison comparison =
            BlockComparison.of(
                test,
                whole,
                pruner.whole(),
                pruner.baselines(pruned, blocks.draws(), options.selection().seed()),
                examples.calibration().size(),
                margin);
        return Optional.of(new Outcome(pruned.model(), comparison));
      }
    }
  }

  /** Refuses, before any work, to train on what is not trained on. */
  private static void requireImages(Repair repair, DataSet training) {
    boolean images = !(training instanceof ArrayDataSet arrays) || arrays.images().isPresent();
    if (repair == Repair.FINE_TUNE && !images) {
      throw new PlanException(
          "fine-tuning trains on images alone, and "
              + training.path()
              + " holds none; --repair linear makes up for blocks of any network");
    }
  }

  private Pruned pruned(BlockPruner pruner) {
    if (!drop.isEmpty()) {
      return pruner.drop(drop);
    }
    return blocks.blocks().isPresent()
        ? pruner.leastInfluential(blocks.blocks().getAsInt(), blocks.kind())
        : pruner.within(blocks.maxLoss().orElseThrow(), blocks.kind());
  }
}
