package io.entroscope.core.estimate;

import io.entroscope.core.plan.AnalysisPlan;
import io.entroscope.core.plan.ModelInput;
import io.entroscope.data.DataSet;
import io.entroscope.data.format.array.ArrayInfo;
import io.entroscope.data.format.array.FedArray;
import io.entroscope.data.image.Layout;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Caveat;
import io.entroscope.result.DataInfo;
import io.entroscope.result.Settings;
import io.entroscope.result.Verdict;
import io.entroscope.result.Verdict.Reading;
import io.entroscope.result.Verdict.Step;
import io.entroscope.result.layer.ClassStatistics;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.setting.Setting;
import io.entroscope.stats.LayerCounts.Histograms;
import io.entroscope.stats.Replicated;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a reader of this very result should know before believing it, with the evidence. */
final class Caveats {
  private static final int FEW_IMAGES = 50;
  private static final double MANY_DEAD = 0.05;
  private static final double NEAR_CHANCE = 0.15;
  private static final double MOSTLY = 0.5;

  private Caveats() {}

  /** The caveats of a result, from what its plan noted and what it found. */
  static List<Caveat> of(
      AnalysisPlan plan,
      DataInfo data,
      Settings settings,
      AnalysisResult.Predictions predictions,
      Verdict verdict,
      List<LayerResult> layers) {
    List<LayerResult> curve = layers.stream().filter(LayerResult::inVerdict).toList();
    List<Caveat> caveats = new ArrayList<>();
    classes(plan, predictions, caveats);
    unjudged(plan, caveats);
    plan.batchNote().ifPresent(text -> caveats.add(new Caveat("one-by-one", text)));
    plan.outputNote().ifPresent(text -> caveats.add(new Caveat("several-outputs", text)));
    plan.data().notes().forEach(text -> caveats.add(new Caveat("data-note", text + ".")));
    numberOfImages(data, caveats);
    rows(plan, caveats);
    unused(plan, caveats);
    converted(plan, caveats);
    accuracy(plan.outputs(), settings, predictions.accuracy(), caveats);
    uncertainty(data, verdict, curve, caveats);
    scale(verdict, caveats);
    deadUnits(curve, caveats);
    nonFinite(data, layers, caveats);
    histograms(plan.histograms(), caveats);
    caveats.addAll(plan.notes());
    if (verdict.average().falls()) {
      caveats.add(
          new Caveat(
              "fall-is-no-proof",
              "A fall alone does not show that a network is well trained: untrained ReLU networks"
                  + " of large gain fall at every step too."));
    }
    return caveats;
  }

  /** Why there is no accuracy, where there is none. */
  private static void unjudged(AnalysisPlan plan, List<Caveat> caveats) {
    if (!plan.data().isLabelled()) {
      caveats.add(
          new Caveat(
              Caveat.UNLABELLED,
              "Without labels all examples are taken as one class: there is no accuracy, and"
                  + " nothing can be said of differences between classes."));
    }
    if (plan.predictions().isEmpty()) {
      caveats.add(
          new Caveat(
              Caveat.NO_SCORES,
              "The model gives no class scores"
                  + (plan.options().output().isPresent() ? ", as was said" : "")
                  + ", so there are no predictions and no accuracy"
                  + (plan.data().isLabelled() ? "; classes are those of the labels." : ".")));
    }
  }

  /** Where nothing but their order says which outputs of more the classes are. */
  private static void classes(
      AnalysisPlan plan, AnalysisResult.Predictions predictions, List<Caveat> caveats) {
    DataSet data = plan.data();
    int classes = data.classNames().size();
    long[][] confusion = predictions.confusion();
    if (confusion == null || plan.outputs() <= classes || data.isMapped()) {
      return;
    }
    caveats.add(
        new Caveat(
            Caveat.FEWER_CLASSES,
            String.format(
                "The data have %s and the model has %d outputs: %s, %s. If others are meant, say"
                    + " which with %s.%s",
                classes == 1 ? "1 class" : classes + " classes",
                plan.outputs(),
                classes == 1
                    ? "the class was taken for output 0"
                    : "the classes were taken for the outputs 0 to " + (classes - 1),
                data.namesClasses() ? "in the order of their names" : "as their labels say",
                Setting.CLASS_MAP,
                elsewhere(plan, confusion))));
  }

  private static String elsewhere(AnalysisPlan plan, long[][] confusion) {
    long images = 0;
    long others = 0;
    for (long[] row : confusion) {
      images += Arrays.stream(row).sum();
      others += row.length > confusion.length ? row[row.length - 1] : 0;
    }
    boolean all = plan.labels().size() == plan.data().classNames().size();
    return !all || others < MOSTLY * images
        ? ""
        : String.format(
            " Of the images %d%% are predicted to be none of them: '%s' may be features, and no"
                + " scores of classes at all; %s names another.",
            Math.round(100.0 * others / images),
            plan.requirePredictions().what().tensor(),
            Setting.OUTPUT);
  }

  private static void histograms(Histograms kept, List<Caveat> caveats) {
    if (kept != Histograms.PER_CLASS) {
      caveats.add(
          new Caveat(
              "thinned-histograms",
              "Histograms of activation probabilities "
                  + (kept == Histograms.POOLED
                      ? "are of all images together, not of each class"
                      : "are left out")
                  + ", to keep within memory; fewer "
                  + Setting.LAYERS
                  + " or "
                  + Setting.CLASSES
                  + " leave room for them."));
    }
  }

  private static void rows(AnalysisPlan plan, List<Caveat> caveats) {
    if (plan.input() instanceof ModelInput.Images images
        && images.shape().layout() == Layout.FLAT
        && images.shape().image().channels() > 1
        && plan.options().pixels().flat() == null) {
      caveats.add(
          new Caveat(
              "order-of-values",
              "The model takes each image as a row, which tells nothing of its order: it was fed"
                  + " channel by channel, as PyTorch flattens. "
                  + Setting.FLAT
                  + " hwc feeds it pixel by pixel,"
                  + " as Keras does; "
                  + Setting.FLAT
                  + " chw says that this is right."));
    }
  }

  private static void unused(AnalysisPlan plan, List<Caveat> caveats) {
    if (plan.input() instanceof ModelInput.Arrays arrays && arrays.data().isEveryArrayWanted()) {
      List<ArrayInfo> fed = arrays.fed().stream().map(of -> of.array().array()).toList();
      String unused =
          arrays.data().arrays().stream()
              .filter(array -> !fed.contains(array))
              .map(ArrayInfo::name)
              .collect(Collectors.joining(", "));
      if (!unused.isEmpty()) {
        caveats.add(
            new Caveat(
                "unused-arrays", "Arrays that no input of the model takes: " + unused + "."));
      }
    }
  }

  /** Arrays that do not go into the model as they lie in their files. */
  private static void converted(AnalysisPlan plan, List<Caveat> caveats) {
    if (!(plan.input() instanceof ModelInput.Arrays arrays)) {
      return;
    }
    for (ModelInput.Arrays.Fed fed : arrays.fed()) {
      FedArray array = fed.array();
      if (!array.isExact() || !fed.shape().equals(array.array().shape())) {
        ArrayInfo given = new ArrayInfo(array.name(), array.type(), fed.shape());
        caveats.add(
            new Caveat(
                "converted-array",
                "The array '"
                    + array.name()
                    + "', "
                    + array.array().form()
                    + ", went into the model as "
                    + given.form()
                    + (array.scale() == 1
                        ? "."
                        : ", multiplied by "
                            + String.format(Locale.ROOT, "%.6g", array.scale())
                            + " as pixels are; "
                            + Setting.SCALE
                            + " says otherwise.")));
      }
    }
  }

  private static void numberOfImages(DataInfo data, List<Caveat> caveats) {
    long smallest = data.classImages().stream().filter(n -> n > 0).min(Long::compare).orElse(0L);
    long largest = data.classImages().stream().max(Long::compare).orElse(0L);
    if (smallest != largest) {
      caveats.add(
          new Caveat(
              "unequal-classes",
              "Classes have "
                  + smallest
                  + " to "
                  + largest
                  + " "
                  + data.examples()
                  + ", and the entropy of a mean depends on how many "
                  + data.examples()
                  + " it is over; "
                  + Setting.PER_CLASS
                  + " "
                  + smallest
                  + " compares equal numbers."));
    }
    if (smallest < FEW_IMAGES) {
      caveats.add(
          new Caveat(
              "few-images",
              "The smallest class has "
                  + data.counted(smallest)
                  + "; the entropy of the mean of so few is biased by their noise."));
    }
    if (data.skipped() > 0) {
      caveats.add(
          new Caveat(
              "skipped-images",
              data.skipped() + " images could not be decoded and were left out, as asked."));
    }
  }

  private static void accuracy(
      int outputs, Settings settings, @Nullable Double accuracy, List<Caveat> caveats) {
    double chance = 1.0 / outputs;
    if (accuracy != null && accuracy < chance + NEAR_CHANCE * (1 - chance)) {
      String hint =
          unsaidPreprocessing(settings)
              ? " No preprocessing was given and none is in the model: is "
                  + Setting.MEAN
                  + " and "
                  + Setting.STD
                  + " right?"
              : " Are the labels and the preprocessing the model's own?";
      caveats.add(
          new Caveat(
              Caveat.NEAR_CHANCE,
              String.format(
                  Locale.ROOT,
                  "The accuracy, %.4f, is near that of guessing one of %d classes.%s",
                  accuracy,
                  outputs,
                  hint)));
    } else if (unsaidPreprocessing(settings)) {
      caveats.add(
          new Caveat(
              "default-preprocessing",
              "No preprocessing was given and none is in the model, so pixels were only scaled to"
                  + " [0, 1]; if the model was trained otherwise, give "
                  + Setting.MEAN
                  + " and "
                  + Setting.STD
                  + "."));
    }
  }

  private static boolean unsaidPreprocessing(Settings settings) {
    return settings.preprocessing() != null && settings.preprocessing().source().equals("default");
  }

  /** Where no interval is given that a step is decided by. */
  private static void uncertainty(
      DataInfo data, Verdict verdict, List<LayerResult> curve, List<Caveat> caveats) {
    List<String> few =
        curve.isEmpty()
            ? List.of()
            : curve.get(0).classes().stream()
                .filter(of -> of.images() < Replicated.MIN_IMAGES)
                .map(ClassStatistics::className)
                .toList();
    if (!few.isEmpty()) {
      caveats.add(
          new Caveat(
              "no-interval",
              (few.size() == 1 ? "1 class has" : few.size() + " classes have")
                  + " fewer than "
                  + Replicated.MIN_IMAGES
                  + " "
                  + data.examples()
                  + ". From so few the error of an entropy cannot be told well enough, so"
                  + " their intervals, and those of the mean over the classes, are not given and"
                  + " their steps stay undecided."));
      return;
    }
    String biased =
        verdict.average().steps().stream()
            .filter(step -> step.interval() == null)
            .map(Step::to)
            .collect(Collectors.joining(", "));
    if (!biased.isEmpty()) {
      caveats.add(
          new Caveat(
              "small-sample-bias",
              "The entropy of the mean over so few "
                  + data.examples()
                  + " has a bias larger than its random error at "
                  + biased
                  + "; no interval is given there, and the step stays undecided. More "
                  + data.examples()
                  + " would decide it."));
    }
  }

  private static void scale(Verdict verdict, List<Caveat> caveats) {
    Reading standardised = verdict.standardized();
    if (standardised == null) {
      return;
    }
    Reading raw = new Reading(verdict.average(), verdict.classes());
    List<Integer> differing = ScaleCheck.disagreeing(raw, standardised);
    if (!differing.isEmpty()) {
      caveats.add(
          new Caveat(
              "scale",
              "Softmax entropy depends on the scale of the activations, which a ReLU network can"
                  + " change without changing its outputs. With every layer divided by its RMS the"
                  + " curve "
                  + ScaleText.of(raw, standardised, differing)
                  + "."));
    }
  }

  private static void deadUnits(List<LayerResult> curve, List<Caveat> caveats) {
    String dead =
        curve.stream()
            .filter(
                layer ->
                    layer.facts().activation() != null
                        && layer.observation().neverActive() > MANY_DEAD)
            .map(
                layer ->
                    String.format(
                        Locale.ROOT,
                        "%s %d of %d",
                        layer.name(),
                        Math.round(layer.observation().neverActive() * layer.units()),
                        layer.units()))
            .collect(Collectors.joining(", "));
    if (!dead.isEmpty()) {
      caveats.add(
          new Caveat(
              "dead-units",
              "Units that no image made positive: "
                  + dead
                  + ". Each still holds e^0 of the softmax's mass and so raises the entropy."));
    }
  }

  private static void nonFinite(DataInfo data, List<LayerResult> layers, List<Caveat> caveats) {
    for (LayerResult layer : layers) {
      long images =
          layer.observation().nonFinite()
              + (layer.preactivation() == null ? 0 : layer.preactivation().nonFinite());
      if (images > 0) {
        caveats.add(
            new Caveat(
                "non-finite",
                images
                    + " "
                    + data.examples()
                    + " gave NaN, infinity or activations too large to be squared in "
                    + layer.name()
                    + " and enter none of its numbers."));
      }
    }
  }
}
