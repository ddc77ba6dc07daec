package io.entroscope.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.entroscope.result.json.RecordParts;

/** Records as JSON for a terminal or another program; what is null is left out. */
public final class PrettyJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new RecordParts())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private PrettyJson() {}

  public static String of(Object value) throws JsonProcessingException {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }
}
