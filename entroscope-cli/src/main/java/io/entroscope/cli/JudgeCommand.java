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
import io.entroscope.torch.train.TuningOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
          "Take out residual blocks instead of fully connected layers, one at a time (whole blocks"
              + " and half-blocks are judged apart) and several together. With --fine-tune 0"
              + " nothing is trained, and the data may be texts and arrays too (default: none).")
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
          "With --blocks: examples that maps are fitted on and spans chosen"
              + " (default: ${DEFAULT-VALUE}).")
  private int calibrate = Calibration.EXAMPLES;

  @Option(
      names = "--test-limit",
      paramLabel = "N",
      description = "With --blocks: at most N test examples, a fixed choice (default: all).")
  private @Nullable Integer testLimit;

  @Option(
      names = "--shares",
      paramLabel = "F,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "With --blocks: which shares of the whole blocks are taken out together, by every"
              + " indicator, the last, as 'prune' chooses, and at random (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Double> shares = BlockJudge.Extent.SHARES;

  @Option(
      names = "--no-halves",
      description = "With --blocks: whole blocks alone, not their halves (default: both).")
  private boolean wholeOnly;

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
      description = "Fine-tunings of each network; with --blocks one (default: 2).")
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
    return blocks ? blocks(options) : layers(options);
  }

  private int layers(AnalysisOptions options) throws Exception {
    if (repair != null || testLimit != null) {
      throw new PlanException("--repair and --test-limit are for --blocks; leave them out");
    }
    Path folder = writable();
    Judge judge = judge(options, Optional.of(tuning.with(1, options.threads())), folder);
    List<Trial> trials = new ArrayList<>(LibtorchNeed.call(() -> judge.run(files(judge), seeds)));
    for (Path one : also) {
      trials.addAll(Judge.trials(one));
    }
    Scoreboard board = Scoreboard.of(trials, images.selection().seed());
    json.print(board, () -> ScoreboardText.of(board));
    return 0;
  }

  private int blocks(AnalysisOptions options) throws Exception {
    BlockJudge.Mending mending = mending(options);
    BlockJudge.Extent extent =
        new BlockJudge.Extent(calibrate, testLimit, !wholeOnly, List.copyOf(shares));
    Path folder = writable();
    BlockJudge judge =
        new BlockJudge(images.spec(), options, mending, extent, folder, Console::note);
    LibtorchNeed.call(
        () -> {
          judge.run(files(judge(options, Optional.empty(), folder)));
          return folder;
        });
    List<Path> folders = new ArrayList<>(List.of(folder));
    folders.addAll(also);
    long seed = images.selection().seed();
    BlockPage.write(folder.resolve(BlockPage.NAME), folders, seed);
    RepairBoard board = BlockJudge.board(folders, mending.repair(), seed).orElseThrow();
    json.print(board, () -> RepairBoardText.of(board));
    return 0;
  }

  private Path writable() throws IOException {
    Path folder = out.writable();
    Interruption.leaves("what is done lies in " + folder);
    return folder;
  }

  private BlockJudge.Mending mending(AnalysisOptions options) {
    if (tuning.epochs() == 0) {
      return new BlockJudge.Mending(untrainedRepair(), Optional.empty());
    }
    if (repair != null) {
      throw new PlanException(
          "--repair is for --fine-tune 0, which trains nothing; leave it out, or give that");
    }
    return new BlockJudge.Mending(Repair.FINE_TUNE, Optional.of(tuning.with(1, options.threads())));
  }

  private Repair untrainedRepair() {
    String asked = repair == null ? Repair.NONE.id() : repair;
    return Stream.of(Repair.NONE, Repair.LINEAR)
        .filter(of -> of.id().equals(asked))
        .findFirst()
        .orElseThrow(
            () -> new PlanException("--repair '" + asked + "' is none; choose from none, linear"));
  }

  private Judge judge(AnalysisOptions options, Optional<TuningOptions> how, Path folder) {
    return new Judge(images.spec(), options, how, folder, new TrainingNotes());
  }

  /** The networks to judge, of which some may have to be trained first. */
  private List<Path> files(Judge judge) throws IOException {
    List<Path> files = new ArrayList<>(models == null ? List.of() : Judge.models(models));
    for (String architecture : architectures) {
      files.add(judge.trained(architecture, training));
    }
    return files;
  }
}
