package io.entroscope.report.internal.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.StatisticDescription;
import io.entroscope.result.layer.LayerIndicators;
import io.entroscope.result.layer.Spectrum;
import io.entroscope.result.layer.StatisticValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What else is known of a layer, for the page. */
public final class IndicatorsView {
  private IndicatorsView() {}

  public static void write(JsonGenerator json, @Nullable LayerIndicators known) throws IOException {
    if (known == null) {
      return;
    }
    json.writeObjectFieldStart("indicators");
    json.writeNumberField("images", known.images());
    spectrum(json, known.spectrum());
    json.writeNumberField("onOffEntropy", known.onOffEntropy().value());
    json.writeNumberField("onOffEntropyWithinClasses", known.onOffEntropy().withinClasses());
    json.writeNumberField("winnerEntropyNormalized", known.winnerEntropy().normalized());
    json.writeNumberField("labelInformation", known.labelInformation().value());
    json.writeNumberField("labelInformationMax", known.labelInformation().max());
    json.writeNumberField("patternDivergenceNormalized", known.patternDivergence().normalized());
    json.writeNumberField("dormant", known.dormant());
    if (known.sampled().renyi() != null) {
      json.writeNumberField("renyi", known.sampled().renyi().normalized());
      json.writeNumberField("renyiImages", known.sampled().renyi().images());
    }
    LayerIndicators.Probe probe = known.sampled().probe();
    if (probe != null) {
      json.writeNumberField("probe", probe.accuracy());
      json.writeNumberField("probeLow", probe.interval().low());
      json.writeNumberField("probeHigh", probe.interval().high());
      json.writeNumberField("probeImages", probe.images());
    }
    LayerIndicators.FromPrevious previous = known.sampled().fromPrevious();
    if (previous != null) {
      ViewJson.number(json, "cka", previous.cka());
      ViewJson.number(json, "angularDistance", previous.angularDistance());
      json.writeNumberField("previousImages", previous.images());
    }
    values(json, known.statistics());
    json.writeEndObject();
  }

  /** Values of statistics by name, with the images that they are from and, if known, intervals. */
  private static void values(JsonGenerator json, @Nullable Map<String, StatisticValue> statistics)
      throws IOException {
    if (statistics == null) {
      return;
    }
    Map<String, Number> numbers = new LinkedHashMap<>();
    statistics.forEach(
        (name, value) -> {
          numbers.put(name, value.value());
          numbers.put(name + "Images", value.images());
          if (value.interval() != null) {
            numbers.put(name + "Low", value.interval().low());
            numbers.put(name + "High", value.interval().high());
          }
        });
    json.writeObjectField("statistics", numbers);
  }

  private record Described(
      String name, String title, String unit, String meaning, String formula, String source) {
    static Described of(StatisticDescription of) {
      return new Described(
          of.name(), of.title(), of.unit(), of.meaning(), of.formula(), of.source());
    }
  }

  /** What each of the statistics is. */
  static void descriptions(JsonGenerator json, @Nullable List<StatisticDescription> statistics)
      throws IOException {
    if (statistics != null) {
      json.writeObjectField("statistics", statistics.stream().map(Described::of).toList());
    }
  }

  private static void spectrum(JsonGenerator json, Spectrum spectrum) throws IOException {
    json.writeNumberField("effectiveRank", spectrum.effectiveRank());
    json.writeNumberField("participationRatio", spectrum.participationRatio());
    json.writeNumberField("dim99", spectrum.dim99());
    json.writeNumberField("saturation99", spectrum.saturation99());
    json.writeNumberField("delveSaturation", spectrum.delve().saturation());
    json.writeNumberField("spectrumImages", spectrum.images());
  }
}
