package io.entroscope.torch.train;

import io.entroscope.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;

/**
 * What a training came to.
 *
 * @param model the model of the best epoch, with its provenance in its metadata, as it was written
 * @param epochs what every epoch came to
 * @param bestEpoch the one that the model is of
 * @param test how the model does on the test images, if there are any
 */
public record TrainingOutcome(
    OnnxModel model, List<EpochResult> epochs, int bestEpoch, Optional<Evaluation> test) {
  public TrainingOutcome {
    epochs = List.copyOf(epochs);
  }
}
