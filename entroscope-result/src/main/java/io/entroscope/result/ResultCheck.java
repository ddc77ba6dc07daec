package io.entroscope.result;

import io.entroscope.result.block.StreamSimilarity;
import io.entroscope.result.json.RecordCheck;
import io.entroscope.result.json.RecordCheck.Fault;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Maximization;
import java.lang.reflect.Array;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a file may say although it has the form of a result: nulls in lists, numbers that are
 * not finite, arrays of other lengths than the parts they are beside, indices that lead nowhere.
 * What is read from a result need not be checked again.
 */
final class ResultCheck {
  /** 5, 25, 50, 75 and 95%. */
  private static final int QUANTILES = 5;

  private ResultCheck() {}

  /**
   * Checks a whole result.
   *
   * @throws Fault at the first thing that cannot be, named by its place in the file
   */
  static void check(AnalysisResult result) throws Fault {
    RecordCheck.check(result);
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
}
