package io.entroscope.torch.train;

import io.entroscope.onnx.OnnxModel;

/** Receives the progress of a training, on the thread that trains. */
public interface TrainingListener {
  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * A step is done.
   *
   * @param epoch counted from 1
   * @param step of the epoch, counted from 1
   * @param steps in an epoch
   * @param loss mean over the epoch so far, in nats
   * @param accuracy on the training images of the epoch so far
   * @param imagesPerSecond over the epoch so far
   */
  default void step(
      int epoch, int step, int steps, double loss, double accuracy, double imagesPerSecond) {}

  /** A message for the user. */
  default void note(String text) {}

  /** An epoch is done and its checkpoint written; {@code model} is the current network. */
  default void epoch(EpochResult result, OnnxModel model) {}
}
