package io.entroscope.benchmarks;

import io.entroscope.data.image.ImageShape;
import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.architecture.Initialization;
import io.entroscope.torch.train.LabelledImages;
import io.entroscope.torch.train.Recipes;
import io.entroscope.torch.train.Trainer;
import io.entroscope.torch.train.TrainingListener;
import io.entroscope.torch.train.TrainingOptions;
import io.entroscope.torch.train.TrainingOptions.Stopping;
import io.entroscope.torch.train.TrainingPlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** What {@code train} does, on random images: a network by its recipe, augmentation included. */
final class OwnTraining {
  private final TrainingPlan plan;
  private final TrainingSize size;

  OwnTraining(String network, ImageShape shape, TrainingSize size, Path scratch) {
    this.size = size;
    TrainingOptions recipe = Recipes.of(network, 1, size.threads()).withEpochs(1);
    TrainingOptions options =
        new TrainingOptions(
            1,
            size.batch(),
            recipe.optimizer(),
            recipe.schedule(),
            recipe.labelSmoothing(),
            recipe.augmentation(),
            new Stopping(0, 0),
            recipe.seed(),
            size.threads());
    Architecture architecture = Architectures.parse(network, Architecture.Options.NORMALISED);
    LabelledImages images = random(shape, size.batch() * size.steps());
    this.plan =
        new TrainingPlan(
            architecture.network(shape, TrainingSize.CLASSES, new Initialization(1, 1)),
            network,
            images,
            Optional.empty(),
            images.standardising(),
            options,
            scratch.resolve("trained.onnx"),
            false);
  }

  private static LabelledImages random(ImageShape shape, int count) {
    Random random = new Random(1);
    byte[][] pixels = new byte[count][shape.elements()];
    for (byte[] image : pixels) {
      random.nextBytes(image);
    }
    List<String> classes =
        IntStream.range(0, TrainingSize.CLASSES).mapToObj(Integer::toString).toList();
    int[] labels = random.ints(count, 0, TrainingSize.CLASSES).toArray();
    return LabelledImages.of(shape, classes, pixels, labels);
  }

  /** Images per second over a round's steps, the first one not counted. */
  double train() {
    Times times = new Times();
    Trainer.run(plan, times);
    return size.batch() * (size.steps() - 1L) * 1e9 / (times.last - times.first);
  }

  private static final class Times implements TrainingListener {
    private long first;
    private long last;

    @Override
    public void step(
        int epoch, int step, int steps, double loss, double accuracy, double imagesPerSecond) {
      last = System.nanoTime();
      first = step == 1 ? last : first;
    }
  }
}
