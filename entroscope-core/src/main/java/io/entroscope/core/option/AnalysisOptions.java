package io.entroscope.core.option;

import io.entroscope.core.PlanException;
import io.entroscope.core.ort.Device;
import io.entroscope.data.Selection;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageSize;
import io.entroscope.setting.Setting;
import io.entroscope.stats.Normalizer;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of an analysis, by subject. Immutable; made by a {@link #builder}.
 *
 * <p>All but {@code running} decides numbers, and is what {@link AnalysisRequest} writes into
 * results, states and fingerprints. An option is added as a component of one of these records; the
 * rest follows.
 *
 * @param observe what is observed of the model
 * @param inputs what goes into it
 * @param selection which examples
 * @param computation what of the computing leaves a trace in the numbers
 * @param running what leaves none
 */
public record AnalysisOptions(
    Observe observe, Inputs inputs, Selection selection, Computation computation, Running running)
    implements Serializable {
  /** How many groups the images fall into for the jackknife. */
  public static final int GROUPS = 20;

  private static void requireAtLeast(Setting setting, int value, int least) {
    if (value < least) {
      throw new PlanException(setting + " is " + value + "; give " + least + " or more");
    }
  }

  /**
   * What is observed.
   *
   * @param layers {@code fc}, {@code conv}, {@code all} or names with commas between; null: fully
   *     connected layers for the verdict, and convolutions beside them
   * @param at where to observe them
   * @param normalizer f(n) of the paper's eq. (2)
   * @param output the model's output that predictions are read from, or {@link #NO_OUTPUT}; null:
   *     the one that fits
   * @param mask the model's input that says which tokens count, or {@code none}; null: {@code
   *     attention_mask} where there is one
   * @param samples images of each class whose activations are kept in the result
   * @param featureMaps of how many of these the maps of each convolution are kept as well
   * @param indicators whether spectra, probes and the like are computed besides entropies, and of
   *     what
   */
  public record Observe(
      @Nullable String layers,
      ObservedSide at,
      Normalizer normalizer,
      @Nullable String output,
      @Nullable String mask,
      int samples,
      int featureMaps,
      IndicatorScope indicators)
      implements Serializable {
    /**
     * Checks the numbers.
     *
     * @throws PlanException if one makes no sense
     */
    public Observe {
      requireAtLeast(Setting.SAMPLES, samples, 0);
      requireAtLeast(Setting.FEATURE_MAPS, featureMaps, 0);
    }
  }

  /**
   * What goes into the model.
   *
   * @param images the model's input that images go into; null: the one that they fit
   * @param feeds the numbers that other inputs are filled with, in the order of their names
   * @param pixels how pixels become input, as far as it is said here
   */
  public record Inputs(@Nullable String images, Map<String, Double> feeds, Pixels pixels)
      implements Serializable {
    /**
     * Checks the numbers.
     *
     * @throws PlanException if one is not finite
     */
    public Inputs {
      feeds = Collections.unmodifiableSortedMap(new TreeMap<>(feeds));
      feeds.forEach(
          (input, value) -> {
            if (!Double.isFinite(value)) {
              throw new PlanException(
                  "the input '" + input + "' is fed " + value + "; give a finite number");
            }
          });
    }
  }

  /**
   * What is said of how pixels become input; what is null is taken from the model's metadata, or is
   * the default.
   *
   * @param scale what pixels of 0 to 255 are multiplied by
   * @param mean after scaling, one value or one per channel
   * @param std after scaling, one value or one per channel
   * @param resize what images are resized to
   * @param flat the order of an image's values, where the model takes rows
   */
  public record Pixels(
      @Nullable Double scale,
      @Nullable List<Double> mean,
      @Nullable List<Double> std,
      @Nullable ImageSize resize,
      @Nullable FlatOrder flat)
      implements Serializable {
    /** Nothing is said. */
    public static final Pixels UNSAID = new Pixels(null, null, null, null, null);

    public Pixels {
      mean = mean == null ? null : List.copyOf(mean);
      std = std == null ? null : List.copyOf(std);
    }

    public boolean saysValues() {
      return scale != null || mean != null || std != null;
    }
  }

  /**
   * What of the computing leaves a trace in the numbers.
   *
   * @param batch images per batch: the order in which sums are added; null: by their size
   * @param device where inference runs, each with an arithmetic of its own
   * @param memory the bytes that an analysis may need; where given, histograms are thinned to fit;
   *     null: three quarters of the machine
   */
  public record Computation(@Nullable Integer batch, Device device, @Nullable Long memory)
      implements Serializable {
    /**
     * Checks the numbers.
     *
     * @throws PlanException if one makes no sense
     */
    public Computation {
      if (batch != null) {
        requireAtLeast(Setting.BATCH, batch, 1);
      }
      if (memory != null) {
        requireAtLeast(Setting.MEMORY, (int) Math.min(memory >> 20, 1), 1);
      }
    }
  }

  /**
   * What leaves no trace in a result.
   *
   * @param threads that infer, and as many that decode
   */
  public record Running(int threads) implements Serializable {
    /** All cores of this machine. */
    public static final Running DEFAULT = new Running(Runtime.getRuntime().availableProcessors());

    /**
     * Checks the number.
     *
     * @throws PlanException if it makes no sense
     */
    public Running {
      requireAtLeast(Setting.THREADS, threads, 1);
    }
  }

  /** {@code fc}, {@code conv}, {@code all} or names with commas between; empty: not said. */
  public Optional<String> layers() {
    return Optional.ofNullable(observe.layers());
  }

  /** Where layers are observed. */
  public ObservedSide at() {
    return observe.at();
  }

  /** f(n) of the paper's eq. (2). */
  public Normalizer normalizer() {
    return observe.normalizer();
  }

  /** The output of a model that is to be taken to name no classes. */
  public static final String NO_OUTPUT = "none";

  /**
   * The model's output that predictions are read from; empty: the one that fits; {@link
   * #NO_OUTPUT}: none does.
   */
  public Optional<String> output() {
    return Optional.ofNullable(observe.output());
  }

  /** The model's input that says which tokens count, or {@code none}; empty: the usual one. */
  public Optional<String> mask() {
    return Optional.ofNullable(observe.mask());
  }

  /** Images of each class whose activations are kept in the result. */
  public int samplesPerClass() {
    return observe.samples();
  }

  /** Of how many of these the maps of each convolution are kept as well. */
  public int featureMaps() {
    return observe.featureMaps();
  }

  /** Of what spectra, probes and the like are computed besides entropies. */
  public IndicatorScope indicators() {
    return observe.indicators();
  }

  /** The model's input that images go into; empty: the one that they fit. */
  public Optional<String> input() {
    return Optional.ofNullable(inputs.images());
  }

  /** The numbers that other inputs are filled with. */
  public Map<String, Double> feeds() {
    return inputs.feeds();
  }

  /** How pixels become input, as far as it is said. */
  public Pixels pixels() {
    return inputs.pixels();
  }

  /** Images per batch; empty: by their size. */
  public OptionalInt batch() {
    Integer asked = computation.batch();
    return asked == null ? OptionalInt.empty() : OptionalInt.of(asked);
  }

  /** These options with so many images per batch. */
  public AnalysisOptions withBatch(int images) {
    return new AnalysisOptions(
        observe,
        inputs,
        selection,
        new Computation(images, computation.device(), computation.memory()),
        running);
  }

  /** Where inference runs. */
  public Device device() {
    return computation.device();
  }

  /** The bytes that an analysis may need; empty: three quarters of the machine. */
  public OptionalLong memory() {
    Long bytes = computation.memory();
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /** How many threads infer, and as many decode. */
  public int threads() {
    return running.threads();
  }

  /** The same with another number of threads. */
  public AnalysisOptions withThreads(int count) {
    return new AnalysisOptions(observe, inputs, selection, computation, new Running(count));
  }

  /** Starts from what a user gets who asks for nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects what is asked for. */
  public static final class Builder {
    private @Nullable String layers;
    private ObservedSide at = ObservedSide.OUTPUT;
    private Selection selection = Selection.ALL;
    private Pixels pixels = Pixels.UNSAID;
    private Normalizer normalizer = Normalizer.LOG;
    private @Nullable Integer batch;
    private Running running = Running.DEFAULT;
    private Device device = Device.CPU;
    private @Nullable String input;
    private @Nullable String output;
    private Map<String, Double> feeds = Map.of();
    private @Nullable String mask;
    private int samplesPerClass = 5;
    private int featureMaps;
    private IndicatorScope indicators = IndicatorScope.NONE;
    private @Nullable Long memory;

    private Builder() {}

    /** {@code fc}, {@code conv}, {@code all} or names with commas between. */
    public Builder layers(String expression) {
      layers = expression;
      return this;
    }

    /** Where to observe the layers. */
    public Builder at(ObservedSide value) {
      at = value;
      return this;
    }

    /** Which images. */
    public Builder selection(Selection value) {
      selection = value;
      return this;
    }

    /** How pixels become input. */
    public Builder pixels(Pixels value) {
      pixels = value;
      return this;
    }

    /** f(n) of the paper's eq. (2). */
    public Builder normalizer(Normalizer value) {
      normalizer = value;
      return this;
    }

    /** Images per batch; by default as many as are no more than some megabytes, at most 256. */
    public Builder batch(int images) {
      batch = images;
      return this;
    }

    /** How many threads infer, and as many decode. */
    public Builder threads(int count) {
      running = new Running(count);
      return this;
    }

    /** Where inference runs. */
    public Builder device(Device value) {
      device = value;
      return this;
    }

    /** The model's input that images go into. */
    public Builder input(String name) {
      input = name;
      return this;
    }

    /** The model's output that predictions are read from. */
    public Builder output(String name) {
      output = name;
      return this;
    }

    /**
     * The model's input [N, T] by which layers are averaged over its tokens, where it is 1; {@code
     * none}: over all places.
     */
    public Builder mask(String inputOrNone) {
      mask = inputOrNone;
      return this;
    }

    /** The numbers that other inputs are filled with. */
    public Builder feeds(Map<String, Double> values) {
      feeds = values;
      return this;
    }

    /** Images of each class whose activations are kept in the result. */
    public Builder samplesPerClass(int count) {
      samplesPerClass = count;
      return this;
    }

    /** Sampled images of each class of which the maps of each convolution are kept as well. */
    public Builder featureMaps(int count) {
      featureMaps = count;
      return this;
    }

    /** Whether spectra, probes and the like are computed besides entropies, and of what. */
    public Builder indicators(IndicatorScope value) {
      indicators = value;
      return this;
    }

    /** The bytes that an analysis may need, at least 1 MiB. */
    public Builder memory(long bytes) {
      memory = bytes;
      return this;
    }

    /**
     * What was collected.
     *
     * @throws PlanException if a number makes no sense
     */
    public AnalysisOptions build() {
      int kept = samplesPerClass < 0 ? samplesPerClass : Math.max(samplesPerClass, featureMaps);
      return new AnalysisOptions(
          new Observe(layers, at, normalizer, output, mask, kept, featureMaps, indicators),
          new Inputs(input, feeds, pixels),
          selection,
          new Computation(batch, device, memory),
          running);
    }
  }
}
