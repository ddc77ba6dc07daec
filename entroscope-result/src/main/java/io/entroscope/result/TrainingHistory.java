package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.entroscope.stats.inference.McNemar;
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
   * @param sincePrevious what changed since the epoch before in this history, in pairs of the same
   *     images: of the accuracy, then of each layer; null for the first, and if not known
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
    "sincePrevious",
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
      @Nullable List<Change> sincePrevious,
      @Nullable Information information) {
    public Epoch {
      sincePrevious = sincePrevious == null ? null : List.copyOf(sincePrevious);
    }
  }

  /**
   * What changed from one epoch to another, on the same images.
   *
   * @param layer of which the normalised pattern entropy, averaged over the classes, changed; null:
   *     the accuracy did
   * @param change what has to be added
   * @param interval the 95% interval of the change; null if not known
   * @param mcNemar the probability of such a difference of accuracies by chance; null for layers
   */
  public record Change(
      @Nullable String layer,
      double change,
      @Nullable Interval interval,
      @Nullable Double mcNemar) {
    /**
     * Whether the change is larger than its uncertainty: by McNemar's test where there is one, and
     * otherwise where its interval leaves out zero.
     */
    @JsonIgnore
    public boolean isShown() {
      return mcNemar == null
          ? interval != null && (interval.low() > 0 || interval.high() < 0)
          : mcNemar < McNemar.LEVEL;
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
