package io.entroscope.report.internal.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.derived.WrongImages;
import io.entroscope.result.derived.WrongImages.WrongImage;
import java.io.IOException;

/** The images that the model takes for another class, for the page. */
final class WrongImagesView {
  /** How many of the surest mistakes the page has, besides samples. */
  static final int MOST = 60;

  private WrongImagesView() {}

  /** The images; nothing if none is known to be wrong. */
  static void write(JsonGenerator json, WrongImages images) throws IOException {
    if (images.list().isEmpty()) {
      return;
    }
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
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
