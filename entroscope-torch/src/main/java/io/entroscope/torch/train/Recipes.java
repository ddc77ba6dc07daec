package io.entroscope.torch.train;

import io.entroscope.torch.architecture.Architectures;
import io.entroscope.torch.train.TrainingOptions.Augmentation;
import io.entroscope.torch.train.TrainingOptions.Optimizer;
import io.entroscope.torch.train.TrainingOptions.Rule;
import io.entroscope.torch.train.TrainingOptions.Schedule;
import io.entroscope.torch.train.TrainingOptions.Stopping;

/** Default training options that train a network well. */
public final class Recipes {
  private static final double ADAM_RATE = 0.002;
  private static final double SGD_RATE = 0.05;
  private static final double DECAY = 5e-4;
  private static final double VALIDATION = 0.1;
  private static final int BATCH = 128;
  private static final int SMALL_BATCH = 64;

  private static final Augmentation PHOTOGRAPHS = new Augmentation(true, 4);
  private static final Augmentation DIGITS = new Augmentation(false, 2);

  private Recipes() {}

  /**
   * The recipe for a network: SGD with a one-cycle schedule, and for a transformer AdamW with
   * warm-up. Networks named after CIFAR, and residual ones, get mirrored and shifted images, those
   * named after MNIST, and the transformer, shifted ones. A notation or a file says nothing about
   * the images, which may have to keep their orientation: there is no augmentation then.
   *
   * @param what an architecture's name, notation or file
   */
  public static TrainingOptions of(String what, long seed, int threads) {
    String notation = what.strip();
    if (Architectures.named().containsKey(notation)) {
      return named(notation).options(seed, threads);
    }
    return (notation.contains(" vit") ? transformer(Augmentation.NONE) : plain(Augmentation.NONE))
        .options(seed, threads);
  }

  private static Recipe named(String name) {
    return switch (name) {
      case "mnist-3fc" -> new Recipe(6, BATCH, sgd(0.1, DECAY), Schedule.ONE_CYCLE, DIGITS);
      case "resnet8" -> residual(30, SMALL_BATCH);
      case "resnet20" -> residual(30, BATCH);
      case "vit-tiny" -> transformer(DIGITS);
      default -> plain(PHOTOGRAPHS);
    };
  }

  private static Recipe plain(Augmentation augmentation) {
    return new Recipe(12, BATCH, sgd(SGD_RATE, DECAY), Schedule.ONE_CYCLE, augmentation);
  }

  private static Recipe residual(int epochs, int batch) {
    return new Recipe(epochs, batch, sgd(0.1, 2e-4), Schedule.ONE_CYCLE, PHOTOGRAPHS);
  }

  private static Recipe transformer(Augmentation augmentation) {
    Optimizer optimizer = new Optimizer(Rule.ADAMW, ADAM_RATE, 0.9, 0.05);
    return new Recipe(8, BATCH, optimizer, Schedule.WARM_COSINE, augmentation);
  }

  private static Optimizer sgd(double rate, double decay) {
    return new Optimizer(Rule.SGD, rate, 0.9, decay);
  }

  private record Recipe(
      int epochs, int batch, Optimizer optimizer, Schedule schedule, Augmentation augmentation) {
    TrainingOptions options(long seed, int threads) {
      return new TrainingOptions(
          epochs,
          batch,
          optimizer,
          schedule,
          0,
          augmentation,
          new Stopping(VALIDATION, 0),
          seed,
          threads);
    }
  }

  /**
   * A recipe's optimizer by another rule. Adam's steps are a fraction of those of SGD, and so are
   * its rates; decay that is decoupled from the gradient is stronger than decay within it.
   */
  public static Optimizer optimizer(TrainingOptions recipe, Rule rule) {
    Optimizer usual = recipe.optimizer();
    if (rule == usual.rule()) {
      return usual;
    }
    boolean adaptive = usual.rule() != Rule.SGD;
    double decay = usual.rule() == Rule.ADAMW ? DECAY : usual.weightDecay();
    double rate = adaptive ? usual.learningRate() : ADAM_RATE;
    return new Optimizer(rule, rule == Rule.SGD ? SGD_RATE : rate, usual.momentum(), decay);
  }
}
