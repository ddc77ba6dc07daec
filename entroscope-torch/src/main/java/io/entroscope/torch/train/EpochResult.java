package io.entroscope.torch.train;

/**
 * The result of an epoch of training.
 *
 * @param epoch counted from 1
 * @param loss the mean training loss over the epoch, in nats, with label smoothing
 * @param accuracy on the training images during the epoch, with augmentation
 * @param validationLoss in nats; NaN if no images are held out for validation
 * @param validationAccuracy in [0, 1]; NaN if no images are held out for validation
 */
public record EpochResult(
    int epoch, double loss, double accuracy, double validationLoss, double validationAccuracy) {

  /** The criterion for the best model: validation accuracy, or else training accuracy. */
  double score() {
    return Double.isNaN(validationAccuracy) ? accuracy : validationAccuracy;
  }
}
