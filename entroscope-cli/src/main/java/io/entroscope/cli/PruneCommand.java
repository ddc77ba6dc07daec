package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.app.ImageOptions;
import io.entroscope.cli.option.FineTuningOptions;
import io.entroscope.cli.option.JsonOption;
import io.entroscope.cli.option.OutModel;
import io.entroscope.cli.option.ResultFiles;
import io.entroscope.cli.option.ThreadsOption;
import io.entroscope.cli.text.ComparisonText;
import io.entroscope.core.PlanException;
import io.entroscope.core.plan.AnalysisOptions;
import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.Planner;
import io.entroscope.core.prune.Comparison;
import io.entroscope.core.prune.ModelComparison;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes layers out of a model, and proves what that did. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Takes fully connected layers out of a model, trains what is left if asked to, and sets"
            + " both models side by side on test images.")
final class PruneCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path model = Path.of("");

  @Option(names = "--drop", paramLabel = "NAME,...", split = ",", description = "These layers.")
  private List<String> drop = List.of();

  @Option(
      names = "--advised",
      paramLabel = "RESULT",
      description =
          "The layers that 'advise' ranks, in its order, each if the accuracy on validation images"
              + " is shown to lose less than --margin (one-sided 95%% bound).")
  private @Nullable Path advised;

  @Option(
      names = "--margin",
      paramLabel = "ACCURACY",
      description = "With --advised: what may be lost (default: 0.005, half a point).")
  private double margin = Pruner.MARGIN;

  @Mixin private ImageOptions images = new ImageOptions();

  @Mixin private OutModel out = new OutModel();

  @Mixin private FineTuningOptions tuning = new FineTuningOptions(0);

  @Option(
      names = "--rebuild",
      description =
          "Instead of folding a layer that changes the width into the next, draw the weights of"
              + " the one that replaces both anew; needs --fine-tune.")
  private boolean rebuild;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The model's output that predictions are read from, where several could be.")
  private @Nullable String output;

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private JsonOption json = new JsonOption();

  @Override
  public Integer call() throws Exception {
    requireSense();
    Path file = out.writable();
    OnnxModel before = OnnxModel.read(model);
    try (ImageDataSet test = DataSets.open(images.spec())) {
      AnalysisOptions options = options(before, test);
      Pruner pruner = new Pruner(before, images.spec(), options, tuning(), rebuild);
      Path result = advised == null ? null : ResultFiles.of(advised);
      Pruned pruned =
          LibtorchNeed.call(
              () -> result == null ? pruner.dropped(drop) : pruner.advised(result, margin));
      if (pruned.done().isEmpty()) {
        pruned.notes().forEach(Console::note);
        Console.out().println("No layer was taken out, and nothing was written.");
        Console.out().flush();
        return 0;
      }
      Comparison comparison =
          ModelComparison.compare(pruned.done(), before, pruned.model(), test, options);
      pruned.model().write(file);
      pruned.notes().forEach(Console::note);
      print(comparison, file);
    }
    return 0;
  }

  /** With the output settled, so that it is the same for both models. */
  private AnalysisOptions options(OnnxModel before, ImageDataSet test) {
    AnalysisOptions.Builder builder =
        AnalysisOptions.builder()
            .selection(images.selection())
            .pixels(images.pixels())
            .threads(threads.count());
    if (output != null) {
      builder.output(output);
    } else {
      AnalysisPlan plan = Planner.plan(before, test, builder.build());
      plan.outputNote().ifPresent(Console::note);
      String tensor = plan.predictions().what().tensor();
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
      ComparisonText.loss(comparison).ifPresent(line -> Console.err().println("warning: " + line));
    }
    json.print(comparison, () -> ComparisonText.of(comparison) + "\nmodel  " + written + "\n");
  }

  private void requireSense() {
    if (drop.isEmpty() == (advised == null)) {
      throw new PlanException("give the layers to take out: --drop NAME,... or --advised RESULT");
    }
    if (rebuild && tuning.epochs() < 1) {
      throw new PlanException(
          "--rebuild draws weights anew, which are useless untrained; give"
              + " --fine-tune EPOCHS too");
    }
    tuning.requireAtLeast(0);
  }
}
