package io.entroscope.cli;

import io.entroscope.data.DataSpec;
import io.entroscope.data.Format;
import io.entroscope.data.image.ImageSize;
import io.entroscope.data.image.Preprocessing;
import io.entroscope.torch.train.Architecture;
import io.entroscope.torch.train.Architecture.Function;
import io.entroscope.torch.train.Architecture.Normalisation;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network and writes it as ONNX. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Trains a network on labelled images, and writes it as ONNX.")
final class TrainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "ARCH",
      arity = "1..*",
      description =
          "mnist-3fc, cifar-2fc, cifar-4fc, cifar-6fc, or layers such as 'conv32 pool fc128' (the"
              + " output follows from the classes), or an ONNX file to train further.")
  private List<String> what = List.of();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "PATH",
      description =
          "The labelled images: IDX (MNIST), CIFAR binaries, or a folder, .zip or .tar with one"
              + " folder per class.")
  private Path data = Path.of("");

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The ONNX file to write; checkpoints go beside it.")
  private Path out = Path.of("");

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the images.")
  private @Nullable Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Images per step (default: 128).")
  private @Nullable Integer batch;

  @Option(
      names = "--optimizer",
      paramLabel = "sgd|adam|adamw",
      description = "How gradients change the weights (default: sgd).")
  private @Nullable Rule rule;

  @Option(names = "--lr", paramLabel = "F", description = "The highest learning rate.")
  private @Nullable Double rate;

  @Option(
      names = "--schedule",
      paramLabel = "constant|cosine|one_cycle|warm_cosine",
      description = "How the learning rate changes (default: one_cycle).")
  private @Nullable Schedule schedule;

  @Option(names = "--momentum", paramLabel = "F", description = "Of sgd (default: 0.9).")
  private @Nullable Double momentum;

  @Option(names = "--weight-decay", paramLabel = "F", description = "Default: 5e-4.")
  private @Nullable Double decay;

  @Option(
      names = "--label-smoothing",
      paramLabel = "F",
      description = "The share of the target spread over all classes (default: 0).")
  private @Nullable Double smoothing;

  @Option(names = "--flip", negatable = true, description = "Mirror images at random.")
  private @Nullable Boolean flip;

  @Option(names = "--crop", paramLabel = "N", description = "Shift images by up to N pixels.")
  private @Nullable Integer crop;

  @Option(
      names = "--activation",
      paramLabel = "relu|tanh|sigmoid|elu|leakyrelu",
      description = "After every layer but the output (default: relu).")
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

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description =
          "The output of an ONNX file with a score for each class, where several could be.")
  private @Nullable String output;

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
          "Analyse the model after every epoch on 50 test images per class, into result.json and"
              + " report.html in this folder.")
  private @Nullable Path track;

  @Option(
      names = "--format",
      paramLabel = "idx|cifar|folder|zip|tar",
      description = "How the images are stored (default: found out from the content).")
  private @Nullable String format;

  @Option(names = "--limit", paramLabel = "N", description = "At most N training images.")
  private int limit;

  @Option(
      names = "--resize",
      paramLabel = "N|HxW",
      description = "Resize images to this height and width.")
  private @Nullable String resize;

  @Option(
      names = "--mean",
      paramLabel = "M[,M,M]",
      split = ",",
      description = "Subtracted after scaling to [0, 1] (default: measured on the images).")
  private @Nullable List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "S[,S,S]",
      split = ",",
      description = "Divided by afterwards (default: measured on the images).")
  private @Nullable List<Double> std;

  @Option(names = "--seed", paramLabel = "N", description = "Of everything random (default: 1).")
  private long seed = 1;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that compute (default: one per core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--quiet", description = "Print nothing but errors.")
  private boolean quiet;

  @Override
  public Integer call() {
    String asked = String.join(" ", what);
    DataSpec images = DataSpec.of(data);
    TrainingRequest request =
        new TrainingRequest(
            new TrainingRequest.Start(
                asked, new Architecture.Options(function, normalisation, dropout), reinit, gain),
            Optional.ofNullable(output),
            format == null ? images : images.withFormat(Format.parse(format)),
            limit,
            Optional.ofNullable(resize).map(ImageSize::parse),
            preprocessing(),
            options(asked),
            out,
            resume);
    LibtorchNeed.of(
        () -> {
          TrainingRun.run(request, Optional.ofNullable(track), quiet);
          return true;
        });
    return 0;
  }

  private Optional<Preprocessing> preprocessing() {
    if (mean == null && std == null) {
      return Optional.empty();
    }
    Preprocessing how = Preprocessing.DEFAULT;
    how = mean == null ? how : how.withMean(mean);
    return Optional.of(std == null ? how : how.withStd(std));
  }

  private TrainingOptions options(String asked) {
    TrainingOptions recipe = Recipes.of(asked, seed, threads);
    Optimizer optimizer = recipe.optimizer();
    return new TrainingOptions(
        or(epochs, recipe.epochs()),
        or(batch, recipe.batchSize()),
        new Optimizer(
            or(rule, optimizer.rule()),
            or(rate, rule == null || rule == Rule.SGD ? optimizer.learningRate() : 0.002),
            or(momentum, optimizer.momentum()),
            or(decay, optimizer.weightDecay())),
        or(schedule, recipe.schedule()),
        or(smoothing, recipe.labelSmoothing()),
        new TrainingOptions.Augmentation(
            or(flip, recipe.augmentation().flip()), or(crop, recipe.augmentation().crop())),
        new TrainingOptions.Stopping(
            or(validation, recipe.stopping().validation()),
            or(patience, recipe.stopping().patience())),
        seed,
        threads);
  }

  private static <T> T or(@Nullable T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
