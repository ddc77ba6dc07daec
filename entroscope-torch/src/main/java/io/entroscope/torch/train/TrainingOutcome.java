package io.entroscope.torch.train;

import io.entroscope.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a training.
 *
 * @param model the model of the best epoch, with its provenance in its metadata, as it was written
 * @param epochs the results of all epochs
 * @param bestEpoch the one that the model was taken from
 * @param test the model evaluated on the test images, if there are any
 */
public record TrainingOutcome(
    OnnxModel model, List<EpochResult> epochs, int bestEpoch, Optional<Evaluation> test) {
  public TrainingOutcome {
    epochs = List.copyOf(epochs);
  }
}
