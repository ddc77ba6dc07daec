package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entropy of each layer while the model was trained, on the same images at every epoch.
 *
 * @param layers L: the names of the layers, in order of depth
 * @param images how many images each epoch was analysed on
 * @param epochs in order of time
 */
public record TrainingHistory(List<String> layers, long images, List<Epoch> epochs) {
  public TrainingHistory {
    layers = List.copyOf(layers);
    epochs = List.copyOf(epochs);
  }

  /**
   * The state after an epoch.
   *
   * @param epoch how many epochs were trained; 0 is before training
   * @param model the checkpoint's file; null if none was kept
   * @param trainingLoss the mean loss over the epoch; null if not known
   * @param accuracy on the images analysed, in [0, 1]; null if not known
   * @param patternEntropyNormalized {@code [L, C]}: by layer and class
   * @param patternEntropyStandardizedNormalized {@code [L, C]}: the same of standardised
   *     activations; null if not known
   * @param meanStandardError {@code [L]}: the standard error of the mean of
   *     patternEntropyNormalized over the classes; null if not known
   * @param information what each layer tells of image and class; null if not known
   */
  @JsonPropertyOrder({
    "epoch",
    "model",
    "trainingLoss",
    "accuracy",
    "patternEntropyNormalized",
    "patternEntropyStandardizedNormalized",
    "meanStandardError",
    "information"
  })
  public record Epoch(
      double epoch,
      @Nullable String model,
      @Nullable Double trainingLoss,
      @Nullable Double accuracy,
      double[][] patternEntropyNormalized,
      double @Nullable [][] patternEntropyStandardizedNormalized,
      double @Nullable [] meanStandardError,
      @Nullable Information information) {
    /** Without what layers tell of image and class. */
    public Epoch(
        double epoch,
        @Nullable String model,
        @Nullable Double trainingLoss,
        @Nullable Double accuracy,
        double[][] patternEntropyNormalized,
        double @Nullable [][] patternEntropyStandardizedNormalized,
        double @Nullable [] meanStandardError) {
      this(
          epoch,
          model,
          trainingLoss,
          accuracy,
          patternEntropyNormalized,
          patternEntropyStandardizedNormalized,
          meanStandardError,
          null);
    }
  }

  /**
   * The mutual information of each layer's activations T with the image X and the class Y, in nats,
   * by two estimators, as the statistics of these names describe them.
   *
   * @param images the sampled images that it is from
   * @param inputBinned {@code [L]}: I(X; T) by binning
   * @param labelsBinned {@code [L]}: I(T; Y) by binning
   * @param inputPairwise {@code [L]}: I(X; T), the bound from above by pairwise distances
   * @param inputPairwiseLower {@code [L]}: the bound from below
   * @param labelsPairwise {@code [L]}: I(T; Y) by pairwise distances
   */
  public record Information(
      long images,
      double[] inputBinned,
      double[] labelsBinned,
      double[] inputPairwise,
      double[] inputPairwiseLower,
      double[] labelsPairwise) {}
}
