package io.entroscope.study.judge;

import io.entroscope.advice.BlockIndicator;
import io.entroscope.advice.Trial;
import io.entroscope.advice.block.BlockBoards;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.advice.block.SetTrial;
import io.entroscope.core.Analyzer;
import io.entroscope.core.PlanException;
import io.entroscope.core.Progress;
import io.entroscope.core.ablate.ModelPair;
import io.entroscope.core.ablate.OutputComparison;
import io.entroscope.core.ablate.OutputPlan;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.prune.block.BlockPruner;
import io.entroscope.core.prune.block.PruningData;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.data.DataSet;
import io.entroscope.data.DataSpec;
import io.entroscope.data.Selection;
import io.entroscope.data.Split;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.onnx.block.Block;
import io.entroscope.onnx.block.Blocks;
import io.entroscope.onnx.block.BypassBlock;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.block.BlockResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Scores advice on residual blocks against the truth, without training: takes each block that can
 * go out of every network, alone, and half of the whole blocks at once by several ways of choosing,
 * and records what each indicator had said. Indicators, choices and maps come from the training
 * split; accuracies are measured on the test split. Of any data that analyses take. Each network
 * has its own file, and existing files are not computed again.
 */
public final class BlockJudge {
  private static final int DRAWS = 5;

  /** With fewer whole blocks, half of them is a single one. */
  private static final int FEWEST = 4;

  private final DataSpec data;
  private final AnalysisOptions options;
  private final Repair repair;
  private final Amounts amounts;
  private final BlockTrialFiles files;
  private final Consumer<String> notes;

  /**
   * How many examples are used.
   *
   * @param calibrate to fit maps and choose spans on
   * @param test to measure accuracies on at most; null: all
   */
  public record Amounts(int calibrate, @Nullable Integer test) {}

  /**
   * A judge.
   *
   * @param options how examples become input, and the training examples that indicators use
   * @param repair what makes up for blocks: nothing, or maps
   * @param out the folder of the trials
   * @param notes receives a line on what is being done
   */
  public BlockJudge(
      DataSpec data,
      AnalysisOptions options,
      Repair repair,
      Amounts amounts,
      Path out,
      Consumer<String> notes) {
    if (!options.indicators().asked() || repair == Repair.FINE_TUNE) {
      throw new IllegalArgumentException("a judge without indicators, or one that trains");
    }
    this.data = data;
    this.options = options;
    this.repair = repair;
    this.amounts = amounts;
    this.files = new BlockTrialFiles(out, repair);
    this.notes = notes;
  }

  /**
   * Judges all blocks of each network.
   *
   * @param models ONNX files
   * @throws PlanException if an existing file belongs to another model, or a network has no block
   *     that can go
   * @throws IOException if a file cannot be written
   */
  public void run(List<Path> models) throws IOException {
    for (Path file : models) {
      OnnxModel model = OnnxModel.read(file);
      String network = String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
      if (files.complete(network, model.sha256()).isEmpty()) {
        files.write(judged(network, model));
      }
    }
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
    for (Repair repair : List.of(Repair.NONE, Repair.LINEAR)) {
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

  private BlockTrials judged(String network, OnnxModel model) {
    notes.accept(network + ": indicators");
    Map<String, Map<String, Double>> scores = scores(model);
    AnalysisOptions plain = plain();
    Selection tested =
        new Selection(
            options.selection().classes(), null, amounts.test(), options.selection().seed());
    try (PruningData examples =
        PruningData.open(data, Optional.empty(), tested, amounts.calibrate())) {
      OutputPlan test = OutputPlan.of(model, examples.test(), plain).on(examples.positions());
      if (!test.hasAccuracy()) {
        throw new PlanException(
            network + " gives no scores of classes, or the data no labels, so it has no accuracy");
      }
      try (BlockPruner pruner =
          new BlockPruner(model, examples.calibration(), plain, repair, UnaryOperator.identity())) {
        Trials trials = new Trials(network, model, pruner, new ModelPair(test), scores);
        return new BlockTrials(
            network,
            model.sha256(),
            String.valueOf(data.path().getFileName()),
            repair.id(),
            examples.calibration().size(),
            trials.singles(),
            trials.sets());
      }
    }
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
  private Map<String, Map<String, Double>> scores(OnnxModel model) {
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

  /** The trials of one network. */
  private final class Trials {
    private final String network;
    private final OnnxModel model;
    private final BlockPruner pruner;
    private final ModelPair whole;
    private final Map<String, Map<String, Double>> scores;
    private final List<Block> blocks;
    private final Map<List<String>, OutputComparison> done = new HashMap<>();

    Trials(
        String network,
        OnnxModel model,
        BlockPruner pruner,
        ModelPair whole,
        Map<String, Map<String, Double>> scores) {
      this.network = network;
      this.model = model;
      this.pruner = pruner;
      this.whole = whole;
      this.scores = scores;
      this.blocks =
          Blocks.find(model).stream()
              .filter(block -> block.isDroppable() && scores.containsKey(block.name()))
              .toList();
      if (blocks.isEmpty()) {
        throw new PlanException(
            network + " has no residual block that can be taken out, so none can be judged");
      }
    }

    private String level(Block block) {
      boolean halves = blocks.stream().anyMatch(other -> !other.isElementary());
      return halves && block.isElementary() ? Trial.HALF : Trial.BLOCK;
    }

    List<Trial> singles() {
      List<Trial> trials = new ArrayList<>();
      for (Block block : blocks) {
        OutputComparison change = without(List.of(block.name()));
        trials.add(
            new Trial(
                network,
                model.sha256(),
                block.name(),
                1,
                0,
                change.firstAccuracy().get(),
                change.secondAccuracy().get(),
                change.examples(),
                scores.getOrDefault(block.name(), Map.of()),
                level(block)));
      }
      return trials;
    }

    List<SetTrial> sets() {
      List<Block> candidates =
          blocks.stream().filter(block -> level(block).equals(Trial.BLOCK)).toList();
      if (candidates.size() < FEWEST) {
        return List.of();
      }
      int count = candidates.size() / 2;
      List<SetTrial> trials = new ArrayList<>();
      trials.add(set(candidates, SetTrial.SPAN, pruner.choice(count)));
      TreeSet<String> indicators = new TreeSet<>();
      candidates.forEach(block -> indicators.addAll(scoresOf(block).keySet()));
      for (String indicator : indicators) {
        trials.add(set(candidates, indicator, highest(candidates, indicator, count)));
      }
      for (int draw = 1; draw <= DRAWS; draw++) {
        trials.add(set(candidates, SetTrial.RANDOM, pruner.random(count, draw)));
      }
      return trials;
    }

    private Map<String, Double> scoresOf(Block block) {
      return scores.getOrDefault(block.name(), Map.of());
    }

    private List<String> highest(List<Block> candidates, String indicator, int count) {
      return candidates.stream()
          .sorted(
              Comparator.comparingDouble(
                  block -> -scoresOf(block).getOrDefault(indicator, Double.NEGATIVE_INFINITY)))
          .limit(count)
          .sorted(Comparator.comparingInt(candidates::indexOf))
          .map(Block::name)
          .toList();
    }

    private SetTrial set(List<Block> candidates, String choice, List<String> out) {
      OutputComparison change = without(out);
      return new SetTrial(
          network,
          model.sha256(),
          candidates.size(),
          choice,
          out,
          change.firstAccuracy().get(),
          change.secondAccuracy().get(),
          change.examples());
    }

    private OutputComparison without(List<String> names) {
      return done.computeIfAbsent(
          names,
          out -> {
            notes.accept(network + ": without " + String.join(", ", out));
            return whole.with(left(out), Progress.NONE);
          });
    }

    private OnnxModel left(List<String> out) {
      if (repair == Repair.NONE) {
        List<Block> named = blocks.stream().filter(block -> out.contains(block.name())).toList();
        return BypassBlock.of(named).apply(model);
      }
      return pruner.drop(out).model();
    }
  }
}
