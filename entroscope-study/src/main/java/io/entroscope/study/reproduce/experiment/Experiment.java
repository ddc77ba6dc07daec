package io.entroscope.study.reproduce.experiment;

import io.entroscope.torch.architecture.Architecture;
import io.entroscope.torch.train.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One experiment of the study: a network is made, trained if asked for, and analysed.
 *
 * @param name unique within a seed
 * @param seed of everything random in it
 * @param dataset of the paper
 * @param what it is, in words
 * @param start the network before it is trained
 * @param training what it is trained on, and how; empty: it is not trained
 * @param analysis what is analysed, and what of that is kept
 */
public record Experiment(
    String name,
    long seed,
    PaperDataset dataset,
    String what,
    Start start,
    Optional<TrainingSetup> training,
    AnalysisSetup analysis) {

  /** A network before it is trained. */
  public sealed interface Start permits Fresh, Derived {
    /** What it is, in words. */
    String describe();
  }

  /**
   * Random weights.
   *
   * @param gain multiplies them; 1 is the published rule
   */
  public record Fresh(Architecture architecture, double gain) implements Start {
    @Override
    public String describe() {
      return architecture.describe() + ", random weights of gain " + gain;
    }
  }

  /**
   * The network of another experiment of the same seed, changed.
   *
   * @param parent the name of that experiment
   * @param edit what is changed
   */
  public record Derived(String parent, Edit edit) implements Start {
    @Override
    public String describe() {
      return "the network of " + parent + edit.describe();
    }
  }

  /** A change of a network. */
  public sealed interface Edit
      permits Unchanged, DropPointed, DropOther, DropNamed, Surgery, Rescale {
    /** The change in words, to stand behind the network's name. */
    String describe();
  }

  /** No change. */
  public record Unchanged() implements Edit {
    @Override
    public String describe() {
      return ", whole";
    }
  }

  /** Drops the layer that the parent's curve on validation images points at. */
  public record DropPointed() implements Edit {
    @Override
    public String describe() {
      return " without the layer that its curve on validation images points at";
    }
  }

  /** Drops a layer other than that one. */
  public record DropOther() implements Edit {
    @Override
    public String describe() {
      return " without another layer than the one that its curve points at";
    }
  }

  /** Drops the named layer. */
  public record DropNamed(String layer) implements Edit {
    @Override
    public String describe() {
      return " without " + layer;
    }
  }

  /** Takes out the named layer in a given way. */
  public record Surgery(String layer, Way way) implements Edit {
    @Override
    public String describe() {
      return " without " + layer + ", " + way.words();
    }
  }

  /** A way of taking a layer out. */
  public enum Way {
    /** The layer and its activation function are left out. */
    BYPASS("bypassed"),
    /** Its activation function is left out, its weights are multiplied into the next layer. */
    FOLD("folded"),
    /** It is left out, and the next layer begins anew from random weights. */
    REBUILD("rebuilt");

    private final String words;

    Way(String words) {
      this.words = words;
    }

    /** What was done to the layer. */
    public String words() {
      return words;
    }
  }

  /** Multiplies the activations by the factor and by its inverse in turn, layer after layer. */
  public record Rescale(double factor) implements Edit {
    @Override
    public String describe() {
      return " with the weights of its hidden fully connected layers multiplied by "
          + factor
          + " and "
          + 1 / factor
          + " in turn, and those of the layers after them divided by the same";
    }
  }

  /** The images that a network is trained on. */
  public enum Images {
    /** All training images; the trainer keeps its share of them for validation. */
    ALL,
    /** All but the validation images, which the trainer does not see. */
    BEYOND_VALIDATION
  }

  /**
   * What a network is trained on, and how.
   *
   * @param maxImages of these at most; 0: all
   * @param shuffled whether every image has the label of another image
   * @param options of the trainer
   */
  public record TrainingSetup(
      Images images, int maxImages, boolean shuffled, TrainingOptions options) {}

  /** The seeds whose full analysis result is kept, in addition to the numbers. */
  public enum KeepResult {
    NO_SEED,
    FIRST_SEED,
    EVERY_SEED
  }

  /**
   * What is analysed, and what of the result is kept.
   *
   * @param convolutions whether convolutions are observed too
   * @param choice whether the curve on validation images is analysed too, to choose a layer
   * @param single whether only one class is analysed, with the histograms of its neurons
   * @param patterns whether the patterns of the classes are kept (first seed only)
   * @param keep the seeds whose full result is kept
   * @param readings whether layers are observed before their activation function as well, and
   *     confidences taken, as the rules of decision need them
   */
  public record AnalysisSetup(
      boolean convolutions,
      boolean choice,
      boolean single,
      boolean patterns,
      KeepResult keep,
      boolean readings) {
    /** As a study without rules fixed beforehand observes. */
    AnalysisSetup(
        boolean convolutions, boolean choice, boolean single, boolean patterns, KeepResult keep) {
      this(convolutions, choice, single, patterns, keep, false);
    }

    /** All readings of the numbers, and no result. */
    AnalysisSetup registered() {
      return new AnalysisSetup(false, choice, false, false, KeepResult.NO_SEED, true);
    }

    /** Entropies only. */
    static final AnalysisSetup CURVE =
        new AnalysisSetup(false, false, false, false, KeepResult.FIRST_SEED);

    /** A network of the paper. */
    static final AnalysisSetup NETWORK =
        new AnalysisSetup(false, false, false, true, KeepResult.EVERY_SEED);

    /** A network of the paper from which a layer is chosen. */
    static final AnalysisSetup JUDGED =
        new AnalysisSetup(false, true, false, true, KeepResult.EVERY_SEED);

    /** Numbers only. */
    static final AnalysisSetup NUMBERS =
        new AnalysisSetup(false, false, false, false, KeepResult.NO_SEED);
  }

  /** The same, judged by rules that were fixed beforehand. */
  Experiment registered() {
    return new Experiment(name, seed, dataset, what, start, training, analysis.registered());
  }

  /** Whether its full analysis result is kept. */
  boolean keepsResult() {
    return analysis.keep() == KeepResult.EVERY_SEED
        || (analysis.keep() == KeepResult.FIRST_SEED && seed == 1);
  }

  /** The folder of its files, below that of all experiments. */
  public String id() {
    return "seed-" + seed + "/" + name;
  }

  /** Everything but the data that decides its numbers, in words. */
  public Map<String, String> protocol() {
    Map<String, String> protocol = new LinkedHashMap<>();
    protocol.put("start", start.describe());
    training.ifPresent(
        setup -> {
          protocol.put(
              "trained on",
              (setup.maxImages() > 0
                      ? String.format("%,d images", setup.maxImages())
                      : "all images")
                  + (setup.images() == Images.ALL ? "" : " but those kept for validation")
                  + (setup.shuffled() ? ", each with the label of another" : ""));
          protocol.put("training", setup.options().describe());
        });
    return protocol;
  }
}
