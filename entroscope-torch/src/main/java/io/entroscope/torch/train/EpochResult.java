package io.entroscope.torch.train;

/**
 * What an epoch of training came to.
 *
 * @param epoch counted from 1
 * @param loss the mean training loss over the epoch, in nats, with label smoothing
 * @param accuracy on the training images as they went by, changed at random and all
 * @param validationLoss in nats; NaN if no images are kept for validation
 * @param validationAccuracy in [0, 1]; NaN if no images are kept for validation
 */
public record EpochResult(
    int epoch, double loss, double accuracy, double validationLoss, double validationAccuracy) {

  /** What the best model is chosen by: validation accuracy, or training accuracy without any. */
  double score() {
    return Double.isNaN(validationAccuracy) ? accuracy : validationAccuracy;
  }
}
