package io.entroscope.cli.option;

import io.entroscope.core.PlanException;
import io.entroscope.torch.train.TuningOptions;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How what is left of a network is trained. */
public final class FineTuningOptions {
  @Option(
      names = "--fine-tune",
      paramLabel = "EPOCHS",
      description =
          "Passes over the training split, of which --classes, --per-class and --limit choose as of"
              + " the test images (default: ${DEFAULT-VALUE}). What does best"
              + " on validation images is kept, and nothing worse than before.")
  private int epochs;

  @Option(
      names = "--lr",
      paramLabel = "F",
      description =
          "The highest learning rate of fine-tuning (default: found by trial for each network).")
  private @Nullable Double rate;

  @Option(
      names = "--fine-tune-batch",
      paramLabel = "N",
      description =
          "Images per step of fine-tuning (default: 128, and fewer where there are few images).")
  private @Nullable Integer batch;

  /**
   * The options, with epochs for a command that compares fine-tuned networks, or 0 for one that
   * fine-tunes only when asked to.
   */
  public FineTuningOptions(int epochs) {
    this.epochs = epochs;
  }

  public int epochs() {
    return epochs;
  }

  /**
   * Checks the epochs.
   *
   * @throws PlanException if they are fewer than the command needs
   */
  public void requireAtLeast(int least) {
    if (epochs < least) {
      throw new PlanException("--fine-tune " + epochs + "; give " + least + " or more epochs");
    }
  }

  public TuningOptions with(long seed, int threads) {
    return of(epochs, seed, threads);
  }

  /** The options with another number of epochs. */
  public TuningOptions of(int passes, long seed, int threads) {
    return new TuningOptions(
        passes,
        rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
        batch == null ? OptionalInt.empty() : OptionalInt.of(batch),
        seed,
        threads);
  }
}
