package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.Console;
import io.entroscope.app.option.FeedOption;
import io.entroscope.app.option.ImageOptions;
import io.entroscope.app.option.MaskOption;
import io.entroscope.app.option.ThreadsOption;
import io.entroscope.cli.option.BlockOptions;
import io.entroscope.cli.option.FineTuningOptions;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.option.OutModel;
import io.entroscope.cli.option.OutputOption;
import io.entroscope.cli.option.ResultFiles;
import io.entroscope.cli.text.BlockComparisonText;
import io.entroscope.cli.text.ComparisonText;
import io.entroscope.core.PlanException;
import io.entroscope.core.option.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.prune.Comparison;
import io.entroscope.core.prune.ModelComparison;
import io.entroscope.core.prune.block.BlockComparison;
import io.entroscope.core.prune.block.BlockPruner;
import io.entroscope.core.prune.block.Repair;
import io.entroscope.data.ImageDataSet;
import io.entroscope.data.format.DataSets;
import io.entroscope.onnx.OnnxModel;
import io.entroscope.torch.prune.Pruner;
import io.entroscope.torch.prune.Pruner.Pruned;
import io.entroscope.torch.train.TuningOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes layers out of a model, and proves what that did. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  entroscope prune model.onnx --drop fc2 --data mnist --out smaller.onnx",
      "  entroscope prune model.onnx --advised out/first --data mnist --out less.onnx"
    },
    sortOptions = false,
    description =
        "Takes residual blocks or fully connected layers out of a model, makes up for them if asked"
            + " to, and sets both models side by side on test examples.")
final class PruneCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(
      names = "--drop",
      paramLabel = "NAME,...",
      split = ",",
      hideParamSyntax = true,
      description = "These blocks or layers ('layers --blocks' lists them) (default: none).")
  private List<String> drop = List.of();

  @Option(
      names = "--advised",
      paramLabel = "RESULT",
      description =
          "The layers that 'advise' ranks, in its order, each if the accuracy on validation images"
              + " is shown to lose less than --margin (one-sided 95%% bound) (default: none).")
  private @Nullable Path advised;

  @Option(
      names = "--margin",
      paramLabel = "ACCURACY",
      description =
          "What may be lost, by each layer with --advised, and in the end (default: that of"
              + " --max-loss, or 0.005, half a point).")
  private @Nullable Double margin;

  @Mixin private BlockOptions blocks = new BlockOptions();

  @Mixin private ImageOptions images = new ImageOptions();

  @Mixin private OutModel out = new OutModel();

  @Mixin private FineTuningOptions tuning = new FineTuningOptions(0);

  @Option(
      names = "--rebuild",
      description =
          "Instead of folding a layer that changes the width into the next, draw the weights of"
              + " the one that replaces both anew; needs --fine-tune.")
  private boolean rebuild;

  @Mixin private OutputOption output = new OutputOption();

  @Mixin private FeedOption feed = new FeedOption();

  @Mixin private MaskOption mask = new MaskOption();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    requireSense();
    Path file = out.writable(List.of(model));
    OnnxModel before = OnnxModel.read(model);
    return isOfBlocks(before) ? withoutBlocks(before, file) : withoutLayers(before, file);
  }

  private int withoutLayers(OnnxModel before, Path file) throws Exception {
    try (ImageDataSet test = DataSets.open(images.spec())) {
      AnalysisOptions options = options(before, test);
      Pruner pruner = new Pruner(before, images.spec(), options, tuning(), rebuild);
      Path result = advised == null ? null : ResultFiles.of(advised);
      Pruned pruned =
          LibtorchNeed.call(
              () -> result == null ? pruner.dropped(drop) : pruner.advised(result, margin()));
      if (pruned.done().isEmpty()) {
        pruned.notes().forEach(Console::note);
        Console.out().println("No layer was taken out, and nothing was written.");
        Console.out().flush();
        return 0;
      }
      Comparison comparison =
          ModelComparison.compare(
              pruned.done(), before, pruned.model(), pruned.alike(), test, options, margin());
      AnalysisRun.noteIfChanged(before);
      pruned.model().write(file);
      pruned.notes().forEach(Console::note);
      print(comparison, file);
    }
    return 0;
  }

  private boolean isOfBlocks(OnnxModel before) {
    return blocks.asked()
        || (advised == null && !drop.isEmpty() && !BlockPruner.areLayers(before, drop));
  }

  private int withoutBlocks(OnnxModel before, Path file) throws Exception {
    if (rebuild) {
      throw new PlanException("--rebuild is for fully connected layers; leave it out with blocks");
    }
    AnalysisOptions.Builder builder = common();
    output.addTo(builder);
    mask.addTo(builder);
    int epochs = tuning.epochs();
    Repair repair = blocks.repair(epochs);
    TuningOptions training =
        tuning.of(Math.max(1, epochs), images.selection().seed(), threads.count());
    BlockPruning pruning =
        new BlockPruning(before, images.spec(), blocks, drop, margin(), builder.build(), training);
    Optional<BlockPruning.Outcome> outcome = LibtorchNeed.call(() -> pruning.run(repair));
    if (outcome.isEmpty()) {
      Console.out().println("No block was taken out, and nothing was written.");
      Console.out().flush();
      return 0;
    }
    AnalysisRun.noteIfChanged(before);
    outcome.get().model().write(file);
    BlockComparison comparison = outcome.get().comparison();
    json.print(comparison, () -> BlockComparisonText.of(comparison) + "\nmodel  " + file + "\n");
    return 0;
  }

  private double margin() {
    double most = margin == null ? blocks.maxLoss().orElse(Pruner.MARGIN) : margin;
    if (!(most > 0 && most < 1)) {
      throw new PlanException(
          "--margin " + margin + "; it is an accuracy that may be lost, between 0 and 1");
    }
    return most;
  }

  private AnalysisOptions.Builder common() {
    return AnalysisOptions.builder()
        .selection(images.selection())
        .pixels(images.pixels())
        .feeds(feed.feeds())
        .threads(threads.count());
  }

  /** With the output settled, so that it is the same for both models. */
  private AnalysisOptions options(OnnxModel before, ImageDataSet test) {
    AnalysisOptions.Builder builder = common();
    if (output.name().isPresent()) {
      output.addTo(builder);
    } else {
      AnalysisPlan plan = Planner.plan(before, test, builder.build());
      plan.outputNote().ifPresent(Console::note);
      String tensor = plan.requirePredictions().what().tensor();
      if (before.graph().isOutput(tensor)) {
        builder.output(tensor);
      }
    }
    return builder.build();
  }

  private Optional<TuningOptions> tuning() {
    return tuning.epochs() == 0
        ? Optional.empty()
        : Optional.of(tuning.with(images.selection().seed(), threads.count()));
  }

  private void print(Comparison comparison, Path written) throws Exception {
    if (json.asked()) {
      ComparisonText.loss(comparison).ifPresent(Console::warning);
    }
    json.print(comparison, () -> ComparisonText.of(comparison) + "\nmodel  " + written + "\n");
  }

  private void requireSense() {
    long ways =
        Stream.of(
                !drop.isEmpty(),
                advised != null,
                blocks.blocks().isPresent(),
                blocks.maxLoss().isPresent())
            .filter(given -> given)
            .count();
    if (ways != 1) {
      throw new PlanException(
          "say in one way what to take out: --drop NAME,..., --blocks K, --max-loss ACCURACY or"
              + " --advised RESULT");
    }
    if (advised != null && blocks.asked()) {
      throw new PlanException(
          "--advised takes out fully connected layers, which --repair is not for; leave it out");
    }
    if (rebuild && tuning.epochs() < 1) {
      throw new PlanException(
          "--rebuild draws weights anew, which are useless untrained; give"
              + " --fine-tune EPOCHS too");
    }
    tuning.requireAtLeast(0);
  }
}
