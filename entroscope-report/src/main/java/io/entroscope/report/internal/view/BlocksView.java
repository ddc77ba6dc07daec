package io.entroscope.report.internal.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.entroscope.result.Interval;
import io.entroscope.result.block.BlockAnalysis;
import io.entroscope.result.block.BlockResult;
import io.entroscope.result.block.BlockValue;
import java.io.IOException;
import java.util.LinkedHashMap;
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
    json.writeObjectField("list", blocks.list().stream().map(Block::of).toList());
    json.writeEndObject();
  }

  private record Block(
      String name,
      String kind,
      @Nullable String layer,
      @Nullable String unmeasured,
      Map<String, Value> values) {
    static Block of(BlockResult block) {
      Map<String, Value> values = new LinkedHashMap<>();
      block.statistics().forEach((name, value) -> values.put(name, Value.of(value)));
      return new Block(block.name(), block.kind(), block.layer(), block.unmeasured(), values);
    }
  }

  private record Value(
      double value,
      @Nullable Double low,
      @Nullable Double high,
      long rows,
      @Nullable Long examples) {
    static Value of(BlockValue of) {
      Interval interval = of.interval();
      return new Value(
          of.value(),
          interval == null ? null : interval.low(),
          interval == null ? null : interval.high(),
          of.rows(),
          of.examples());
    }
  }
}
