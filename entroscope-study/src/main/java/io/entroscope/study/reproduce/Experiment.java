package io.entroscope.study.reproduce;

import io.entroscope.torch.train.Architecture;
import io.entroscope.torch.train.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One experiment of the study: a network that comes about, perhaps is trained, and is analysed.
 *
 * @param name unique within a seed
 * @param seed of everything random in it
 * @param subject the data set
 * @param what it is, in words
 * @param start the network before it is trained
 * @param lessons what it is trained on; empty: it is not trained
 * @param look what of its analysis is kept
 */
record Experiment(
    String name,
    long seed,
    Subject subject,
    String what,
    Start start,
    Optional<Lessons> lessons,
    Look look) {

  /** A network before it is trained. */
  sealed interface Start permits Fresh, Derived {
    /** What it is, in words. */
    String describe();
  }

  /**
   * Random weights.
   *
   * @param gain multiplies them; 1 is the published rule
   */
  record Fresh(Architecture architecture, double gain) implements Start {
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
  record Derived(String parent, Edit edit) implements Start {
    @Override
    public String describe() {
      return "the network of " + parent + edit.describe();
    }
  }

  /** A change of a network. */
  sealed interface Edit permits Whole, DropPointed, DropOther, DropNamed, Rescale {
    /** The change in words, to stand behind the network's name. */
    String describe();
  }

  /** No change. */
  record Whole() implements Edit {
    @Override
    public String describe() {
      return ", whole";
    }
  }

  /** Without the layer that the parent's curve on validation images points at. */
  record DropPointed() implements Edit {
    @Override
    public String describe() {
      return " without the layer that its curve on validation images points at";
    }
  }

  /** Without another layer than that. */
  record DropOther() implements Edit {
    @Override
    public String describe() {
      return " without another layer than the one that its curve points at";
    }
  }

  /** Without this layer. */
  record DropNamed(String layer) implements Edit {
    @Override
    public String describe() {
      return " without " + layer;
    }
  }

  /** With activations multiplied, in turn by the factor and by its inverse, layer after layer. */
  record Rescale(double factor) implements Edit {
    @Override
    public String describe() {
      return " with the weights of its hidden fully connected layers multiplied by "
          + factor
          + " and "
          + 1 / factor
          + " in turn, and those of the layers after them divided by the same";
    }
  }

  /** Which images a network is trained on. */
  enum Images {
    /** All training images; the trainer keeps its share of them for validation. */
    ALL,
    /** All but the validation images, which the trainer does not see. */
    BEYOND_VALIDATION
  }

  /**
   * What a network is trained on, and how.
   *
   * @param most of these at most; 0: all
   * @param shuffled whether every image has the label of another
   */
  record Lessons(Images images, int most, boolean shuffled, TrainingOptions how) {}

  /** Of which seeds the analysis itself is kept, beside its numbers. */
  enum Kept {
    NO_SEED,
    FIRST_SEED,
    EVERY_SEED
  }

  /**
   * What is looked at, and what of it is kept.
   *
   * @param convolutions whether convolutions are observed too
   * @param choice whether the curve on validation images is read as well
   * @param single whether all is of a single class, with the histograms of its neurons
   * @param patterns whether the patterns of the classes are kept, of the first seed
   * @param kept of which seeds the analysis is kept
   */
  record Look(boolean convolutions, boolean choice, boolean single, boolean patterns, Kept kept) {
    /** Entropies only. */
    static final Look CURVE = new Look(false, false, false, false, Kept.FIRST_SEED);

    /** A network of the paper. */
    static final Look NETWORK = new Look(false, false, false, true, Kept.EVERY_SEED);

    /** A network of the paper whose layers are judged. */
    static final Look JUDGED = new Look(false, true, false, true, Kept.EVERY_SEED);

    /** Nothing but numbers. */
    static final Look NUMBERS = new Look(false, false, false, false, Kept.NO_SEED);
  }

  /** Whether its analysis is kept, beside its numbers. */
  boolean keepsResult() {
    return look.kept() == Kept.EVERY_SEED || (look.kept() == Kept.FIRST_SEED && seed == 1);
  }

  /** The folder of its files, below that of all experiments. */
  String id() {
    return "seed-" + seed + "/" + name;
  }

  /** Everything that decides its numbers beside the data, in words. */
  Map<String, String> protocol() {
    Map<String, String> protocol = new LinkedHashMap<>();
    protocol.put("start", start.describe());
    lessons.ifPresent(
        lesson -> {
          protocol.put(
              "trained on",
              (lesson.most() > 0 ? String.format("%,d images", lesson.most()) : "all images")
                  + (lesson.images() == Images.ALL ? "" : " but those kept for validation")
                  + (lesson.shuffled() ? ", each with the label of another" : ""));
          protocol.put("training", lesson.how().describe());
        });
    return protocol;
  }
}
