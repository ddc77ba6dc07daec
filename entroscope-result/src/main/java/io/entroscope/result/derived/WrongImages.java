package io.entroscope.result.derived;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.ImageTable;
import io.entroscope.result.SampleImage;
import io.entroscope.result.layer.LayerResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images that the model takes for another class, the surest mistakes first, and where in the
 * network they part from their class.
 *
 * @param count how many there are in all; those listed are the surest, and all that are samples
 * @param list the surest mistakes first; where no confidence is known, by position
 */
public record WrongImages(long count, List<WrongImage> list) {
  /** From fewer recognised images of a class no standard deviation is taken. */
  private static final int LEAST = 10;

  public WrongImages {
    list = List.copyOf(list);
  }

  /**
   * One of them.
   *
   * @param position its place in the split, from 0
   * @param sample its index among {@link AnalysisResult#samples}; null if it is none
   * @param label the class index that the data give it
   * @param predicted the class index that the model predicts
   * @param confidence the probability of the predicted class; NaN if not known
   * @param apart {@code [L]}: by layer, how far its image entropy is from the mean of the
   *     recognised images of its class, in their standard deviations; NaN if not known
   * @param turns of a sample, the first layer of the curve from which on its pattern is nearer to
   *     that of the class predicted than to that of its own; null if there is none, or not known
   */
  public record WrongImage(
      long position,
      @Nullable Integer sample,
      int label,
      int predicted,
      double confidence,
      double[] apart,
      @Nullable String turns) {}

  /**
   * Those of a result; none of one whose accuracy is not known.
   *
   * @param most how many are listed, besides samples
   */
  public static WrongImages of(AnalysisResult result, int most) {
    if (!result.isJudged()) {
      return new WrongImages(0, List.of());
    }
    ImageTable table = result.images();
    return table == null
        ? ofSamples(result)
        : ClassPlaces.of(result, table)
            .map(places -> ofAll(result, table, places, most))
            .orElseGet(() -> ofSamples(result));
  }

  private static WrongImages ofSamples(AnalysisResult result) {
    List<LayerResult> curve = CurvePoint.layers(result);
    double[] unknown = new double[result.layers().size()];
    Arrays.fill(unknown, Double.NaN);
    List<WrongImage> found = new ArrayList<>();
    for (int s = 0; s < result.samples().size(); s++) {
      SampleImage image = result.samples().get(s);
      Integer predicted = image.predicted();
      if (predicted != null && image.label() != predicted) {
        found.add(
            new WrongImage(
                image.position(),
                s,
                image.label(),
                predicted,
                Double.NaN,
                unknown,
                turns(curve, image, s)));
      }
    }
    return new WrongImages(found.size(), found);
  }

  private static WrongImages ofAll(
      AnalysisResult result, ImageTable table, ClassPlaces places, int most) {
    Map<Long, Integer> samples = new HashMap<>();
    for (int s = 0; s < result.samples().size(); s++) {
      samples.put(result.samples().get(s).position(), s);
    }
    List<Integer> wrong = surest(table);
    List<LayerResult> curve = CurvePoint.layers(result);
    Spread spread = new Spread(table, places);
    int[] layers =
        result.layers().stream().mapToInt(of -> table.layers().indexOf(of.name())).toArray();
    List<WrongImage> found = new ArrayList<>();
    for (int k = 0; k < wrong.size(); k++) {
      int i = wrong.get(k);
      Integer sample = samples.get((long) table.positionOf(i));
      if (k < most || sample != null) {
        found.add(
            new WrongImage(
                table.positionOf(i),
                sample,
                places.of(table.labelOf(i)),
                places.of(table.predictedOf(i)),
                table.confidenceOf(i),
                Arrays.stream(layers).mapToDouble(l -> spread.of(i, l)).toArray(),
                sample == null ? null : turns(curve, result.samples().get(sample), sample)));
      }
    }
    return new WrongImages(wrong.size(), found);
  }

  /**
   * The rows of the images that the model takes for another class, the surest mistakes first; where
   * no confidence is known, by position.
   */
  public static List<Integer> surest(ImageTable table) {
    return IntStream.range(0, table.count())
        .filter(i -> !table.isRight(i))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -orZero(table.confidenceOf(i))))
        .toList();
  }

  private static double orZero(float confidence) {
    return Float.isNaN(confidence) ? 0 : confidence;
  }

  /** The first layer from which on a sample's pattern is nearer to that of the class predicted. */
  private static @Nullable String turns(List<LayerResult> curve, SampleImage image, int sample) {
    String since = null;
    for (LayerResult layer : curve) {
      double nearer = nearer(layer, image, sample);
      since = nearer > 0 ? since == null ? layer.name() : since : null;
    }
    return since;
  }

  /** By how much nearer; NaN where patterns are not known. */
  private static double nearer(LayerResult layer, SampleImage image, int sample) {
    Integer predicted = image.predicted();
    if (predicted == null
        || sample >= layer.samples().length
        || predicted >= layer.classes().size()) {
      return Double.NaN;
    }
    float[] own = SamplePattern.of(layer.samples()[sample]);
    float[] right = layer.classes().get(image.label()).units().pattern();
    float[] wrong = layer.classes().get(predicted).units().pattern();
    return right == null || wrong == null || own.length != right.length
        ? Double.NaN
        : distance(own, right) - distance(own, wrong);
  }

  /** Hellinger's distance of two patterns, squared and doubled. */
  private static double distance(float[] p, float[] q) {
    double sum = 0;
    for (int u = 0; u < p.length; u++) {
      double difference = Math.sqrt(p[u]) - Math.sqrt(q[u]);
      sum += difference * difference;
    }
    return sum;
  }

  /** From class indices to places among the analysed classes, which are in the same order. */
  private record ClassPlaces(int[] labels) {
    /** Empty where the images by class are not those of the data. */
    static Optional<ClassPlaces> of(AnalysisResult result, ImageTable table) {
      Map<Integer, Long> images = new TreeMap<>();
      IntStream.range(0, table.count()).forEach(i -> images.merge(table.labelOf(i), 1L, Long::sum));
      List<Long> given = result.data().classImages().stream().filter(n -> n > 0).toList();
      return given.size() == result.data().classes().size()
              && given.equals(List.copyOf(images.values()))
          ? Optional.of(
              new ClassPlaces(images.keySet().stream().mapToInt(Integer::intValue).toArray()))
          : Optional.empty();
    }

    /** The place of a class; one past the end if it was not analysed. */
    int of(int label) {
      int place = Arrays.binarySearch(labels, label);
      return place < 0 ? labels.length : place;
    }
  }

  /** Mean and standard deviation of the image entropies of the recognised images of each class. */
  private static final class Spread {
    private final ImageTable table;
    private final ClassPlaces places;
    private final long[] count;
    private final double[][] sum;
    private final double[][] squares;

    Spread(ImageTable table, ClassPlaces places) {
      this.table = table;
      this.places = places;
      int classes = places.labels().length;
      count = new long[classes];
      sum = new double[classes][table.layers().size()];
      squares = new double[classes][table.layers().size()];
      for (int i = 0; i < table.count(); i++) {
        if (table.isRight(i)) {
          add(i, places.of(table.labelOf(i)));
        }
      }
    }

    private void add(int image, int place) {
      count[place]++;
      for (int l = 0; l < table.layers().size(); l++) {
        double entropy = table.entropyOf(image, l);
        sum[place][l] += entropy;
        squares[place][l] += entropy * entropy;
      }
    }

    /**
     * How far an image is from the mean of its class at a layer, in standard deviations.
     *
     * @param l the layer's place in the table; −1: it is not there
     */
    double of(int image, int l) {
      int place = places.of(table.labelOf(image));
      if (l < 0 || count[place] < LEAST) {
        return Double.NaN;
      }
      double mean = sum[place][l] / count[place];
      double variance = (squares[place][l] - count[place] * mean * mean) / (count[place] - 1);
      return variance > 0 ? (table.entropyOf(image, l) - mean) / Math.sqrt(variance) : Double.NaN;
    }
  }
}
