package io.entroscope.torch.train;

import io.entroscope.torch.TorchException;
import java.util.Locale;

/**
 * How a network is trained.
 *
 * @param epochs passes over the training images
 * @param batchSize images per step; a smaller rest at the end of an epoch is left out of it
 * @param optimizer how gradients change the weights
 * @param schedule how the learning rate changes over the steps
 * @param labelSmoothing the share of the target spread evenly over all classes, from 0 to below 1
 * @param augmentation how images are changed at random
 * @param stopping what is kept for validation, and when it ends the training
 * @param seed of everything random
 * @param threads that an operation may use
 */
public record TrainingOptions(
    int epochs,
    int batchSize,
    Optimizer optimizer,
    Schedule schedule,
    double labelSmoothing,
    Augmentation augmentation,
    Stopping stopping,
    long seed,
    int threads) {
  public TrainingOptions {
    require(epochs >= 1, epochs + " epochs; give 1 or more");
    require(batchSize >= 1, "a batch of " + batchSize + " images; give 1 or more");
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "a label smoothing of " + labelSmoothing + "; give 0 or more and less than 1");
    require(threads >= 1, threads + " threads; give 1 or more");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new TorchException(otherwise);
    }
  }

  /**
   * How images are changed at random, each time they are seen.
   *
   * @param flip whether they are mirrored left to right
   * @param crop how many pixels they are shifted by at most in each direction
   */
  public record Augmentation(boolean flip, int crop) {
    /** Images stay as they are. */
    public static final Augmentation NONE = new Augmentation(false, 0);

    public Augmentation {
      require(crop >= 0, "a shift of " + crop + " pixels; give 0 or more");
    }
  }

  /**
   * What is kept for validation, and when it ends the training.
   *
   * @param validation the share of the training images, from 0 to below 1
   * @param patience how many epochs without a better validation accuracy end the training; 0: none
   */
  public record Stopping(double validation, int patience) {
    public Stopping {
      require(
          validation >= 0 && validation < 1,
          "a validation share of " + validation + "; give 0 or more and less than 1");
      require(patience >= 0, "a patience of " + patience + " epochs; give 0 or more");
      require(
          patience == 0 || validation > 0,
          "stopping early needs validation images; give a validation share above 0");
    }
  }

  /** The rule by which gradients change the weights. */
  public enum Rule {
    /** Stochastic gradient descent, with momentum in Nesterov's form. */
    SGD,
    /** D. Kingma, J. Ba: "Adam", 2015; weight decay is added to the gradient. */
    ADAM,
    /** I. Loshchilov, F. Hutter: "Decoupled Weight Decay Regularization", 2019. */
    ADAMW
  }

  /**
   * How gradients change the weights.
   *
   * @param rule the rule
   * @param learningRate the highest of the schedule
   * @param momentum of SGD; Adam's are 0.9 and 0.999
   * @param weightDecay of kernels and matrices; biases and normalisation are not decayed
   */
  public record Optimizer(Rule rule, double learningRate, double momentum, double weightDecay) {
    public Optimizer {
      require(
          learningRate > 0 && Double.isFinite(learningRate),
          "a learning rate of " + learningRate + "; give a number above 0");
      require(
          momentum >= 0 && momentum < 1,
          "a momentum of " + momentum + "; give 0 or more and less than 1");
      require(
          weightDecay >= 0 && Double.isFinite(weightDecay),
          "a weight decay of " + weightDecay + "; give 0 or more");
    }
  }

  /** How the learning rate changes over the steps. */
  public enum Schedule {
    CONSTANT,
    /** Half a cosine from the learning rate down to 0. */
    COSINE,
    /**
     * Up from a 25th of the learning rate over the first 30 % of the steps and down to nearly 0,
     * both along half a cosine (L. Smith, N. Topin: "Super-Convergence", 2018).
     */
    ONE_CYCLE,
    /** Up along a line over the first tenth of the steps, and down to 0 along half a cosine. */
    WARM_COSINE;

    private static final double WARMING = 0.1;
    private static final double RISING = 0.3;
    private static final double START = 1.0 / 25;
    private static final double END = START / 1e4;

    /** The factor on the learning rate at a step, counted from 0, of so many. */
    double factor(long step, long steps) {
      double done = steps <= 1 ? 0 : (double) step / (steps - 1);
      return switch (this) {
        case CONSTANT -> 1;
        case COSINE -> between(1, 0, (double) step / steps);
        case ONE_CYCLE ->
            done < RISING
                ? between(START, 1, done / RISING)
                : between(1, END, (done - RISING) / (1 - RISING));
        case WARM_COSINE -> warmed(step, Math.round(WARMING * steps), steps);
      };
    }

    private static double warmed(long step, long warming, long steps) {
      return step < warming
          ? (step + 1.0) / (warming + 1)
          : between(1, 0, (double) (step - warming) / (steps - warming));
    }

    private static double between(double from, double to, double done) {
      return to + (from - to) * (1 + Math.cos(Math.PI * done)) / 2;
    }
  }

  /** All of it but the seed, in words. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%d epochs, batches of %d, %s, learning rate %s %s, momentum %s, weight decay %s, label"
            + " smoothing %s, flip %s, crop %d, validation %s, patience %d, %d threads",
        epochs,
        batchSize,
        optimizer.rule().name().toLowerCase(Locale.ROOT),
        optimizer.learningRate(),
        schedule.name().toLowerCase(Locale.ROOT),
        optimizer.momentum(),
        optimizer.weightDecay(),
        labelSmoothing,
        augmentation.flip(),
        augmentation.crop(),
        stopping.validation(),
        stopping.patience(),
        threads);
  }

  /** The same with another number of epochs. */
  public TrainingOptions withEpochs(int other) {
    return new TrainingOptions(
        other,
        batchSize,
        optimizer,
        schedule,
        labelSmoothing,
        augmentation,
        stopping,
        seed,
        threads);
  }

  /** The same with another number of images per step. */
  public TrainingOptions withBatch(int other) {
    return new TrainingOptions(
        epochs, other, optimizer, schedule, labelSmoothing, augmentation, stopping, seed, threads);
  }

  /** The same with another seed. */
  public TrainingOptions withSeed(long other) {
    return new TrainingOptions(
        epochs,
        batchSize,
        optimizer,
        schedule,
        labelSmoothing,
        augmentation,
        stopping,
        other,
        threads);
  }

  /** The same with another optimizer. */
  public TrainingOptions withOptimizer(Optimizer other) {
    return new TrainingOptions(
        epochs, batchSize, other, schedule, labelSmoothing, augmentation, stopping, seed, threads);
  }
}
