package io.entroscope.study.reproduce.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.entroscope.result.Interval;
import io.entroscope.result.Verdict.Direction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record of an experiment: how it was made and its outcome, without times or anything about the
 * machine.
 *
 * @param schema {@link #SCHEMA}
 * @param identity what the experiment is
 * @param network the network that came of it
 * @param test the network on test images
 * @param validation the network on validation images; null if nothing is decided there
 * @param choice which layer the curve on validation images points at; null if not asked for
 * @param outputDifference how far the outputs are those of the network that it started from; null
 *     if not asked for
 */
public record ExperimentRecord(
    String schema,
    @JsonUnwrapped Identity identity,
    @JsonUnwrapped Network network,
    Measurement test,
    @Nullable Measurement validation,
    @Nullable LayerChoice choice,
    @JsonProperty("same") @Nullable OutputDifference outputDifference) {
  /** The version of the format. */
  public static final String SCHEMA = "entroscope/experiment/1";

  /**
   * What an experiment is.
   *
   * @param name unique within a seed
   * @param seed of everything random in it
   * @param quick whether it is of a quick study, whose numbers mean nothing
   * @param dataset of the paper
   * @param dataSha256 of all its training images and labels
   * @param what it is, in words
   * @param protocol everything that decides its numbers beside the data, in words
   * @param rules the SHA-256 of the rules of decision that were fixed before it was run; null: none
   *     were
   */
  public record Identity(
      String name,
      long seed,
      boolean quick,
      @JsonProperty("subject") PaperDataset dataset,
      String dataSha256,
      String what,
      Map<String, String> protocol,
      @Nullable String rules) {}

  /**
   * The network that came of an experiment.
   *
   * @param edits what was done to the network that it started from, in words
   * @param trainingImages how many it was trained on, those for validation included; 0: none
   * @param epochs of its training, in order
   * @param bestEpoch the epoch that the network is of; 0: not trained
   * @param modelSha256 of the network
   * @param parameters weights and biases
   */
  public record Network(
      List<String> edits,
      int trainingImages,
      List<Epoch> epochs,
      int bestEpoch,
      String modelSha256,
      long parameters) {
    public Network {
      edits = List.copyOf(edits);
      epochs = List.copyOf(epochs);
    }
  }

  /** {@link Identity#name}. */
  public String name() {
    return identity.name();
  }

  /** {@link Identity#seed}. */
  public long seed() {
    return identity.seed();
  }

  /** {@link Identity#quick}. */
  public boolean quick() {
    return identity.quick();
  }

  /** {@link Identity#dataset}. */
  public PaperDataset dataset() {
    return identity.dataset();
  }

  /** {@link Identity#dataSha256}. */
  public String dataSha256() {
    return identity.dataSha256();
  }

  /** {@link Identity#what}. */
  public String what() {
    return identity.what();
  }

  /** {@link Identity#protocol}. */
  public Map<String, String> protocol() {
    return identity.protocol();
  }

  /** {@link Identity#rules}. */
  public @Nullable String rules() {
    return identity.rules();
  }

  /** {@link Network#edits}. */
  public List<String> edits() {
    return network.edits();
  }

  /** {@link Network#epochs}. */
  public List<Epoch> epochs() {
    return network.epochs();
  }

  /**
   * An epoch of training.
   *
   * @param loss the mean over the epoch, in nats
   * @param accuracy on the training images as they went by
   * @param validationAccuracy null without validation images
   * @param scores what the class scores of the network were after it; null if they were not looked
   *     at
   */
  public record Epoch(
      double loss,
      double accuracy,
      @Nullable Double validationAccuracy,
      @Nullable EpochScores scores) {}

  /**
   * The class scores of a network after an epoch, on validation images; entropies are normalised
   * and averaged over the classes.
   *
   * @param images how many
   * @param accuracy on them
   * @param entropy of the pattern of the logits
   * @param standardized the same of standardised logits
   * @param image the mean image entropy
   * @param confidence the mean over the images of the largest softmax probability
   */
  public record EpochScores(
      long images,
      double accuracy,
      double entropy,
      double standardized,
      double image,
      double confidence) {}

  /**
   * A network measured on some images.
   *
   * @param images how many
   * @param accuracy in [0, 1]
   * @param accuracyInterval the 95% interval over images
   * @param classes how many
   * @param classesFalling how many of them have an entropy that falls at every step
   * @param points the curve of the mean over the classes, in order of depth
   * @param steps from each point to the next
   * @param before the points before the activation functions; null if they were not observed
   * @param output what the class scores say of the accuracy; null if not asked for
   */
  public record Measurement(
      long images,
      double accuracy,
      Interval accuracyInterval,
      int classes,
      int classesFalling,
      List<Point> points,
      List<Step> steps,
      @Nullable List<Point> before,
      @Nullable OutputScores output) {
    public Measurement {
      points = List.copyOf(points);
      steps = List.copyOf(steps);
      before = before == null ? null : List.copyOf(before);
    }

    /** Whether the mean curve falls at every step. */
    public boolean falls() {
      return !steps.isEmpty() && steps.stream().allMatch(s -> s.direction() == Direction.FALLS);
    }

    /** Whether the standardised mean curve falls at every step. */
    public boolean standardizedFalls() {
      return !steps.isEmpty() && steps.stream().allMatch(s -> s.standardized() == Direction.FALLS);
    }
  }

  /**
   * A layer of the curve; entropies are normalised and averaged over the classes.
   *
   * @param layer its name
   * @param units how many
   * @param entropy of the pattern
   * @param standardError of it; null where it cannot be trusted
   * @param standardized entropy of the pattern of standardised activations
   * @param image the mean image entropy
   * @param imageStandardized the same of standardised activations, over sampled images; null if not
   *     kept
   */
  public record Point(
      String layer,
      int units,
      double entropy,
      @Nullable Double standardError,
      double standardized,
      double image,
      @Nullable Double imageStandardized) {}

  /**
   * What the class scores of a network say of its accuracy.
   *
   * @param images how many the confidences are of
   * @param confidence the mean over these images of the largest softmax probability
   * @param thresholdedConfidence the share of them whose confidence is above the threshold that, on
   *     validation images, as large a share is above as is classified correctly (S. Garg et al.:
   *     "Leveraging Unlabeled Data to Predict Out-of-Distribution Performance", 2022); null without
   *     validation images
   * @param classes by class, in index order
   */
  public record OutputScores(
      long images,
      double confidence,
      @Nullable Double thresholdedConfidence,
      List<ClassScores> classes) {
    public OutputScores {
      classes = List.copyOf(classes);
    }
  }

  /**
   * One class at the output.
   *
   * @param className its name
   * @param accuracy the share of its images that are classified correctly
   * @param entropy of the pattern of its logits, normalised
   * @param standardized the same of standardised logits
   * @param image the mean image entropy, normalised
   */
  public record ClassScores(
      String className, double accuracy, double entropy, double standardized, double image) {}

  /**
   * From one layer of the curve to the next.
   *
   * @param layer the later one
   * @param change of the entropy
   * @param corrected its interval, corrected for the number of steps; null: none can be trusted
   * @param direction of the change
   * @param standardized direction for standardised activations
   */
  public record Step(
      String layer,
      double change,
      @Nullable Interval corrected,
      Direction direction,
      Direction standardized) {}

  /**
   * How much the outputs of two networks differ.
   *
   * @param images on which predictions were compared by class
   * @param confusionDiffers how many entries of the two confusion matrices differ
   * @param outputs how many single outputs of single images were compared
   * @param largestDifference of these outputs
   * @param largestMeanDifference of the outputs' means by class over all images
   */
  public record OutputDifference(
      long images,
      long confusionDiffers,
      long outputs,
      double largestDifference,
      double largestMeanDifference) {}

  /** The folder of its files, below that of all experiments. */
  public String id() {
    return "seed-" + seed() + "/" + name();
  }
}
