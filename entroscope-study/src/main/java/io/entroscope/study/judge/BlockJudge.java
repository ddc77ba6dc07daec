package io.entroscope.study.judge;

import io.entroscope.advice.BlockIndicator;
import io.entroscope.advice.Trial;
import io.entroscope.advice.block.BlockBoards;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.ablate.ModelPair;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.prune.block.BlockPruner;
import io.entroscope.core.prune.block.PruningData;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.block.BlockResult;
import io.entroscope.torch.prune.FineTune;
import io.entroscope.torch.train.TuningOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Scores advice on residual blocks against the truth: takes each block that can go out of every
 * network, alone, and several of the whole blocks at once by several ways of choosing, makes up for
 * them or does not, and records what each indicator had said. Indicators, choices, maps and
 * training come from the training split; accuracies are measured on the test split. Of any data
 * that analyses take, or of images alone where it trains. Each network has its own file; what that
 * holds is not computed again.
 */
public final class BlockJudge {
  private final DataSpec data;
  private final AnalysisOptions options;
  private final Mending mending;
  private final Extent extent;
  private final BlockTrialFiles files;
  private final Consumer<String> notes;

  /**
   * What makes up for blocks.
   *
   * @param tuning how the whole network and what is left of it are trained; empty: not at all
   */
  public record Mending(Repair repair, Optional<TuningOptions> tuning) {
    public Mending {
      if ((repair == Repair.FINE_TUNE) != tuning.isPresent()) {
        throw new IllegalArgumentException(repair + " with training: " + tuning);
      }
    }

    int epochs() {
      return tuning.map(TuningOptions::epochs).orElse(0);
    }
  }

  /**
   * How much is tried.
   *
   * @param calibrate examples to fit maps and choose spans on
   * @param test examples to measure accuracies on at most; null: all
   * @param halves whether half-blocks are taken out, too
   * @param shares of the whole blocks that are taken out together, each above 0 and below 1
   */
  public record Extent(int calibrate, @Nullable Integer test, boolean halves, List<Double> shares) {
    /** A quarter, a half and three quarters. */
    public static final List<Double> SHARES = List.of(0.25, 0.5, 0.75);

    public Extent {
      shares = List.copyOf(shares);
      if (calibrate < 1 || (test != null && test < 1)) {
        throw new PlanException("no examples to calibrate or to test on; give 1 or more for each");
      }
      for (double share : shares) {
        if (!(share > 0 && share < 1)) {
          throw new PlanException(
              "a share of " + share + " of the blocks; give shares above 0 and below 1");
        }
      }
    }
  }

  /**
   * A judge.
   *
   * @param options how examples become input, and the training examples that indicators use and
   *     that are trained on
   * @param out the folder of the trials
   * @param notes receives a line on what is being done
   */
  public BlockJudge(
      DataSpec data,
      AnalysisOptions options,
      Mending mending,
      Extent extent,
      Path out,
      Consumer<String> notes) {
    if (!options.indicators().asked()) {
      throw new IllegalArgumentException("a judge without indicators");
    }
    this.data = data;
    this.options = options;
    this.mending = mending;
    this.extent = extent;
    this.files = new BlockTrialFiles(out, mending.repair());
    this.notes = notes;
  }

  /**
   * Judges all blocks of each network, as far as that is not done. What is done is written as it
   * comes.
   *
   * @param models ONNX files
   * @throws PlanException if an existing file is of another model or was made otherwise, or a
   *     network has no block that can go
   * @throws IOException if a file cannot be written
   */
  public void run(List<Path> models) throws IOException {
    for (Path file : models) {
      OnnxModel model = OnnxModel.read(file);
      String network = String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
      List<Block> blocks = Blocks.find(model).stream().filter(Block::isDroppable).toList();
      if (blocks.isEmpty()) {
        throw new PlanException(
            network + " has no residual block that can be taken out, so none can be judged");
      }
      Optional<BlockTrials> known = files.read(network, model.sha256(), mending.epochs());
      if (known.isEmpty()
          || lacksHalves(known.get(), blocks)
          || !SetPlan.missing(known.get(), extent.shares()).isEmpty()) {
        judge(network, model, blocks, known);
      }
    }
  }

  private boolean lacksHalves(BlockTrials known, List<Block> blocks) {
    return extent.halves()
        && !known.hasHalves()
        && blocks.stream().anyMatch(of -> BlockTrialRun.level(of, blocks).equals(Trial.HALF));
  }

  /**
   * What the trials in some folders show with one repair; empty if there are none.
   *
   * @throws PlanException if a folder is not there, or a file is damaged
   */
  public static Optional<RepairBoard> board(List<Path> folders, Repair repair, long seed)
      throws IOException {
    List<BlockTrials> trials = trials(folders, repair);
    return trials.isEmpty()
        ? Optional.empty()
        : Optional.of(
            RepairBoard.of(
                repair.id(),
                trials.stream().flatMap(of -> of.singles().stream()).toList(),
                trials.stream().flatMap(of -> of.sets().stream()).toList(),
                seed));
  }

  /**
   * What the trials in some folders show, with each repair.
   *
   * @throws PlanException if a folder is not there, or a file is damaged
   */
  public static BlockBoards boards(List<Path> folders, long seed) throws IOException {
    TreeSet<String> networks = new TreeSet<>();
    List<RepairBoard> boards = new ArrayList<>();
    for (Repair repair : Repair.values()) {
      trials(folders, repair).forEach(of -> networks.add(of.network()));
      board(folders, repair, seed).ifPresent(boards::add);
    }
    return new BlockBoards(List.copyOf(networks), boards);
  }

  /** The trials in some folders with one repair. */
  public static List<BlockTrials> trials(List<Path> folders, Repair repair) throws IOException {
    List<BlockTrials> trials = new ArrayList<>();
    for (Path folder : folders) {
      trials.addAll(BlockTrialFiles.all(folder, repair));
    }
    return trials;
  }

  private void judge(String network, OnnxModel model, List<Block> all, Optional<BlockTrials> known)
      throws IOException {
    AnalysisOptions plain = plain();
    int[] training = training();
    Selection tested =
        new Selection(
            options.selection().classes(), null, extent.test(), options.selection().seed());
    try (PruningData examples =
            PruningData.open(data, Optional.empty(), tested, extent.calibrate());
        BlockPruner pruner =
            new BlockPruner(
                model, examples.calibration(), plain, mending.repair(), UnaryOperator.identity())) {
      boolean singles = known.isEmpty() || lacksHalves(known.get(), all);
      Map<String, Map<String, Double>> scores = singles ? scores(network, model) : Map.of();
      List<Block> blocks =
          all.stream().filter(of -> !singles || scores.containsKey(of.name())).toList();
      BlockTrialRun run =
          new BlockTrialRun(
              blocks,
              pruner,
              new ModelPair(tested(network, trained(model, training), examples, plain)),
              out ->
                  mending.repair() == Repair.LINEAR
                      ? pruner.drop(out.stream().map(Block::name).toList()).model()
                      : trained(BypassBlock.of(out).apply(model), training),
              notes);
      known.ifPresent(run::know);
      BlockTrials trials =
          known.orElseGet(
              () -> none(network, model, examples.calibration().size(), training.length));
      if (singles) {
        trials = trials.withSingles(run.singles(trials, scores, extent.halves(), mending.epochs()));
        files.write(trials);
      }
      for (SetPlan.Wanted wanted : SetPlan.missing(trials, extent.shares())) {
        trials = trials.with(run.set(trials, wanted));
        files.write(trials);
      }
    }
  }

  private BlockTrials none(String network, OnnxModel model, int calibrated, int trained) {
    return new BlockTrials(
        network,
        model.sha256(),
        String.valueOf(data.path().getFileName()),
        mending.repair().id(),
        calibrated,
        trained,
        List.of(),
        List.of());
  }

  private OutputPlan tested(
      String network, OnnxModel whole, PruningData examples, AnalysisOptions plain) {
    OutputPlan test = OutputPlan.of(whole, examples.test(), plain).on(examples.positions());
    if (!test.hasAccuracy()) {
      throw new PlanException(
          network + " gives no scores of classes, or the data no labels, so it has no accuracy");
    }
    return test;
  }

  /** The positions of the training images that are trained on; none if nothing is trained. */
  private int[] training() {
    if (mending.tuning().isEmpty()) {
      return new int[0];
    }
    try (ImageDataSet images = DataSets.open(data.withSplit(Split.TRAIN))) {
      return options.selection().positions(images);
    }
  }

  private OnnxModel trained(OnnxModel model, int[] training) {
    return mending
        .tuning()
        .map(
            how ->
                FineTune.run(model, data.withSplit(Split.TRAIN), images -> training, plain(), how)
                    .model())
        .orElse(model);
  }

  private AnalysisOptions plain() {
    AnalysisOptions.Builder builder =
        AnalysisOptions.builder()
            .pixels(options.pixels())
            .feeds(options.feeds())
            .threads(options.threads());
    options.output().ifPresent(builder::output);
    return builder.build();
  }

  /** What indicators say of each block that was measured, by its name. */
  private Map<String, Map<String, Double>> scores(String network, OnnxModel model) {
    notes.accept(network + ": indicators");
    Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
    try (DataSet training = DataSets.openAny(data.withSplit(Split.TRAIN))) {
      AnalysisPlan plan = Planner.plan(model, training, options);
      AnalysisResult result = Analyzer.run(plan, Progress.NONE);
      List<BlockResult> blocks = result.blocks() == null ? List.of() : result.blocks().list();
      for (int depth = 0; depth < blocks.size(); depth++) {
        scores.put(blocks.get(depth).name(), BlockIndicator.scores(blocks.get(depth), depth));
      }
    }
    return scores;
  }
}
