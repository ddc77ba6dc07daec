package io.entroscope.cli;

import io.entroscope.app.Console;
import io.entroscope.app.ImageOptions;
import io.entroscope.app.PrettyJson;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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
          "The layers that 'advise' says should or could go, one after the other, as long as the"
              + " accuracy on validation images is not shown to suffer.")
  private @Nullable Path advised;

  @Mixin private ImageOptions images = new ImageOptions();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The ONNX file to write.")
  private Path out = Path.of("");

  @Option(
      names = "--fine-tune",
      paramLabel = "EPOCHS",
      description =
          "Train what is left on the training split, of which --classes, --per-class and --limit"
              + " choose as of the test images (default: 0, not at all). What does best on"
              + " validation images is kept, and nothing worse than before.")
  private int epochs;

  @Option(
      names = "--rebuild",
      description =
          "Instead of folding a layer that changes the width into the next, draw the weights of"
              + " the one that replaces both anew; needs --fine-tune.")
  private boolean rebuild;

  @Option(
      names = "--lr",
      paramLabel = "F",
      description = "The highest learning rate of fine-tuning (default: found by trial).")
  private @Nullable Double rate;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Images per step of fine-tuning (default: 128, and fewer where there are few images).")
  private @Nullable Integer batch;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The model's output that predictions are read from, where several could be.")
  private @Nullable String output;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print the comparison as JSON instead of the table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    requireSense();
    OnnxModel before = OnnxModel.read(model);
    try (ImageDataSet test = DataSets.open(images.spec())) {
      AnalysisOptions options = options(before, test);
      Pruner pruner = new Pruner(before, images.spec(), options, tuning(), rebuild);
      Path result = advised;
      Pruned pruned =
          LibtorchNeed.call(() -> result == null ? pruner.dropped(drop) : pruner.advised(result));
      if (pruned.done().isEmpty()) {
        pruned.notes().forEach(note -> Console.err().println("note: " + note));
        Console.out().println("No layer was taken out, and nothing was written.");
        Console.out().flush();
        return 0;
      }
      Comparison comparison =
          ModelComparison.compare(pruned.done(), before, pruned.model(), test, options);
      pruned.model().write(out);
      pruned.notes().forEach(note -> Console.err().println("note: " + note));
      print(comparison);
    }
    return 0;
  }

  /** With the output settled, so that it is the same for both models. */
  private AnalysisOptions options(OnnxModel before, ImageDataSet test) {
    AnalysisOptions.Builder builder =
        AnalysisOptions.builder()
            .selection(images.selection())
            .pixels(images.pixels())
            .threads(threads);
    if (output != null) {
      builder.output(output);
    } else {
      AnalysisPlan plan = Planner.plan(before, test, builder.build());
      plan.outputNote().ifPresent(note -> Console.err().println("note: " + note));
      String tensor = plan.predictions().what().tensor();
      if (before.graph().isOutput(tensor)) {
        builder.output(tensor);
      }
    }
    return builder.build();
  }

  private Optional<TuningOptions> tuning() {
    return epochs == 0
        ? Optional.empty()
        : Optional.of(
            new TuningOptions(
                epochs,
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
                images.selection().seed(),
                threads));
  }

  private void print(Comparison comparison) throws Exception {
    if (json) {
      ComparisonText.loss(comparison).ifPresent(line -> Console.err().println("warning: " + line));
      Console.out().println(PrettyJson.of(comparison));
    } else {
      Console.out().print(ComparisonText.of(comparison));
      Console.out().println("\nmodel  " + out);
    }
    Console.out().flush();
  }

  private void requireSense() {
    if (drop.isEmpty() == (advised == null)) {
      throw new PlanException("give the layers to take out: --drop NAME,... or --advised RESULT");
    }
    if (rebuild && epochs < 1) {
      throw new PlanException(
          "--rebuild draws weights anew, which are useless untrained; give"
              + " --fine-tune EPOCHS too");
    }
    if (epochs < 0) {
      throw new PlanException("--fine-tune " + epochs + "; give 0 or more epochs");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out)) {
      throw new PlanException(out + " is a folder; name the .onnx file to write with --out");
    }
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new PlanException(
          "cannot write " + out + ": " + folder + " is not a writable folder; give another --out");
    }
  }
}
