package io.entroscope.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.LayerIndicators;
import io.entroscope.result.Spectrum;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What else is known of a layer, for the page. */
final class IndicatorsView {
  private IndicatorsView() {}

  static void write(JsonGenerator json, @Nullable LayerIndicators known) throws IOException {
    if (known == null) {
      return;
    }
    json.writeObjectFieldStart("indicators");
    json.writeNumberField("images", known.images());
    spectrum(json, known.spectrum());
    json.writeNumberField("onOffEntropy", known.onOffEntropy());
    json.writeNumberField("onOffEntropyWithinClasses", known.onOffEntropyWithinClasses());
    json.writeNumberField("winnerEntropyNormalized", known.winnerEntropyNormalized());
    json.writeNumberField("labelInformation", known.labelInformation());
    json.writeNumberField("labelInformationMax", known.labelInformationMax());
    json.writeNumberField("patternDivergenceNormalized", known.patternDivergenceNormalized());
    json.writeNumberField("dormant", known.dormant());
    if (known.renyi() != null) {
      json.writeNumberField("renyi", known.renyi().normalized());
      json.writeNumberField("renyiImages", known.renyi().images());
    }
    LayerIndicators.Probe probe = known.probe();
    if (probe != null) {
      json.writeNumberField("probe", probe.accuracy());
      json.writeNumberField("probeLow", probe.interval().low());
      json.writeNumberField("probeHigh", probe.interval().high());
      json.writeNumberField("probeImages", probe.images());
    }
    LayerIndicators.FromPrevious previous = known.fromPrevious();
    if (previous != null) {
      ViewJson.number(json, "cka", previous.cka());
      ViewJson.number(json, "angularDistance", previous.angularDistance());
      json.writeNumberField("previousImages", previous.images());
    }
    json.writeEndObject();
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
