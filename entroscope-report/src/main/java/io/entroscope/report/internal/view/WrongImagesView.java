package io.entroscope.report.internal.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.AnalysisResult;
import io.entroscope.result.MistakenImage;
import io.entroscope.result.derived.WrongImages;
import io.entroscope.result.derived.WrongImages.WrongImage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The images that the model takes for another class, for the page. */
final class WrongImagesView {
  /** How many of the surest mistakes the page has, besides samples. */
  private static final int MOST = 60;

  private WrongImagesView() {}

  /** The images; nothing if none is known to be wrong. */
  static void write(JsonGenerator json, AnalysisResult result) throws IOException {
    WrongImages images = WrongImages.of(result, MOST);
    if (images.list().isEmpty()) {
      return;
    }
    Map<Long, MistakenImage> pictures = pictures(result);
    json.writeObjectFieldStart("wrong");
    json.writeNumberField("count", images.count());
    json.writeArrayFieldStart("list");
    for (WrongImage image : images.list()) {
      json.writeStartObject();
      json.writeNumberField("position", image.position());
      if (image.sample() != null) {
        json.writeNumberField("sample", image.sample());
      }
      json.writeNumberField("label", image.label());
      json.writeNumberField("predicted", image.predicted());
      ViewJson.number(json, "confidence", image.confidence());
      json.writeStringField("apart", Packed.floats(image.apart()));
      ViewJson.string(json, "turns", image.turns());
      MistakenImage pictured = pictures.get(image.position());
      if (pictured != null) {
        ViewJson.string(json, "name", pictured.name());
        ViewJson.string(json, "png", pictured.png());
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static Map<Long, MistakenImage> pictures(AnalysisResult result) {
    List<MistakenImage> kept = result.predictions().mistakes();
    return kept == null
        ? Map.of()
        : kept.stream()
            .collect(Collectors.toMap(MistakenImage::position, image -> image, (a, b) -> a));
  }
}
