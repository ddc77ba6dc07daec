package io.entroscope.cli;

import io.entroscope.app.AnalysisRun;
import io.entroscope.app.interrupt.Interruption;
import io.entroscope.app.option.OpenOption;
import io.entroscope.app.option.QuietOption;
import io.entroscope.app.option.ThreadsOption;
import io.entroscope.cli.option.NormalizationOptions;
import io.entroscope.cli.option.OutModel;
import io.entroscope.cli.option.OutputOption;
import io.entroscope.cli.option.SeedOption;
import io.entroscope.cli.option.TrainingData;
import io.entroscope.core.PlanException;
import io.entroscope.data.image.ImageSize;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architecture.Function;
import io.entroscope.torch.architecture.Architecture.Normalisation;
import io.entroscope.torch.train.Recipes;
import io.entroscope.torch.train.TrainingOptions;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import io.entroscope.torch.train.TrainingRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network and writes it as ONNX. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Trains a network on labelled images, and writes it as ONNX; checkpoints go beside it. What"
            + " is not given is as the network's recipe says: the names have recipes of their own,"
            + " made for their kind of images.",
    footer = {
      "",
      "ARCH is made of these words, the fully connected layers last:",
      "  conv32, conv32x5   convolution of 32 channels, its window 3x3 or 5x5",
      "  pool, pool3        maximum over 2x2 or 3x3 pixels",
      "  res32, res32/2     residual unit of two 3x3 convolutions; with stride 2",
      "  patch4 vit64x6     patches of 4x4 pixels, and 6 transformer layers over them,",
      "                     of width 64, a multiple of 32",
      "  fc128              fully connected layer of 128 units",
      "Residual units end in the mean over all places, transformers in that over all",
      "patches.",
      "",
      "Examples:",
      "  entroscope train mnist-3fc --data mnist --out mine.onnx",
      "  entroscope train 'conv16 pool fc64' --data images --track out/t --out m.onnx"
    })
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ARCH",
      arity = "1..*",
      description =
          "mnist-3fc, cifar-2fc, cifar-4fc, cifar-6fc, resnet8, resnet20, vit-tiny, or layers such"
              + " as 'conv32 pool fc128', 'conv16 res16 res32/2' or 'patch4 vit64x6' (the output"
              + " follows from the classes), or an ONNX file to train further.")
  private List<String> what = List.of();

  @Mixin private TrainingData data = new TrainingData();

  @Mixin private OutModel out = new OutModel();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Passes over the images (default: the recipe's).")
  private @Nullable Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Images per step (default: 128; resnet8: 64).")
  private @Nullable Integer batch;

  @Option(
      names = "--optimizer",
      paramLabel = "sgd|adam|adamw",
      description = "How gradients change the weights (default: sgd; transformers: adamw).")
  private @Nullable Rule rule;

  @Option(
      names = "--lr",
      paramLabel = "F",
      description = "The highest learning rate (default: the recipe's).")
  private @Nullable Double rate;

  @Option(
      names = "--schedule",
      paramLabel = "constant|cosine|one_cycle|warm_cosine",
      description =
          "How the learning rate changes (default: one_cycle; transformers: warm_cosine).")
  private @Nullable Schedule schedule;

  @Option(
      names = "--momentum",
      paramLabel = "F",
      description = "The momentum of sgd (default: 0.9).")
  private @Nullable Double momentum;

  @Option(
      names = "--weight-decay",
      paramLabel = "F",
      description = "Of kernels and matrices (default: the recipe's).")
  private @Nullable Double decay;

  @Option(
      names = "--label-smoothing",
      paramLabel = "F",
      description = "The share of the target spread over all classes (default: 0).")
  private @Nullable Double smoothing;

  @Option(
      names = "--flip",
      negatable = true,
      description = "Mirror images at random (default: the recipe's).")
  private @Nullable Boolean flip;

  @Option(
      names = "--crop",
      paramLabel = "N",
      description = "Shift images by up to N pixels (default: the recipe's).")
  private @Nullable Integer crop;

  @Option(
      names = "--activation",
      paramLabel = "relu|tanh|sigmoid|elu|leakyrelu",
      description =
          "After every layer but the output and those of a transformer, which has gelu (default:"
              + " relu).")
  private Function function = Function.RELU;

  @Option(
      names = "--norm",
      paramLabel = "none|convolutions|all",
      description = "Which layers batch normalisation follows (default: convolutions).")
  private Normalisation normalisation = Normalisation.CONVOLUTIONS;

  @Option(
      names = "--dropout",
      paramLabel = "F",
      description = "The share dropped after hidden fully connected layers (default: 0).")
  private double dropout;

  @Option(
      names = "--init-gain",
      paramLabel = "F",
      description = "Multiplies the random weights to start from (default: 1).")
  private double gain = 1;

  @Option(names = "--reinit", description = "Start an ONNX file's weights anew.")
  private boolean reinit;

  @Mixin private OutputOption output = new OutputOption();

  @Option(
      names = "--validation",
      paramLabel = "F",
      description = "The share of the training images kept for validation (default: 0.1).")
  private @Nullable Double validation;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description = "Stop after N epochs without a better validation accuracy (default: never).")
  private @Nullable Integer patience;

  @Option(names = "--resume", description = "Go on from the last checkpoint, if there is one.")
  private boolean resume;

  @Option(
      names = "--track",
      paramLabel = "DIR",
      description =
          "Analyse the model after every epoch on 100 test images per class, into result.json,"
              + " report.html and events for TensorBoard in this folder (default: none).")
  private @Nullable Path track;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most N training images (default: all).")
  private @Nullable Integer limit;

  @Option(
      names = "--resize",
      paramLabel = "N|HxW",
      description = "Resize images to this height and width (default: as they are).")
  private @Nullable String resize;

  @Mixin private NormalizationOptions normalization = new NormalizationOptions();

  @Mixin private SeedOption seed = new SeedOption();

  @Mixin private ThreadsOption threads = new ThreadsOption();

  @Mixin private QuietOption quiet = new QuietOption();

  @Mixin private OpenOption open = new OpenOption();

  @Override
  public Integer call() {
    String asked = String.join(" ", what);
    if (limit != null && limit < 1) {
      throw new PlanException("--limit " + limit + " leaves no images; give 1 or more");
    }
    TrainingRequest request =
        new TrainingRequest(
            new TrainingRequest.Start(
                asked, new Architecture.Options(function, normalisation, dropout), reinit, gain),
            output.name(),
            data.spec(),
            or(limit, 0),
            Optional.ofNullable(resize).map(ImageSize::parse),
            normalization.given(),
            options(asked),
            out.writable(file(asked)),
            resume);
    Path checkpoints = Path.of(request.out() + ".training");
    Interruption.leaves(
        "checkpoints of the epochs that are done lie in "
            + checkpoints
            + "; the same command with --resume goes on from the last",
        checkpoints);
    LibtorchNeed.of(
        () -> {
          TrainingRun.run(request, Optional.ofNullable(track), quiet.asked());
          return true;
        });
    if (track != null) {
      open.show(track.resolve(AnalysisRun.REPORT));
    }
    return 0;
  }

  /** What is asked for, if that is a file and no notation. */
  private static List<Path> file(String asked) {
    return asked.endsWith(".onnx") ? List.of(Path.of(asked)) : List.of();
  }

  private TrainingOptions options(String asked) {
    TrainingOptions recipe = Recipes.of(asked, seed.value(), threads.count());
    Optimizer optimizer = rule == null ? recipe.optimizer() : Recipes.optimizer(recipe, rule);
    return new TrainingOptions(
        or(epochs, recipe.epochs()),
        or(batch, recipe.batchSize()),
        new Optimizer(
            optimizer.rule(),
            or(rate, optimizer.learningRate()),
            or(momentum, optimizer.momentum()),
            or(decay, optimizer.weightDecay())),
        or(schedule, recipe.schedule()),
        or(smoothing, recipe.labelSmoothing()),
        new TrainingOptions.Augmentation(
            or(flip, recipe.augmentation().flip()), or(crop, recipe.augmentation().crop())),
        new TrainingOptions.Stopping(
            or(validation, recipe.stopping().validation()),
            or(patience, recipe.stopping().patience())),
        seed.value(),
        threads.count());
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
