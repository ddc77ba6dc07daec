package io.entroscope.report.internal.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.Interval;
import io.entroscope.result.SampleImage;
import io.entroscope.result.TrainingHistory;
import io.entroscope.result.Verdict;
import io.entroscope.result.derived.EntropyScale;
import io.entroscope.result.derived.EpochMeans;
import io.entroscope.result.derived.LayerMeans;
import io.entroscope.result.derived.Recall;
import io.entroscope.result.derived.SamplePattern;
import io.entroscope.result.layer.ClassMean;
import io.entroscope.result.layer.FeatureMap;
import io.entroscope.result.layer.LayerFacts;
import io.entroscope.result.layer.LayerResult;
import io.entroscope.result.layer.Maximization;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the figures are drawn from: a result as compact JSON, with long rows of numbers packed and
 * what does not fit left out.
 */
public final class ResultView {
  private final JsonGenerator json;
  private final AnalysisResult result;
  private final Thinning thinning;
  private final EntropyScale scale;

  private ResultView(JsonGenerator json, AnalysisResult result, Thinning thinning) {
    this.json = json;
    this.result = result;
    this.thinning = thinning;
    this.scale = EntropyScale.of(result);
  }

  /** The view of a result, the same text every time. */
  public static String of(AnalysisResult result, Thinning thinning) {
    return ViewJson.text(json -> write(json, result, thinning));
  }

  public static void write(JsonGenerator json, AnalysisResult result, Thinning thinning)
      throws IOException {
    new ResultView(json, result, thinning).write();
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("model");
    json.writeStringField("name", Names.model(result));
    json.writeEndObject();
    if (result.isJudged()) {
      json.writeNumberField("accuracy", result.accuracy());
      json.writeObjectField("accuracyInterval", ViewJson.limits(result.accuracyInterval()));
    }
    ViewJson.scale(json, scale);
    json.writeObjectField("data", data());
    json.writeObjectField("initial", thinning.initial());
    json.writeObjectField("kept", thinning.patterns());
    if (result.isJudged()) {
      json.writeStringField("confusion", confusion());
    }
    Verdict verdict = result.verdict();
    if (verdict != null) {
      json.writeObjectField("verdict", Judged.of(verdict));
    }
    json.writeObjectField("samples", samples());
    WrongImagesView.write(json, result);
    IndicatorsView.descriptions(json, result.statistics());
    BlocksView.write(json, result.blocks());
    json.writeArrayFieldStart("layers");
    for (LayerResult layer : result.layers()) {
      layer(layer);
    }
    json.writeEndArray();
    training(result.training());
    json.writeEndObject();
  }

  private record Data(
      String name,
      long images,
      List<String> classes,
      List<Long> classImages,
      double @Nullable [] recall) {}

  private Data data() {
    return new Data(
        Names.file(result.data().path()),
        result.data().images(),
        result.data().classes(),
        result.data().classImages(),
        result.isJudged() ? Recall.of(result) : null);
  }

  /** True class, predicted class, images; only where there are any. */
  private String confusion() {
    Packed.Counts counts = new Packed.Counts();
    long[][] rows = result.confusion();
    for (int c = 0; c < rows.length; c++) {
      for (int p = 0; p < rows[c].length; p++) {
        if (rows[c][p] > 0) {
          counts.add(c).add(p).add(rows[c][p]);
        }
      }
    }
    return counts.text();
  }

  private record Step(String from, String to, double change, String direction) {
    static @Nullable List<Step> of(Verdict.@Nullable Curve curve) {
      return curve == null
          ? null
          : curve.steps().stream()
              .map(s -> new Step(s.from(), s.to(), s.change(), Names.word(s.direction())))
              .toList();
    }
  }

  private record Judged(
      double flatWithin,
      @Nullable Integer comparisons,
      @Nullable List<Step> pattern,
      @Nullable List<Step> patternStandardized,
      @Nullable List<Step> image) {
    static Judged of(Verdict verdict) {
      return new Judged(
          verdict.flatWithin(),
          verdict.comparisons(),
          Step.of(verdict.average()),
          Step.of(average(verdict.standardized())),
          Step.of(average(verdict.image())));
    }

    private static Verdict.@Nullable Curve average(Verdict.@Nullable Reading reading) {
      return reading == null ? null : reading.average();
    }
  }

  private record Sample(
      long position,
      @Nullable String name,
      int label,
      @Nullable Integer predicted,
      @Nullable String png) {}

  private List<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (SampleImage image : result.samples()) {
      String png = thinning.keeps(image, samples.size()) ? image.png() : null;
      samples.add(
          new Sample(image.position(), image.name(), image.label(), image.predicted(), png));
    }
    return samples;
  }

  private void layer(LayerResult layer) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", layer.name());
    json.writeStringField("kind", layer.kind());
    ViewJson.string(json, "activation", layer.facts().activation());
    json.writeNumberField("depth", layer.facts().depth());
    json.writeNumberField("units", layer.units());
    ViewJson.string(json, "role", layer.facts().role());
    if (unitsAreClasses(layer)) {
      json.writeBooleanField("unitsAreClasses", true);
    }
    json.writeNumberField("divisor", scale.divisor(layer.units()));
    json.writeBooleanField("inVerdict", layer.inVerdict());
    json.writeStringField("at", layer.observation().at());
    double[] edges = layer.observation().histogramEdges();
    if (edges != null) {
      json.writeStringField("edges", Packed.floats(edges));
    }
    json.writeObjectFieldStart("output");
    means(LayerMeans.of(result, layer));
    side(new StatisticsView(json, layer.all(), layer.classes()), edges, layer.samples());
    IndicatorsView.write(json, layer.indicators());
    json.writeEndObject();
    LayerResult.Preactivation before = layer.preactivation();
    if (before != null && thinning.preactivation()) {
      json.writeObjectFieldStart("preactivation");
      means(LayerMeans.before(result, layer));
      side(new StatisticsView(json, before.all(), before.classes()), edges, before.samples());
      IndicatorsView.write(json, before.indicators());
      json.writeEndObject();
    }
    featureMaps(layer.featureMaps());
    Maximization made = layer.maximization();
    if (made != null) {
      json.writeObjectField("maximization", made);
    }
    json.writeEndObject();
  }

  /** Whether unit k of a layer is the score of class k of the data. */
  private boolean unitsAreClasses(LayerResult layer) {
    return LayerFacts.OUTPUT.equals(layer.facts().role())
        && layer.units() == result.data().classes().size();
  }

  /** The means over the classes of the normalised entropies, by the name of the entropy. */
  private void means(LayerMeans means) throws IOException {
    json.writeObjectFieldStart("means");
    mean("patternEntropy", means.pattern());
    mean("patternEntropyStandardized", means.patternStandardized());
    mean("imageEntropyMean", means.image());
    mean("imageEntropyStandardizedMean", means.imageStandardized());
    json.writeEndObject();
  }

  /** One mean: its value and, if known, its interval; nothing if there is none. */
  private void mean(String name, ClassMean.Mean mean) throws IOException {
    if (!Double.isFinite(mean.value())) {
      return;
    }
    Interval interval = mean.interval();
    json.writeObjectField(
        name,
        interval == null
            ? new double[] {mean.value()}
            : new double[] {mean.value(), interval.low(), interval.high()});
  }

  private void side(StatisticsView statistics, double @Nullable [] edges, float[][] samples)
      throws IOException {
    statistics.scalars();
    statistics.patterns(thinning.patterns());
    if (edges != null) {
      Set<Integer> summed = thinning.patterns();
      statistics.histograms(edges, summed, thinning.histograms());
    }
    json.writeObjectFieldStart("samples");
    for (int s : thinning.samples()) {
      if (s < samples.length) {
        json.writeStringField(String.valueOf(s), Packed.floats(SamplePattern.of(samples[s])));
      }
    }
    json.writeEndObject();
  }

  private record Maps(int sample, int height, int width, String low, String high, String pixels) {}

  private void featureMaps(@Nullable List<FeatureMap> maps) throws IOException {
    if (maps == null) {
      return;
    }
    List<Maps> kept =
        maps.stream()
            .filter(map -> thinning.maps().contains(map.sample()))
            .map(
                map ->
                    new Maps(
                        map.sample(),
                        map.height(),
                        map.width(),
                        Packed.floats(map.low()),
                        Packed.floats(map.high()),
                        map.pixels()))
            .toList();
    json.writeObjectField("featureMaps", kept);
  }

  private void training(@Nullable TrainingHistory history) throws IOException {
    if (history == null) {
      return;
    }
    json.writeObjectFieldStart("training");
    json.writeObjectField("layers", history.layers());
    json.writeNumberField("images", history.images());
    if (fewImages(result.verdict())) {
      json.writeBooleanField("fewImages", true);
    }
    json.writeArrayFieldStart("epochs");
    for (TrainingHistory.Epoch epoch : history.epochs()) {
      json.writeStartObject();
      json.writeNumberField("epoch", epoch.epoch());
      ViewJson.string(json, "model", epoch.model());
      ViewJson.number(json, "loss", epoch.trainingLoss());
      ViewJson.number(json, "accuracy", epoch.accuracy());
      rows("raw", epoch.patternEntropyNormalized());
      rows("standardized", epoch.patternEntropyStandardizedNormalized());
      means(EpochMeans.of(epoch), epoch.meanStandardError());
      changes(epoch.sincePrevious());
      information(epoch.information());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private record Change(
      @Nullable String layer,
      double change,
      double @Nullable [] interval,
      @Nullable Double probability,
      boolean shown) {}

  private void changes(@Nullable List<TrainingHistory.Change> changes) throws IOException {
    if (changes == null) {
      return;
    }
    List<Change> all =
        changes.stream()
            .map(
                of ->
                    new Change(
                        of.layer(),
                        of.change(),
                        ViewJson.limits(of.interval()),
                        ViewJson.finite(of.mcNemar()),
                        of.isShown()))
            .toList();
    json.writeObjectField("changes", all);
  }

  /** Whether the verdict gives no interval because it trusts none. */
  private static boolean fewImages(@Nullable Verdict verdict) {
    return verdict != null
        && verdict.average().steps().stream().allMatch(step -> step.interval() == null);
  }

  private record Information(
      long images,
      String inputBinned,
      String labelsBinned,
      String inputPairwise,
      String inputPairwiseLower,
      String labelsPairwise) {}

  private void information(TrainingHistory.@Nullable Information of) throws IOException {
    if (of == null) {
      return;
    }
    json.writeObjectField(
        "information",
        new Information(
            of.images(),
            Packed.floats(of.inputBinned()),
            Packed.floats(of.labelsBinned()),
            Packed.floats(of.inputPairwise()),
            Packed.floats(of.inputPairwiseLower()),
            Packed.floats(of.labelsPairwise())));
  }

  private void means(EpochMeans means, double @Nullable [] errors) throws IOException {
    json.writeStringField("rawMean", Packed.floats(means.raw()));
    if (errors != null) {
      json.writeStringField("rawMeanError", Packed.floats(errors));
    }
    List<Interval> bands = means.bands();
    if (bands != null && !fewImages(result.verdict())) {
      double[] lows = bands.stream().mapToDouble(Interval::low).toArray();
      double[] highs = bands.stream().mapToDouble(Interval::high).toArray();
      json.writeStringField("rawMeanLow", Packed.floats(lows));
      json.writeStringField("rawMeanHigh", Packed.floats(highs));
    }
    if (means.standardized() != null) {
      json.writeStringField("standardizedMean", Packed.floats(means.standardized()));
    }
  }

  private void rows(String name, double @Nullable [][] rows) throws IOException {
    if (rows != null) {
      json.writeObjectField(name, Arrays.stream(rows).map(Packed::floats).toList());
    }
  }
}
