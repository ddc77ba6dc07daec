package io.entroscope.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.util.NameTransformer;
import io.entroscope.result.block.StreamSimilarity;
import io.entroscope.result.json.UnwrappedNames;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Maximization;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a file may say although it has the form of a result: nulls in lists, numbers that are
 * not finite, arrays of other lengths than the parts they are beside, indices that lead nowhere.
 * What is read from a result need not be checked again.
 */
final class ResultCheck {
  /** Asked of each class once: a result has tens of thousands of records. */
  private static final ClassValue<Component[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected Component[] computeValue(Class<?> type) {
          return Arrays.stream(type.getRecordComponents())
              .map(Component::of)
              .toArray(Component[]::new);
        }
      };

  /** Primitive types of which every value is one. */
  private static final Set<Class<?>> WHOLE = Set.of(long.class, int.class, boolean.class);

  /** 5, 25, 50, 75 and 95%. */
  private static final int QUANTILES = 5;

  private ResultCheck() {}

  /** What is wrong, and where. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    Fault(String place, String what) {
      super(place + " " + what);
    }
  }

  /**
   * Checks a whole result.
   *
   * @throws Fault at the first thing that cannot be, named by its place in the file
   */
  static void check(AnalysisResult result) throws Fault {
    record(result, () -> "", NameTransformer.NOP);
    int classes = result.data().classes().size();
    length("/data/classImages", result.data().classImages().size(), classes);
    predictions(result, classes);
    for (int i = 0; i < result.samples().size(); i++) {
      String place = "/samples/" + i;
      index(place + "/label", result.samples().get(i).label(), classes);
      Integer predicted = result.samples().get(i).predicted();
      index(place + "/predicted", predicted == null ? classes : predicted, classes + 1);
    }
    for (int i = 0; i < result.layers().size(); i++) {
      layer(result.layers().get(i), "/layers/" + i, classes, result.samples().size());
    }
    if (result.images() != null) {
      images(result.images());
    }
    if (result.training() != null) {
      training(result.training(), classes);
    }
    if (result.blocks() != null && result.blocks().similarity() != null) {
      similarity(result.blocks().similarity());
    }
  }

  /** All of accuracy, interval and confusion, or none of them. */
  private static void predictions(AnalysisResult result, int classes) throws Fault {
    AnalysisResult.Predictions of = result.predictions();
    boolean none = of.accuracy() == null && of.accuracyInterval() == null && of.confusion() == null;
    if (result.isJudged()) {
      confusion(result.confusion(), classes);
    } else if (!none) {
      throw new Fault("/accuracy", "is not there together with its interval and the confusion");
    }
  }

  private static void images(ImageTable images) throws Fault {
    int count = images.count();
    int layers = images.layers().size();
    column("position", images.position(), count, Integer.BYTES);
    column("content", images.content(), count, Long.BYTES);
    column("label", images.label(), count, Integer.BYTES);
    column("predicted", images.predicted(), count, Integer.BYTES);
    column("confidence", images.confidence(), count, Float.BYTES);
    column("margin", images.margin(), count, Float.BYTES);
    column("entropy", images.entropy(), count, (long) layers * Float.BYTES);
  }

  private static void column(String name, byte @Nullable [] bytes, int count, long each)
      throws Fault {
    if (bytes != null && bytes.length != count * each) {
      String place = "/images/" + name;
      throw new Fault(place, "is of " + bytes.length + " bytes, not " + count * each);
    }
  }

  private static void confusion(long[][] confusion, int classes) throws Fault {
    length("/confusion", confusion.length, classes);
    int columns = classes == 0 || confusion[0].length == classes ? classes : classes + 1;
    rows("/confusion", confusion, columns);
  }

  private static void layer(LayerResult layer, String place, int classes, int samples)
      throws Fault {
    int units = layer.units();
    if (units < 1) {
      throw new Fault(place + "/units", "is " + units);
    }
    double[] edges = layer.observation().histogramEdges();
    Layer of = new Layer(classes, units, edges == null ? Integer.MAX_VALUE : edges.length - 1);
    classes(layer.all(), layer.classes(), place, of);
    length(place + "/samples", layer.samples().length, samples);
    activations(place + "/samples", layer.samples(), units);
    LayerResult.Preactivation before = layer.preactivation();
    if (before != null) {
      String inner = place + "/preactivation";
      classes(before.all(), before.classes(), inner, of);
      length(inner + "/samples", before.samples().length, samples);
      activations(inner + "/samples", before.samples(), units);
    }
    if (layer.featureMaps() != null) {
      for (int i = 0; i < layer.featureMaps().size(); i++) {
        FeatureMap map = layer.featureMaps().get(i);
        String inner = place + "/featureMaps/" + i;
        index(inner + "/sample", map.sample(), samples);
        length(inner + "/high", map.high().length, map.low().length);
      }
    }
    if (layer.maximization() != null) {
      List<Maximization.Unit> made = layer.maximization().units();
      for (int i = 0; i < made.size(); i++) {
        index(place + "/maximization/units/" + i + "/unit", made.get(i).unit(), units);
      }
    }
  }

  /** How many there are of what a layer's numbers are of. */
  private record Layer(int classes, int units, int bins) {}

  private static void classes(
      ClassStatistics all, List<ClassStatistics> each, String place, Layer layer) throws Fault {
    statistics(all, place + "/all", layer);
    length(place + "/classes", each.size(), layer.classes());
    for (int i = 0; i < layer.classes(); i++) {
      statistics(each.get(i), place + "/classes/" + i, layer);
    }
  }

  private static void statistics(ClassStatistics of, String place, Layer layer) throws Fault {
    int units = layer.units();
    lengthIfThere(place + "/meanActivation", of.units().meanActivation(), units);
    lengthIfThere(place + "/pattern", of.units().pattern(), units);
    lengthIfThere(place + "/wins", of.units().wins(), units);
    long[][] histogram = of.activationHistogram();
    lengthIfThere(place + "/activationHistogram", histogram, units);
    for (int unit = 0; histogram != null && unit < units; unit++) {
      counts(place + "/activationHistogram/" + unit, histogram[unit], layer.bins());
    }
    length(place + "/imageEntropyQuantiles", of.imageEntropy().quantiles().length, QUANTILES);
    wins(of, place);
  }

  /** The first bin that is not empty, and counts from there on, if there are any. */
  private static void counts(String place, long[] row, int bins) throws Fault {
    if (row.length > 1 && row[0] > bins - (row.length - 1)) {
      throw new Fault(place, "does not fit into " + bins + " bins");
    }
    for (long count : row) {
      if (count < 0) {
        throw new Fault(place, "has a count of " + count);
      }
    }
  }

  private static void wins(ClassStatistics of, String place) throws Fault {
    long[] wins = of.units().wins();
    for (int unit = 0; wins != null && unit < wins.length; unit++) {
      if (wins[unit] < 0 || wins[unit] > of.images()) {
        String what = "is " + wins[unit] + ", of " + of.images() + " images";
        throw new Fault(place + "/wins/" + unit, what);
      }
    }
  }

  private static void training(TrainingHistory history, int classes) throws Fault {
    int layers = history.layers().size();
    for (int i = 0; i < history.epochs().size(); i++) {
      TrainingHistory.Epoch epoch = history.epochs().get(i);
      String place = "/training/epochs/" + i;
      String pattern = place + "/patternEntropyNormalized";
      length(pattern, epoch.patternEntropyNormalized().length, layers);
      rows(pattern, epoch.patternEntropyNormalized(), classes);
      double[][] standardized = epoch.patternEntropyStandardizedNormalized();
      if (standardized != null) {
        length(place + "/patternEntropyStandardizedNormalized", standardized.length, layers);
        rows(place + "/patternEntropyStandardizedNormalized", standardized, classes);
      }
      lengthIfThere(place + "/meanStandardError", epoch.meanStandardError(), layers);
    }
  }

  private static void similarity(StreamSimilarity of) throws Fault {
    length("/blocks/similarity/cka", of.cka().length, of.layers().size());
    rows("/blocks/similarity/cka", of.cka(), of.layers().size());
  }

  private static void rows(String place, Object[] rows, int length) throws Fault {
    for (int i = 0; i < rows.length; i++) {
      length(place + "/" + i, Array.getLength(rows[i]), length);
    }
  }

  /** Of an image whose activations are not finite, none are kept. */
  private static void activations(String place, float[][] images, int units) throws Fault {
    for (int i = 0; i < images.length; i++) {
      if (images[i].length > 0) {
        length(place + "/" + i, images[i].length, units);
      }
    }
  }

  private static void lengthIfThere(String place, @Nullable Object array, int wanted) throws Fault {
    if (array != null) {
      length(place, Array.getLength(array), wanted);
    }
  }

  private static void length(String place, int length, int wanted) throws Fault {
    if (length != wanted) {
      throw new Fault(place, "is of length " + length + ", not " + wanted);
    }
  }

  private static void index(String place, int index, int end) throws Fault {
    if (index < 0 || index >= end) {
      throw new Fault(place, "is " + index + ", not one of 0 to " + (end - 1));
    }
  }

  /** Where something is; made of text only where something is wrong, since nearly nothing is. */
  @FunctionalInterface
  private interface Place {
    String text();
  }

  private static void record(Object record, Place place, NameTransformer names) throws Fault {
    for (Component component : COMPONENTS.get(record.getClass())) {
      if (component.always) {
        continue;
      }
      Object value = component.of(record);
      JsonUnwrapped part = component.part;
      if (value != null && part != null) {
        record(value, place, NameTransformer.chainedTransformer(names, UnwrappedNames.of(part)));
        continue;
      }
      Place at = () -> place.text() + "/" + names.transform(component.name);
      if (value != null) {
        value(value, at);
      } else if (!component.nullable) {
        throw new Fault(at.text(), "is null");
      }
    }
  }

  /**
   * What there is to know of a record's component.
   *
   * @param always whether nothing can be wrong with its value, whatever it is
   */
  private record Component(
      String name,
      Method accessor,
      @Nullable JsonUnwrapped part,
      boolean nullable,
      boolean always) {
    private static Component of(RecordComponent component) {
      Class<?> type = component.getType();
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      return new Component(
          component.getName(),
          component.getAccessor(),
          component.getAccessor().getAnnotation(JsonUnwrapped.class),
          nullable,
          WHOLE.contains(type) || (nullable && type == String.class));
    }

    private @Nullable Object of(Object record) {
      try {
        return accessor.invoke(record);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("a record that cannot be read: " + record.getClass(), e);
      }
    }
  }

  private static void value(@Nullable Object value, Place place) throws Fault {
    if (value == null) {
      throw new Fault(place.text(), "is null");
    }
    if (value instanceof Record part) {
      record(part, place, NameTransformer.NOP);
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        value(list.get(i), element(place, i));
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        value(entry.getValue(), element(place, entry.getKey()));
      }
    } else if (value instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        value(array[i], element(place, i));
      }
    } else if (value instanceof double[] numbers) {
      for (int i = 0; i < numbers.length; i++) {
        finite(numbers[i], place, i);
      }
    } else if (value instanceof float[] numbers) {
      for (int i = 0; i < numbers.length; i++) {
        finite(numbers[i], place, i);
      }
    } else if (value instanceof Double number && !Double.isFinite(number)) {
      throw new Fault(place.text(), "is " + number);
    }
  }

  private static Place element(Place of, Object which) {
    return () -> of.text() + "/" + which;
  }

  private static void finite(double number, Place place, int at) throws Fault {
    if (!Double.isFinite(number)) {
      throw new Fault(place.text() + "/" + at, "is " + number);
    }
  }
}
