package io.entroscope.study.reproduce.experiment;

import io.entroscope.onnx.OnnxModel;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.EpochScores;
import io.entroscope.torch.train.EpochResult;
import io.entroscope.torch.train.TrainingListener;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a network after every epoch of its training. Of a training that was resumed, the epochs
 * before have no scores.
 */
final class EpochScoring implements TrainingListener {
  private final TrainingListener listener;
  private final Function<OnnxModel, EpochScores> scoring;
  private final Map<Integer, EpochScores> scores = new TreeMap<>();

  /**
   * Looks at networks and passes everything on.
   *
   * @param scoring what a network says of validation images
   */
  EpochScoring(TrainingListener listener, Function<OnnxModel, EpochScores> scoring) {
    this.listener = listener;
    this.scoring = scoring;
  }

  @Override
  public void step(
      int epoch, int step, int steps, double loss, double accuracy, double imagesPerSecond) {
    listener.step(epoch, step, steps, loss, accuracy, imagesPerSecond);
  }

  @Override
  public void note(String text) {
    listener.note(text);
  }

  @Override
  public void epoch(EpochResult result, OnnxModel model) {
    scores.put(result.epoch(), scoring.apply(model));
    listener.epoch(result, model);
  }

  /** After this epoch, counted from 1; null if it was not looked at. */
  @Nullable EpochScores after(int epoch) {
    return scores.get(epoch);
  }
}
