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
      json.writeArrayFieldStart("accuracyInterval");
      json.writeNumber(result.accuracyInterval().low());
      json.writeNumber(result.accuracyInterval().high());
      json.writeEndArray();
    }
    ViewJson.scale(json, scale);
    data();
    json.writeArrayFieldStart("initial");
    for (int c : thinning.initial()) {
      json.writeNumber(c);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("kept");
    for (int c : thinning.patterns()) {
      json.writeNumber(c);
    }
    json.writeEndArray();
    if (result.isJudged()) {
      json.writeStringField("confusion", confusion());
    }
    verdict(result.verdict());
    samples();
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

  private void data() throws IOException {
    json.writeObjectFieldStart("data");
    json.writeStringField("name", Names.file(result.data().path()));
    json.writeNumberField("images", result.data().images());
    ViewJson.strings(json, "classes", result.data().classes());
    json.writeArrayFieldStart("classImages");
    for (Long images : result.data().classImages()) {
      json.writeNumber(images);
    }
    json.writeEndArray();
    if (result.isJudged()) {
      json.writeArrayFieldStart("recall");
      for (double share : Recall.of(result)) {
        json.writeNumber(share);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
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

  private void verdict(@Nullable Verdict verdict) throws IOException {
    if (verdict == null) {
      return;
    }
    json.writeObjectFieldStart("verdict");
    json.writeNumberField("flatWithin", verdict.flatWithin());
    if (verdict.comparisons() != null) {
      json.writeNumberField("comparisons", verdict.comparisons());
    }
    steps("pattern", verdict.average());
    if (verdict.standardized() != null) {
      steps("patternStandardized", verdict.standardized().average());
    }
    if (verdict.image() != null) {
      steps("image", verdict.image().average());
    }
    json.writeEndObject();
  }

  private void steps(String name, Verdict.Curve curve) throws IOException {
    json.writeArrayFieldStart(name);
    for (Verdict.Step step : curve.steps()) {
      json.writeStartObject();
      json.writeStringField("from", step.from());
      json.writeStringField("to", step.to());
      json.writeNumberField("change", step.change());
      json.writeStringField("direction", Names.word(step.direction()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void samples() throws IOException {
    json.writeArrayFieldStart("samples");
    List<SampleImage> images = result.samples();
    for (int s = 0; s < images.size(); s++) {
      SampleImage image = images.get(s);
      json.writeStartObject();
      json.writeNumberField("position", image.position());
      ViewJson.string(json, "name", image.name());
      json.writeNumberField("label", image.label());
      Integer predicted = image.predicted();
      if (predicted != null) {
        json.writeNumberField("predicted", predicted);
      }
      if (thinning.keeps(image, s)) {
        ViewJson.string(json, "png", image.png());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
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
    maximization(layer.maximization());
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
    json.writeArrayFieldStart(name);
    json.writeNumber(mean.value());
    if (mean.interval() != null) {
      json.writeNumber(mean.interval().low());
      json.writeNumber(mean.interval().high());
    }
    json.writeEndArray();
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

  private void featureMaps(@Nullable List<FeatureMap> maps) throws IOException {
    if (maps == null) {
      return;
    }
    json.writeArrayFieldStart("featureMaps");
    for (FeatureMap map : maps) {
      if (thinning.maps().contains(map.sample())) {
        json.writeStartObject();
        json.writeNumberField("sample", map.sample());
        json.writeNumberField("height", map.height());
        json.writeNumberField("width", map.width());
        json.writeStringField("low", Packed.floats(map.low()));
        json.writeStringField("high", Packed.floats(map.high()));
        json.writeStringField("pixels", map.pixels());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  private void maximization(@Nullable Maximization made) throws IOException {
    if (made == null) {
      return;
    }
    json.writeObjectFieldStart("maximization");
    json.writeNumberField("steps", made.steps());
    json.writeNumberField("starts", made.starts());
    json.writeNumberField("seed", made.seed());
    json.writeArrayFieldStart("units");
    for (Maximization.Unit unit : made.units()) {
      json.writeStartObject();
      json.writeNumberField("unit", unit.unit());
      json.writeNumberField("activation", unit.activation());
      ViewJson.number(json, "highestSeen", unit.highestSeen());
      json.writeStringField("png", unit.png());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void training(@Nullable TrainingHistory history) throws IOException {
    if (history == null) {
      return;
    }
    json.writeObjectFieldStart("training");
    ViewJson.strings(json, "layers", history.layers());
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

  private void changes(@Nullable List<TrainingHistory.Change> changes) throws IOException {
    if (changes == null) {
      return;
    }
    json.writeArrayFieldStart("changes");
    for (TrainingHistory.Change change : changes) {
      json.writeStartObject();
      ViewJson.string(json, "layer", change.layer());
      json.writeNumberField("change", change.change());
      Interval interval = change.interval();
      if (interval != null) {
        json.writeFieldName("interval");
        json.writeArray(new double[] {interval.low(), interval.high()}, 0, 2);
      }
      ViewJson.number(json, "probability", change.mcNemar());
      json.writeBooleanField("shown", change.isShown());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Whether the verdict gives no interval because it trusts none. */
  private static boolean fewImages(@Nullable Verdict verdict) {
    return verdict != null
        && verdict.average().steps().stream().allMatch(step -> step.interval() == null);
  }

  private void information(TrainingHistory.@Nullable Information information) throws IOException {
    if (information == null) {
      return;
    }
    json.writeObjectFieldStart("information");
    json.writeNumberField("images", information.images());
    json.writeStringField("inputBinned", Packed.floats(information.inputBinned()));
    json.writeStringField("labelsBinned", Packed.floats(information.labelsBinned()));
    json.writeStringField("inputPairwise", Packed.floats(information.inputPairwise()));
    json.writeStringField("inputPairwiseLower", Packed.floats(information.inputPairwiseLower()));
    json.writeStringField("labelsPairwise", Packed.floats(information.labelsPairwise()));
    json.writeEndObject();
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
    if (rows == null) {
      return;
    }
    json.writeArrayFieldStart(name);
    for (double[] row : rows) {
      json.writeString(Packed.floats(row));
    }
    json.writeEndArray();
  }
}
