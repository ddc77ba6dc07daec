package io.entroscope.cli;

import io.entroscope.advice.Scoreboard;
import io.entroscope.advice.Trial;
import io.entroscope.advice.block.RepairBoard;
import io.entroscope.app.Console;
import io.entroscope.app.interrupt.Interruption;
import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.ObservationOptions;
import io.entroscope.cli.option.FineTuningOptions;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.option.OutFolder;
import io.entroscope.cli.text.RepairBoardText;
import io.entroscope.cli.text.ScoreboardText;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.prune.block.Calibration;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.study.judge.BlockJudge;
import io.entroscope.study.judge.BlockPage;
import io.entroscope.study.judge.Judge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores advice against the truth. */
@Command(
    name = "judge",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope judge --models trained --data mnist --out out/judged",
      "  entroscope judge --arch mnist-3fc --data mnist --out out/judged"
    },
    sortOptions = false,
    description =
        "Really takes every layer that can go, or every residual block, out of each of some"
            + " networks, trains what is left, and tells how well each indicator foretold the"
            + " change of accuracy. Goes on where it was stopped.")
final class JudgeCommand implements Callable<Integer> {
  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "A folder of trained ONNX files (default: none).")
  private @Nullable Path models;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description =
          "An architecture to train first, as for 'train', in quotes; may be given several times"
              + " (default: none).")
  private List<String> architectures = List.of();

  @Option(
      names = "--blocks",
      description =
          "Take out residual blocks instead of fully connected layers; whole blocks and half-blocks"
              + " are judged apart. With --fine-tune 0 nothing is trained, the data may be texts"
              + " and arrays too, and half of the whole blocks are taken out together as well"
              + " (default: none).")
  private boolean blocks;

  @Option(
      names = "--repair",
      paramLabel = "none|linear",
      description =
          "With --blocks and --fine-tune 0: what makes up for blocks, as for 'prune' (default:"
              + " none).")
  private @Nullable String repair;

  @Option(
      names = "--calibrate",
      paramLabel = "N",
      description =
          "With --blocks and --fine-tune 0: examples that maps are fitted on and spans chosen"
              + " (default: ${DEFAULT-VALUE}).")
  private int calibrate = Calibration.EXAMPLES;

  @Option(
      names = "--test-limit",
      paramLabel = "N",
      description =
          "With --blocks and --fine-tune 0: at most N test examples, a fixed choice (default:"
              + " all).")
  private @Nullable Integer testLimit;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the images in training each --arch (default: its recipe's).")
  private int training;

  @Mixin private ImageOptions images = new ImageOptions();

  @Mixin private ObservationOptions observation = new ObservationOptions();

  @Mixin private FineTuningOptions tuning = new FineTuningOptions(2);

  @Mixin private OutFolder out = new OutFolder();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Fine-tunings of each network (default: 2).")
  private int seeds = 2;

  @Option(
      names = "--also",
      paramLabel = "DIR,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "Count the trials of these folders too: the --out of judges on other data (default:"
              + " none).")
  private List<Path> also = List.of();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    if (seeds < 1) {
      throw new PlanException("--seeds " + seeds + "; give 1 or more");
    }
    tuning.requireAtLeast(blocks ? 0 : 1);
    if (models == null && architectures.isEmpty()) {
      throw new PlanException(
          "no networks to judge; give a folder of them with --models, or some with --arch");
    }
    AnalysisOptions options = observation.withIndicators(images);
    if (blocks && tuning.epochs() == 0) {
      return untrained(options);
    }
    if (repair != null || testLimit != null) {
      throw new PlanException(
          "--repair and --test-limit are for --blocks with --fine-tune 0; leave them out");
    }
    Path folder = out.writable();
    Interruption.leaves("what is done lies in " + folder);
    Judge judge =
        new Judge(
            blocks ? Judge.Candidates.BLOCKS : Judge.Candidates.LAYERS,
            images.spec(),
            options,
            Optional.of(tuning.with(1, options.threads())),
            folder,
            new TrainingNotes());
    List<Trial> trials = new ArrayList<>(LibtorchNeed.call(() -> judged(judge)));
    for (Path one : also) {
      trials.addAll(Judge.trials(one));
    }
    if (blocks) {
      Map<String, Scoreboard> boards = new LinkedHashMap<>();
      for (String level : List.of(Trial.BLOCK, Trial.HALF)) {
        board(trials, level).ifPresent(board -> boards.put(level, board));
      }
      json.print(boards, () -> ScoreboardText.of(boards));
    } else {
      Scoreboard board = Scoreboard.of(trials, images.selection().seed());
      json.print(board, () -> ScoreboardText.of(board));
    }
    return 0;
  }

  /** Judges blocks without training what is left. */
  private int untrained(AnalysisOptions options) throws Exception {
    Repair how = untrainedRepair();
    if (calibrate < 1 || (testLimit != null && testLimit < 1)) {
      throw new PlanException(
          "--calibrate and --test-limit are numbers of examples; give 1 or more");
    }
    Path folder = out.writable();
    Interruption.leaves("what is done lies in " + folder);
    List<Path> files = LibtorchNeed.call(() -> files(options, folder));
    new BlockJudge(
            images.spec(),
            options,
            how,
            new BlockJudge.Amounts(calibrate, testLimit),
            folder,
            Console::note)
        .run(files);
    List<Path> folders = new ArrayList<>(List.of(folder));
    folders.addAll(also);
    long seed = images.selection().seed();
    BlockPage.write(folder.resolve(BlockPage.NAME), folders, seed);
    RepairBoard board = BlockJudge.board(folders, how, seed).orElseThrow();
    json.print(board, () -> RepairBoardText.of(board));
    return 0;
  }

  private Repair untrainedRepair() {
    String asked = repair == null ? Repair.NONE.id() : repair;
    return Stream.of(Repair.NONE, Repair.LINEAR)
        .filter(of -> of.id().equals(asked))
        .findFirst()
        .orElseThrow(
            () -> new PlanException("--repair '" + asked + "' is none; choose from none, linear"));
  }

  private List<Path> files(AnalysisOptions options, Path folder) throws IOException {
    List<Path> files = new ArrayList<>(models == null ? List.of() : Judge.models(models));
    if (!architectures.isEmpty()) {
      Judge judge =
          new Judge(
              Judge.Candidates.BLOCKS,
              images.spec(),
              options,
              Optional.empty(),
              folder,
              new TrainingNotes());
      for (String architecture : architectures) {
        files.add(judge.trained(architecture, training));
      }
    }
    return files;
  }

  private Optional<Scoreboard> board(List<Trial> trials, String level) {
    List<Trial> ofLevel = trials.stream().filter(trial -> level.equals(trial.level())).toList();
    return ofLevel.isEmpty()
        ? Optional.empty()
        : Optional.of(Scoreboard.of(ofLevel, images.selection().seed()));
  }

  private List<Trial> judged(Judge judge) throws IOException {
    List<Path> files = new ArrayList<>(models == null ? List.of() : Judge.models(models));
    for (String architecture : architectures) {
      files.add(judge.trained(architecture, training));
    }
    return judge.run(files, seeds);
  }
}
