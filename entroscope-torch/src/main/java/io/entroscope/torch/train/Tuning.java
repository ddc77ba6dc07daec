package io.entroscope.torch.train;

import io.entroscope.onnx.OnnxModel;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The outcome of a fine-tuning.
 *
 * @param model the one kept: the network of the best epoch, or the one it started from
 * @param rate the highest learning rate
 * @param trials of learning rates, in the order they were tried; empty: the rate was given
 * @param start the validation result before fine-tuning
 * @param epochs the results of the finished epochs
 * @param kept the epoch that the model was taken from; 0: none was better than the start
 * @param diverged whether the training ended because its loss was no longer finite
 */
public record Tuning(
    OnnxModel model,
    double rate,
    List<Trial> trials,
    Evaluation start,
    List<EpochResult> epochs,
    int kept,
    boolean diverged) {
  public Tuning {
    trials = List.copyOf(trials);
    epochs = List.copyOf(epochs);
  }

  /**
   * A short training at one learning rate.
   *
   * @param rate the highest of its schedule
   * @param loss on validation images afterwards, in nats; infinite if the training diverged
   */
  public record Trial(double rate, double loss) {}

  Tuning withMetadata(Map<String, String> entries) {
    return new Tuning(model.withMetadata(entries), rate, trials, start, epochs, kept, diverged);
  }

  /** In words: rate, epoch kept, and the accuracy on validation images before and after. */
  public String describe() {
    String how =
        String.format(
            Locale.ROOT,
            "fine-tuned at learning rate %s%s",
            number(rate),
            trials.isEmpty() ? "" : " (the best of " + trials.size() + " tried)");
    String end = diverged ? ", which diverged" : "";
    if (kept == 0) {
      return String.format(
          Locale.ROOT,
          "%s%s; no epoch did better than the accuracy without it, %.4f on %,d validation images,"
              + " so its weights were not kept",
          how,
          end,
          start.accuracy(),
          start.images());
    }
    return String.format(
        Locale.ROOT,
        "%s%s; epoch %d of %d kept, accuracy on %,d validation images %.4f -> %.4f",
        how,
        end,
        kept,
        epochs.size(),
        start.images(),
        start.accuracy(),
        epochs.get(kept - 1).validationAccuracy());
  }

  private static String number(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
