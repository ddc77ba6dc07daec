package io.entroscope.study.reproduce.accuracy;

import com.fasterxml.jackson.annotation.JsonValue;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.ClassScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.EpochScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Measurement;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.OutputScores;
import io.entroscope.study.reproduce.experiment.ExperimentRecord.Point;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A number of a network's class scores that may go with its accuracy. */
@SuppressWarnings("ImmutableEnumChecker") // References to methods, which hold no state.
public enum Measure {
  /** The paper's: the entropy of the softmax of the class's mean scores. */
  PATTERN(
      "pattern entropy", true, Point::entropy, null, ClassScores::entropy, EpochScores::entropy),
  /** The same of standardised scores. */
  PATTERN_STANDARDIZED(
      "pattern entropy, standardised",
      true,
      Point::standardized,
      null,
      ClassScores::standardized,
      EpochScores::standardized),
  /** The mean entropy of single images' softmax. */
  IMAGE("image entropy", true, Point::image, null, ClassScores::image, EpochScores::image),
  /** The same of standardised scores. */
  IMAGE_STANDARDIZED(
      "image entropy, standardised", true, Point::imageStandardized, null, null, null),
  /** The mean over images of the largest probability. */
  CONFIDENCE(
      "mean confidence", false, null, OutputScores::confidence, null, EpochScores::confidence),
  /** The share of images whose confidence is above a threshold from validation images. */
  THRESHOLDED_CONFIDENCE(
      "average thresholded confidence",
      false,
      null,
      OutputScores::thresholdedConfidence,
      null,
      null);

  private final String words;
  private final boolean entropy;
  private final @Nullable Function<Point, @Nullable Double> ofLogits;
  private final @Nullable Function<OutputScores, @Nullable Double> ofScores;
  private final @Nullable ToDoubleFunction<ClassScores> ofClass;
  private final @Nullable ToDoubleFunction<EpochScores> ofEpoch;

  Measure(
      String words,
      boolean entropy,
      @Nullable Function<Point, @Nullable Double> ofLogits,
      @Nullable Function<OutputScores, @Nullable Double> ofScores,
      @Nullable ToDoubleFunction<ClassScores> ofClass,
      @Nullable ToDoubleFunction<EpochScores> ofEpoch) {
    this.words = words;
    this.entropy = entropy;
    this.ofLogits = ofLogits;
    this.ofScores = ofScores;
    this.ofClass = ofClass;
    this.ofEpoch = ofEpoch;
  }

  /** As it is printed, and called in JSON. */
  @JsonValue
  public String words() {
    return words;
  }

  /** Whether it is one of the readings of the claim, rather than a rival. */
  public boolean isEntropy() {
    return entropy;
  }

  /** Of a network; empty if it was not kept. */
  Optional<Double> of(Measurement network) {
    if (ofLogits != null) {
      return Optional.ofNullable(ofLogits.apply(network.points().get(network.points().size() - 1)));
    }
    return network.output() == null || ofScores == null
        ? Optional.empty()
        : Optional.ofNullable(ofScores.apply(network.output()));
  }

  /** How it is read off a class of a network; empty if that is not kept. */
  Optional<ToDoubleFunction<ClassScores>> ofClass() {
    return Optional.ofNullable(ofClass);
  }

  /** How it is read off an epoch of a network's training; empty if that is not kept. */
  Optional<ToDoubleFunction<EpochScores>> ofEpoch() {
    return Optional.ofNullable(ofEpoch);
  }
}
