package io.entroscope.report.internal.view;

import io.entroscope.result.AnalysisResult;
import io.entroscope.result.SampleImage;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * What of a result fits into the page. Entropies, accuracy and confusion always do; the numbers of
 * single units are kept for as many classes and sample images, with their pictures, as there is
 * room for, and of no more classes than anybody looks at. Classes with the most wrong predictions
 * come first.
 *
 * @param patterns the classes whose activation patterns and histograms over all units are kept
 * @param histograms the classes whose histograms of single units are kept
 * @param samples the sample images whose activations are kept
 * @param maps the sample images whose feature maps are kept
 * @param preactivation whether the numbers before the activation function are kept
 * @param notes what was left out, for people
 */
public record Thinning(
    Set<Integer> patterns,
    Set<Integer> histograms,
    Set<Integer> samples,
    Set<Integer> maps,
    boolean preactivation,
    List<String> notes) {
  private static final long MIB = 1 << 20;

  /** Enough for CIFAR-100; a choice among more is no choice. */
  private static final int MOST_CLASSES = 100;

  /** Room for the numbers by layer and class before the activation function, in characters. */
  private static final long PREACTIVATION_ROOM = 3 * MIB;

  private static final long PATTERN_ROOM = 4 * MIB + MIB / 2;
  private static final long HISTOGRAM_ROOM = 3 * MIB / 2;
  private static final long SAMPLE_ROOM = 3 * MIB / 2;
  private static final long MAP_ROOM = 3 * MIB / 2;

  public static Thinning of(AnalysisResult result) {
    int classes = result.data().classes().size();
    List<Integer> order = byErrors(result, classes);
    List<Integer> samples =
        IntStream.range(0, result.samples().size())
            .boxed()
            .sorted(Comparator.comparingInt(s -> order.indexOf(result.samples().get(s).label())))
            .toList();
    List<LayerResult> layers = result.layers();
    long scalars = (long) layers.size() * (classes + 1) * StatisticsView.COUNT * 6;
    boolean preactivation = scalars <= PREACTIVATION_ROOM;
    Set<Integer> patterns =
        first(
            order.stream().limit(MOST_CLASSES).toList(),
            PATTERN_ROOM,
            c -> sum(layers, layer -> pattern(layer, c)));
    Set<Integer> histograms =
        first(
            order.stream().filter(patterns::contains).toList(),
            HISTOGRAM_ROOM,
            c -> sum(layers, layer -> histogram(layer, c)));
    Set<Integer> kept =
        first(
            samples,
            SAMPLE_ROOM,
            s -> picture(result.samples().get(s)) + sum(layers, layer -> sample(layer, s)));
    List<Integer> mapped = samples.stream().filter(s -> maps(layers, s) > 0).toList();
    Set<Integer> maps = first(mapped, MAP_ROOM, s -> maps(layers, s));
    List<String> notes = new ArrayList<>();
    note(notes, "Activation patterns and histograms", patterns, classes, "classes");
    note(notes, "Histograms of single units", histograms, classes, "classes");
    note(notes, "Activations of single images", kept, samples.size(), "sample images");
    note(notes, "Feature maps", maps, mapped.size(), "sample images");
    if (!preactivation && layers.stream().anyMatch(layer -> layer.preactivation() != null)) {
      notes.add("Nothing from before the activation functions is in this page.");
    }
    return new Thinning(patterns, histograms, kept, maps, preactivation, List.copyOf(notes));
  }

  private static List<Integer> byErrors(AnalysisResult result, int classes) {
    long[] errors = new long[classes];
    long[][] confusion = result.isJudged() ? result.confusion() : new long[0][];
    for (int c = 0; c < classes && c < confusion.length; c++) {
      long[] row = confusion[c];
      for (int p = 0; p < row.length; p++) {
        errors[c] += p == c ? 0 : row[p];
      }
    }
    return IntStream.range(0, classes)
        .boxed()
        .sorted(Comparator.<Integer>comparingLong(c -> -errors[c]).thenComparingInt(c -> c))
        .toList();
  }

  /** The first of them that fit into the room; one in any case. */
  private static Set<Integer> first(List<Integer> order, long room, ToLongFunction<Integer> cost) {
    Set<Integer> kept = new TreeSet<>();
    long used = 0;
    for (Integer one : order) {
      used += cost.applyAsLong(one);
      if (used > room && !kept.isEmpty()) {
        break;
      }
      kept.add(one);
    }
    return kept;
  }

  private static long sum(List<LayerResult> layers, ToLongFunction<LayerResult> cost) {
    return layers.stream().mapToLong(cost).sum();
  }

  private static long pattern(LayerResult layer, int c) {
    return layer.classes().get(c).units().pattern() == null
        ? 0
        : Packed.lengthOfFloats(layer.units());
  }

  private static long histogram(LayerResult layer, int c) {
    ClassStatistics statistics = layer.classes().get(c);
    if (statistics.activationHistogram() == null) {
      return 0;
    }
    long counts = 0;
    for (long[] unit : statistics.activationHistogram()) {
      counts += unit.length + 1;
    }
    // Most counts take one byte, which takes 4/3 characters.
    return counts * 3 / 2;
  }

  private static long picture(SampleImage image) {
    return image.png() == null ? 0 : image.png().length();
  }

  private static long sample(LayerResult layer, int sample) {
    return sample < layer.samples().length ? Packed.lengthOfFloats(layer.units()) : 0;
  }

  private static long maps(List<LayerResult> layers, int sample) {
    long length = 0;
    for (LayerResult layer : layers) {
      if (layer.featureMaps() != null) {
        for (FeatureMap map : layer.featureMaps()) {
          length += map.sample() == sample ? map.pixels().length() : 0;
        }
      }
    }
    return length;
  }

  private static void note(
      List<String> notes, String what, Set<Integer> kept, int all, String unit) {
    if (kept.size() < all) {
      notes.add(
          what
              + " are kept for "
              + Numbers.count(kept.size())
              + " of "
              + Numbers.count(all)
              + " "
              + unit
              + ".");
    }
  }

  /** The two classes to begin with: the first of those kept; −1 for one that there is not. */
  public int[] initial() {
    int[] two = {-1, -1};
    int k = 0;
    for (int c : patterns) {
      if (k < two.length) {
        two[k++] = c;
      }
    }
    return two;
  }

  /** Whether anything of a sample image is kept. */
  boolean keeps(SampleImage image, int index) {
    return image.png() != null && (samples.contains(index) || maps.contains(index));
  }
}
