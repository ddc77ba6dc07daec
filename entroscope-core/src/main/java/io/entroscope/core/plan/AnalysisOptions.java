package io.entroscope.core.plan;

import io.entroscope.data.Selection;
import io.entroscope.data.image.FlatOrder;
import io.entroscope.data.image.ImageSize;
import io.entroscope.setting.Setting;
import io.entroscope.stats.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What can be asked of an analysis. Immutable; made by a {@link #builder}.
 *
 * @param layers {@code fc}, {@code conv}, {@code all} or names with commas between; empty: fully
 *     connected layers for the verdict, and convolutions beside them
 * @param at where to observe them
 * @param selection which images
 * @param pixels how pixels become input, as far as it is said here
 * @param normalizer f(n) of the paper's eq. (2)
 * @param batch images per batch
 * @param threads that infer, and as many that decode; the result does not depend on it
 * @param device where inference runs
 * @param input the model's input that images go into; empty: the one that they fit
 * @param output the model's output that predictions are read from; empty: the one that fits
 * @param feeds the numbers that other inputs are filled with
 * @param mask the model's input that says which tokens count, or {@code none}; empty: {@code
 *     attention_mask} where there is one
 * @param samplesPerClass images of each class whose activations are kept in the result
 * @param featureMaps of how many of these the maps of each convolution are kept as well
 * @param indicators whether spectra, probes and the like are computed besides entropies, and of
 *     what
 * @param memory the bytes that an analysis may need; where given, histograms are thinned to fit;
 *     empty: three quarters of the machine
 */
public record AnalysisOptions(
    Optional<String> layers,
    At at,
    Selection selection,
    Pixels pixels,
    Normalizer normalizer,
    int batch,
    int threads,
    Device device,
    Optional<String> input,
    Optional<String> output,
    Map<String, Double> feeds,
    Optional<String> mask,
    int samplesPerClass,
    int featureMaps,
    IndicatorScope indicators,
    OptionalLong memory) {
  /** How many groups the images fall into for the jackknife. */
  public static final int GROUPS = 20;

  /**
   * Checks the numbers.
   *
   * @throws PlanException if one makes no sense
   */
  public AnalysisOptions {
    requireAtLeast(Setting.BATCH, batch, 1);
    requireAtLeast(Setting.THREADS, threads, 1);
    requireAtLeast(Setting.SAMPLES, samplesPerClass, 0);
    requireAtLeast(Setting.FEATURE_MAPS, featureMaps, 0);
    memory.ifPresent(bytes -> requireAtLeast(Setting.MEMORY, (int) Math.min(bytes >> 20, 1), 1));
    feeds = Map.copyOf(feeds);
  }

  private static void requireAtLeast(Setting setting, int value, int least) {
    if (value < least) {
      throw new PlanException(setting + " is " + value + "; give " + least + " or more");
    }
  }

  /**
   * What is said of how pixels become input; what is empty is taken from the model's metadata, or
   * is the default.
   *
   * @param scale what pixels of 0 to 255 are multiplied by
   * @param mean after scaling, one value or one per channel
   * @param std after scaling, one value or one per channel
   * @param resize what images are resized to
   * @param flat the order of an image's values, where the model takes rows
   */
  public record Pixels(
      Optional<Double> scale,
      Optional<List<Double>> mean,
      Optional<List<Double>> std,
      Optional<ImageSize> resize,
      Optional<FlatOrder> flat) {
    /** Nothing is said. */
    public static final Pixels UNSAID =
        new Pixels(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    boolean saysValues() {
      return scale.isPresent() || mean.isPresent() || std.isPresent();
    }
  }

  /** The same with another number of threads. */
  public AnalysisOptions withThreads(int count) {
    return new AnalysisOptions(
        layers,
        at,
        selection,
        pixels,
        normalizer,
        batch,
        count,
        device,
        input,
        output,
        feeds,
        mask,
        samplesPerClass,
        featureMaps,
        indicators,
        memory);
  }

  /** Starts from what a user gets who asks for nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects what is asked for. */
  public static final class Builder {
    private Optional<String> layers = Optional.empty();
    private At at = At.OUTPUT;
    private Selection selection = Selection.ALL;
    private Pixels pixels = Pixels.UNSAID;
    private Normalizer normalizer = Normalizer.LOG;
    private int batch = 256;
    private int threads = Runtime.getRuntime().availableProcessors();
    private Device device = Device.CPU;
    private Optional<String> input = Optional.empty();
    private Optional<String> output = Optional.empty();
    private Map<String, Double> feeds = Map.of();
    private Optional<String> mask = Optional.empty();
    private int samplesPerClass = 5;
    private int featureMaps;
    private IndicatorScope indicators = IndicatorScope.NONE;
    private OptionalLong memory = OptionalLong.empty();

    private Builder() {}

    /** {@code fc}, {@code conv}, {@code all} or names with commas between. */
    public Builder layers(String expression) {
      layers = Optional.of(expression);
      return this;
    }

    /** Where to observe the layers. */
    public Builder at(At value) {
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

    /** Images per batch. */
    public Builder batch(int images) {
      batch = images;
      return this;
    }

    /** How many threads infer, and as many decode. */
    public Builder threads(int count) {
      threads = count;
      return this;
    }

    /** Where inference runs. */
    public Builder device(Device value) {
      device = value;
      return this;
    }

    /** The model's input that images go into. */
    public Builder input(String name) {
      input = Optional.of(name);
      return this;
    }

    /** The model's output that predictions are read from. */
    public Builder output(String name) {
      output = Optional.of(name);
      return this;
    }

    /**
     * The model's input [N, T] by which layers are averaged over its tokens, where it is 1; {@code
     * none}: over all places.
     */
    public Builder mask(String inputOrNone) {
      mask = Optional.of(inputOrNone);
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
      memory = OptionalLong.of(bytes);
      return this;
    }

    /**
     * What was collected.
     *
     * @throws PlanException if a number makes no sense
     */
    public AnalysisOptions build() {
      return new AnalysisOptions(
          layers,
          at,
          selection,
          pixels,
          normalizer,
          batch,
          threads,
          device,
          input,
          output,
          feeds,
          mask,
          samplesPerClass < 0 ? samplesPerClass : Math.max(samplesPerClass, featureMaps),
          featureMaps,
          indicators,
          memory);
    }
  }
}
