package io.entroscope.report.internal.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.Interval;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The residual blocks of a result, for the page. */
final class BlocksView {
  private BlocksView() {}

  /** The blocks; nothing if there are none. */
  static void write(JsonGenerator json, @Nullable BlockAnalysis blocks) throws IOException {
    if (blocks == null) {
      return;
    }
    json.writeObjectFieldStart("blocks");
    IndicatorsView.descriptions(json, blocks.statistics());
    json.writeArrayFieldStart("list");
    for (BlockResult block : blocks.list()) {
      json.writeStartObject();
      json.writeStringField("name", block.name());
      json.writeStringField("kind", block.kind());
      ViewJson.string(json, "layer", block.layer());
      ViewJson.string(json, "unmeasured", block.unmeasured());
      json.writeObjectFieldStart("values");
      for (Map.Entry<String, BlockValue> value : block.statistics().entrySet()) {
        json.writeObjectFieldStart(value.getKey());
        value(json, value.getValue());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void value(JsonGenerator json, BlockValue of) throws IOException {
    json.writeNumberField("value", of.value());
    Interval interval = of.interval();
    if (interval != null) {
      json.writeNumberField("low", interval.low());
      json.writeNumberField("high", interval.high());
    }
    json.writeNumberField("rows", of.rows());
    if (of.examples() != null) {
      json.writeNumberField("examples", of.examples());
    }
  }
}
